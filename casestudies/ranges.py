"""An index of rows by an interval of numbers: finds the rows that overlap with a range, without a scan.

Rows are bitmaps of primary keys; `filters` reads them from the database.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from decimal import Decimal

from pyroaring import BitMap64

Number = int | Decimal
BLOCK = 4096  # rows


class Sorted:
    """Rows sorted by one number each. Results are unions of precomputed blocks."""

    def __init__(self, rows: Iterable[tuple[Number, Iterable[int]]]):
        """`rows` are pairs of a number and the keys of rows with it. Numbers may repeat."""
        found: dict[Number, array] = {}
        for number, keys in rows:
            found.setdefault(number, array("Q")).extend(keys)
        self.numbers = sorted(found)
        self.keys, self.starts = array("Q"), array("Q", [0])
        for number in self.numbers:
            self.keys.extend(found[number])
            self.starts.append(len(self.keys))
        self.blocks = [BitMap64(self.keys[at : at + BLOCK]) for at in range(0, len(self.keys), BLOCK)]

    @property
    def all(self) -> BitMap64:
        return self._from(0)

    def at_least(self, number: Number) -> BitMap64:
        return self._from(self.starts[bisect_left(self.numbers, number)])

    def at_most(self, number: Number) -> BitMap64:
        return self._before(self.starts[bisect_right(self.numbers, number)])

    def _from(self, start: int) -> BitMap64:
        block = -(-start // BLOCK)
        return BitMap64(self.keys[start : block * BLOCK]).union(*self.blocks[block:])

    def _before(self, stop: int) -> BitMap64:
        block = stop // BLOCK
        return BitMap64(self.keys[block * BLOCK : stop]).union(*self.blocks[:block])


class Spans:
    """Rows with an interval of numbers each, ends included."""

    def __init__(self, rows: Iterable[tuple[Number, Number, Iterable[int]]]):
        """`rows` are triples of a lower number, an upper number, and the keys of rows with that interval."""
        known = [(low, high, array("Q", keys)) for low, high, keys in rows]
        self.lows = Sorted((low, keys) for low, _, keys in known)
        self.highs = Sorted((high, keys) for _, high, keys in known)

    def overlapping(self, lowest: Number | None, highest: Number | None) -> BitMap64:
        """Rows whose interval overlaps with `lowest` to `highest`, ends included; None is no limit."""
        above = self.highs.all if lowest is None else self.highs.at_least(lowest)
        return above if highest is None else above & self.lows.at_most(highest)


def magnitudes(value: Decimal, upper: Decimal | None) -> tuple[Decimal, Decimal]:
    """The smallest and the largest absolute value between `value` and `upper`."""
    ends = (value, value if upper is None else upper)
    sizes = sorted(end.copy_abs() for end in ends)
    return (Decimal(0) if ends[0] <= 0 <= ends[1] else sizes[0]), sizes[1]

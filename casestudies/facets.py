"""Facets as plain data: the choices of a list, how many rows each has, and which are chosen.

The contract: OR inside a facet, AND between facets; a facet counts with every filter but its own; a chosen value is
shown even at 0. Rows are bitmaps of primary keys; `filters` reads them from the database.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain
from typing import Any

from django.utils.functional import cached_property
from pyroaring import BitMap64

READABLE = 12  # choices that a reader sees at a glance

Order = Callable[["Choice"], Any]
NONE = BitMap64()


class Members(dict[str, BitMap64]):
    """Value → keys of the rows with that value."""

    def counts(self, rows: BitMap64 | None) -> Mapping[str, int]:
        """The number of `rows` (None: all) with each value, without values that have none.

        With few rows it counts the values of each row, else the rows of each value. The threshold is measured.
        """
        if rows is None:
            return self._totals
        if len(rows) < 2 * len(self):
            return Counter(chain.from_iterable(map(self._values_of.get, rows, [()] * len(rows))))
        counted = ((value, own.intersection_cardinality(rows)) for value, own in self.items())
        return {value: count for value, count in counted if count}

    @cached_property
    def _totals(self) -> Mapping[str, int]:
        return {value: len(rows) for value, rows in self.items() if rows}

    @cached_property
    def _values_of(self) -> dict[int, tuple[str, ...]]:
        """Row → its values; rows with equal values share one tuple, to save memory."""
        found: dict[int, tuple[str, ...]] = {}
        shared: dict[tuple[str, ...], tuple[str, ...]] = {}
        for value, rows in self.items():
            for row in rows:
                values = (*found.get(row, ()), value)
                found[row] = shared.setdefault(values, values)
        return found


@dataclass(frozen=True)
class Option:
    """A value that a facet allows, before counting."""

    value: str
    label: str
    parent: str | None = None
    withdrawn: bool = False


@dataclass(slots=True)
class Choice:
    """An option with the number of its rows and its depth in the tree. There may be thousands."""

    value: str
    label: str
    count: int
    chosen: bool
    depth: int
    withdrawn: bool


@dataclass(frozen=True)
class Facet:
    """The choices of one facet.

    `options` are by value, `counts` has the values with rows, `values` are the chosen ones. `order` is the sort
    key of choices (None: the order of the options); children stay below their parent. A long list shows its first
    choices by `cut_by`, or by `order`. `show_all` is set if a reader asked for all choices with rows; `show_empty`
    if for those without as well, which a facet offers that `is_vocabulary`. `note` says where the values come
    from, if not from the sources. Choices are created on demand, since a page prints a dozen of thousands.
    """

    name: str
    label: str
    options: Mapping[str, Option]
    counts: Mapping[str, int]
    values: Collection[str] = ()
    order: Order | None = None
    cut_by: Order | None = None
    is_vocabulary: bool = False
    show_all: bool = False
    show_empty: bool = False
    note: str = ""

    def __len__(self) -> int:
        """The number of choices: values that have rows or are chosen."""
        return len(self.counts) + sum(value not in self.counts for value in self.values)

    @cached_property
    def choices(self) -> list[Choice]:
        every = self.order is None or self.show_empty
        return self._made(self.options if every else {*self.counts, *self.values}, self.order)

    @cached_property
    def chosen(self) -> list[Choice]:
        made = self._made(self.values, self.order) if self.order is most_first else self.choices
        return [choice for choice in made if choice.chosen]

    def toggled(self, choice: Choice) -> list[str]:
        """The values of the facet after a click on a choice."""
        values = [other.value for other in self.chosen]
        return [value for value in values if value != choice.value] if choice.chosen else [*values, choice.value]

    @property
    def is_used(self) -> bool:
        """Whether a reader chose something in it, or asked to see more of it."""
        return self.show_all or self.show_empty or bool(self.values)

    @property
    def is_long(self) -> bool:
        """Whether the facet has more choices than a reader sees at a glance."""
        return len(self) > READABLE

    @cached_property
    def shown(self) -> list[Choice]:
        """All choices of a short facet; of a long one the first of the top level, and chosen ones with ancestors."""
        if self.show_all or self.show_empty or not self.is_long:
            return self.choices
        if self.order is most_first:
            found = self._first()
        else:
            found = self._made(self.options, self.cut_by) if self.cut_by else self.choices
        kept: set[int] = set()
        above: list[int] = []
        room = READABLE
        for at, choice in enumerate(found):
            above[choice.depth :] = [at]
            if choice.chosen:
                kept.update(above)
            elif room and not choice.depth:
                kept.add(at)
                room -= 1
        return [found[at] for at in sorted(kept)]

    @property
    def is_cut(self) -> bool:
        return len(self.shown) < len(self)

    @cached_property
    def empty(self) -> int:
        """The number of choices without rows that a reader may ask for."""
        if not self.is_vocabulary or self.show_empty:
            return 0
        return sum(
            value not in self.counts and value not in self.values and not option.withdrawn
            for value, option in self.options.items()
        )

    def _first(self) -> list[Choice]:
        """Choices for the chosen values and those with most rows, with all ties."""
        least = min(nlargest(READABLE + len(self.values), self.counts.values()), default=0)
        first = {*self.values, *(value for value, count in self.counts.items() if count >= least)}
        return self._made(first, self.order)

    def _made(self, values: Iterable[str], order: Order | None) -> list[Choice]:
        """The choices among `values`, in this order."""
        below: dict[str | None, list[Choice]] = {}
        for value in values:
            count, chosen = self.counts.get(value, 0), value in self.values
            option = self.options[value]
            if count or chosen or (self.show_empty and not option.withdrawn):
                below.setdefault(option.parent, []).append(
                    Choice(value, option.label, count, chosen, 0, option.withdrawn)
                )
        if set(below) - {None}:
            shown = {choice.value for siblings in below.values() for choice in siblings}
            for orphans_of in [parent for parent in below if parent is not None and parent not in shown]:
                below.setdefault(None, []).extend(below.pop(orphans_of))
        return list(_walk(below, None, 0, order))


def chosen_rows(members: Members, values: Iterable[str]) -> BitMap64:
    """Rows with any of the values."""
    return BitMap64().union(*(members.get(value, NONE) for value in values))


def intersection(sets: Iterable[BitMap64]) -> BitMap64 | None:
    """Rows in all of the sets; None, meaning every row, if there are no sets."""
    found: BitMap64 | None = None
    for rows in sets:
        found = rows if found is None else found & rows
    return found


def rolled_up(members: Mapping[str, BitMap64], above: Mapping[str, str | None], levels: int) -> dict[str, BitMap64]:
    """Adds the rows of each value to its ancestors, up to `levels` above it."""
    found, rising = dict(members), members
    for _ in range(levels):
        parts: dict[str, list[BitMap64]] = {}
        for value, rows in rising.items():
            if (parent := above.get(value)) is not None:
                parts.setdefault(parent, []).append(rows)
        rising = {value: BitMap64().union(*rows) for value, rows in parts.items()}
        for value, rows in rising.items():
            found[value] = found[value] | rows if value in found else rows
    return found


def _walk(
    below: Mapping[str | None, list[Choice]], parent: str | None, depth: int, order: Order | None
) -> Iterator[Choice]:
    siblings = below.get(parent, [])
    for choice in siblings if order is None else sorted(siblings, key=order):
        choice.depth = depth
        yield choice
        if choice.value in below:
            yield from _walk(below, choice.value, depth + 1, order)


def by_value(choice: Choice) -> str:
    """Sort key of facets whose choices have a place of their own, the same in both languages and for all counts."""
    return choice.value


def most_first(choice: Choice) -> tuple[int, str, str]:
    """Sort key of facets without a hierarchy: highest count first, then by label."""
    return (-choice.count, choice.label.casefold(), choice.value)

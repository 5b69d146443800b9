"""Which rows are most like one row, by the values of facets that they share, and why: pure functions.

A shared value weighs more the fewer rows have it: the natural logarithm of all rows over those with it, times the
weight of its facet. So a value that every row has weighs nothing. In a tree of values, such as themes on two levels, a
shared value counts and those above it do not.

Rows are bitmaps of primary keys, as in `facets`.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from math import log

from pyroaring import BitMap64

MANY = 5000  # rows that are scored: those that share the rarest values. It bounds the time of a page.


@dataclass(frozen=True)
class Trait:
    """A value of a facet that a row has, with its weight and all rows that have it."""

    facet: str
    value: str
    weight: float
    rows: BitMap64
    counted: BitMap64  # without the rows that share a value below it

    @property
    def count(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class Alike:
    """A row that is like another one. `shared` are the reasons, the heaviest first; `score` sums up their weights."""

    key: int
    score: float
    shared: tuple[Trait, ...]


def traits(
    key: int,
    members: Mapping[str, Mapping[str, BitMap64]],
    weights: Mapping[str, float],
    total: int,
    above: Mapping[str, Mapping[str, str | None]],
) -> list[Trait]:
    """The values of a row that other rows share, the heaviest first, then by facet and value.

    `members` are the rows of each value of each facet, `weights` those of the facets, `total` is the number of all
    rows. For a facet whose values form a tree, `above` has the value above each.
    """
    found = []
    for facet, by_value in members.items():
        own = {value: rows for value, rows in by_value.items() if key in rows}
        parents = above.get(facet, {})
        for value, rows in own.items():
            below = (rows_below for other, rows_below in own.items() if parents.get(other) == value)
            weight = weights[facet] * log(total / len(rows))
            if len(rows) > 1 and weight > 0:
                found.append(Trait(facet, value, weight, rows, rows - BitMap64().union(*below)))
    return sorted(found, key=lambda trait: (-trait.weight, trait.facet, trait.value))


def most_alike(
    key: int,
    traits: Collection[Trait],
    in_order: Callable[[BitMap64, int], list[int]],
    limit: int,
    context: Collection[str] = (),
) -> list[Alike]:
    """The rows most like the row `key`, at most `limit`, the highest score first.

    `in_order(rows, n)` gives the first n of some rows, for rows of equal score. Values of the facets in `context` make
    rows more alike that share another value; alone they count only if no row shares any other.
    """
    own = [trait for trait in traits if trait.facet not in context] or list(traits)
    candidates = _candidates(key, own) or _candidates(key, traits)
    scores = dict.fromkeys(candidates, 0.0)
    for trait in traits:
        for row in trait.counted & candidates:
            scores[row] += trait.weight
    by_score: dict[float, list[int]] = {}
    for row, score in scores.items():
        by_score.setdefault(round(score, 6), []).append(row)
    found: list[Alike] = []
    for score in sorted(by_score, reverse=True):
        if len(found) == limit:
            break
        for row in in_order(BitMap64(by_score[score]), limit - len(found)):
            found.append(Alike(row, score, tuple(trait for trait in traits if row in trait.counted)))
    return found


def _candidates(key: int, traits: Collection[Trait]) -> BitMap64:
    """Other rows that share any of the traits; of many, those that share the rarest values."""
    found = BitMap64()
    for trait in sorted(traits, key=lambda trait: len(trait.counted)):
        if len(found) > MANY:
            break
        found |= trait.counted
    found.discard(key)
    return found

"""The answers of the three systems to a question, and the check that they are equal."""

from collections.abc import Mapping
from dataclasses import dataclass

Counts = dict[str, dict[str, int]]  # facet → value → rows


class Unequal(Exception):
    """Two systems answer differently, so their times can't be compared."""


@dataclass(frozen=True)
class Answer:
    """All facet counts (without zeros), the number of rows, and the ranks of the rows on the page."""

    counts: Counts
    total: int
    ranks: list[int]


def agree(question: str, answers: Mapping[str, Answer]) -> None:
    """Raises Unequal with the first difference, unless all answers are equal."""
    (first, wanted), *others = answers.items()
    for who, has in others:
        for name in {**wanted.counts, **has.counts}:
            ones, twos = wanted.counts.get(name, {}), has.counts.get(name, {})
            differing = {value for value in {*ones, *twos} if ones.get(value) != twos.get(value)}
            if differing:
                value = min(differing)
                raise Unequal(
                    f"{question}: {name}={value}: {ones.get(value, 0)} by {first}, {twos.get(value, 0)} by {who}"
                )
        if has.total != wanted.total:
            raise Unequal(f"{question}: {wanted.total} rows by {first}, {has.total} by {who}")
        if has.ranks != wanted.ranks:
            raise Unequal(f"{question}: rows {wanted.ranks} by {first}, {has.ranks} by {who}")

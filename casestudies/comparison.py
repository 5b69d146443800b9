"""Which figures of an indicator stand side by side, in which order, and how they are drawn: pure functions.

`quantities.comparable` judges two figures; a drawing needs groups in which it says yes to every two. All that it asks
for has to be equal, which makes groups by itself, but for the length of the period: a year is like fourteen months,
and these like seventeen, yet a year is not like seventeen. So where the period counts, the figures are put in order of
its length, and a group takes the shortest and all that are at most a quarter longer than it; the next group starts
with the first that is left. Every two of a group then compare, no figure is in two groups, there are as few groups as
can be, and it takes no longer than sorting.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal
from fractions import Fraction
from heapq import nsmallest
from operator import itemgetter
from typing import Any, Generic, TypeVar

from django.utils.functional import cached_property

from .quantities import (
    EXACT,
    OutcomeLike,
    Reason,
    UnitLike,
    comparable,
    length,
    similar,
    spans_a_period,
    to_base,
    traits,
)

DAYS_A_YEAR = Decimal("365.25")
READABLE_DIGITS = 6  # of a converted value that is shown exactly
ROUNDED = Context(prec=3)

Figure = TypeVar("Figure", bound=OutcomeLike)


@dataclass(frozen=True)
class Group(Generic[Figure]):
    """Two or more figures, every two of which compare, from the shortest period to the longest."""

    figures: list[Figure]

    @property
    def years(self) -> tuple[Decimal, Decimal] | None:
        """The shortest and the longest period, to a tenth of a year; None where the period does not count."""
        if not spans_a_period(self.figures[0]):
            return None
        shortest, longest = (round((length(at) or 0) / DAYS_A_YEAR, 1) for at in (self.figures[0], self.figures[-1]))
        return shortest, longest

    @cached_property
    def unit(self) -> Any:
        """The unit that most are reported in."""
        counted = Counter(figure.unit for figure in self.figures)
        return counted.most_common(1)[0][0]

    @property
    def has_range(self) -> bool:
        return any(figure.upper_value is not None for figure in self.figures)

    def reasons_against(self, outcome: OutcomeLike) -> tuple[Reason, ...]:
        """Why a figure is not in the group: it fits between the ends or it does not."""
        ends = (comparable(outcome, end).reasons for end in (self.figures[0], self.figures[-1]))
        return tuple(dict.fromkeys(reason for reasons in ends for reason in reasons))


@dataclass(frozen=True)
class Grouping(Generic[Figure]):
    """The groups, the largest first, and all figures in none."""

    groups: list[Group[Figure]] = field(default_factory=list)
    rest: list[Figure] = field(default_factory=list)


def grouped(outcomes: Iterable[Figure]) -> Grouping[Figure]:
    """Each figure once: in a group with all others that it is shown beside, or in the rest.

    What another figure says better is in the rest, so that nothing is drawn twice; so is what lacks something that
    comparing needs. Before these come those that would compare if there were another like them.

    Figures that differ only in size may say so by the same `alike`, to be judged once.
    """
    shared: dict[tuple, list[tuple[int, Figure]]] = defaultdict(list)
    lone: list[Figure] = []
    unfit: list[Figure] = []
    verdicts: dict[Any, tuple[bool, tuple, int]] = {}  # thousands of figures share few
    for outcome in outcomes:
        alike = getattr(outcome, "alike", id(outcome))
        if alike not in verdicts:
            verdicts[alike] = _verdict(outcome)
        fits, traits_of, days = verdicts[alike]
        if fits:
            shared[traits_of].append((days, outcome))
        else:
            unfit.append(outcome)
    groups: list[Group[Figure]] = []
    for measured in shared.values():
        figures = [figure for _days, figure in measured]
        for window in _windows(measured) if spans_a_period(figures[0]) else [figures]:
            if len(window) > 1:
                groups.append(Group(window))
            else:
                lone += window
    return Grouping(sorted(groups, key=lambda group: -len(group.figures)), lone + unfit)


def _verdict(outcome: OutcomeLike) -> tuple[bool, tuple, int]:
    """Whether a figure can stand in a group, what the others there have to share with it, and its days."""
    shared = (*traits(outcome).values(), outcome.money_year if outcome.unit.currency else None)
    return comparable(outcome, outcome).ok and getattr(outcome, "preferred", True), shared, length(outcome) or 0


def _windows(measured: Iterable[tuple[int, Figure]]) -> Iterator[list[Figure]]:
    """From the shortest period on: all that are at most a quarter longer than the first."""
    window: list[Figure] = []
    first = 0
    for days, figure in sorted(measured, key=itemgetter(0)):
        if window and not similar(first, days):
            yield window
            window = []
        if not window:
            first = days
        window.append(figure)
    yield window


@dataclass(frozen=True)
class Apart(Generic[Figure]):
    """The group that a figure comes nearest to, and all that keeps it out."""

    group: Group[Figure]
    reasons: tuple[Reason, ...]


def nearest(outcome: OutcomeLike, groups: Sequence[Group[Figure]]) -> Apart[Figure] | None:
    """The group with the fewest reasons against the figure, of equal ones the first; None without groups."""
    apart = (Apart(group, group.reasons_against(outcome)) for group in groups)
    return min(apart, key=lambda one: len(one.reasons), default=None)


# Rank and scale


def ends(outcome: OutcomeLike) -> tuple[Decimal, Decimal]:
    """The lower and the upper value in the base unit, or in the currency; the same twice where it is no range."""
    low = _on_scale(outcome.value, outcome.unit)
    return low, low if outcome.upper_value is None else _on_scale(outcome.upper_value, outcome.unit)


def _on_scale(value: Decimal, unit: UnitLike) -> Decimal:
    base = to_base(value, unit)
    return value if base is None else base


@dataclass(frozen=True)
class Bar:
    """Where a figure is drawn, in percent of the width.

    Filled from `zero`, where all bars of a group start, to the value or to the nearer end of a range; a range is open
    from end to end.
    """

    zero: float
    start: float
    width: float
    open_start: float
    open_width: float


@dataclass(frozen=True)
class Row(Generic[Figure]):
    """A figure with its rank, which equal ones share, and its bar."""

    rank: int
    figure: Figure
    bar: Bar


def ranked(group: Group[Figure], lowest_first: bool, limit: int | None = None) -> list[Row[Figure]]:
    """The figures of a group in order of size, the first `limit` of them; None: all.

    Drawn to one scale that holds all of the group, and the point where nothing changes.
    """
    spans = [ends(figure) for figure in group.figures]
    sizes = [EXACT.add(low, high) for low, high in spans]  # twice the size
    if not lowest_first:
        sizes = [EXACT.minus(twice) for twice in sizes]
    still = Decimal(1 if group.figures[0].kind == "multiple" else 0)
    low, high = min(still, *(low for low, _ in spans)), max(still, *(high for _, high in spans))
    rows: list[Row[Figure]] = []
    before: Decimal | None = None
    order = nsmallest(len(sizes) if limit is None else limit, range(len(sizes)), key=sizes.__getitem__)
    for place, at in enumerate(order, start=1):
        rank = rows[-1].rank if sizes[at] == before else place
        before = sizes[at]
        rows.append(Row(rank, group.figures[at], _bar(group.figures[at], still, low, high)))
    return rows


def _bar(figure: OutcomeLike, still: Decimal, low: Decimal, high: Decimal) -> Bar:
    def at(value: Decimal) -> float:
        return round(float(100 * Fraction(value - low) / Fraction(high - low)), 3) if high > low else 0.0

    first, last = ends(figure)
    near = min(max(still, first), last)
    return Bar(
        zero=at(still),
        start=min(at(still), at(near)),
        width=abs(at(near) - at(still)),
        open_start=at(first),
        open_width=at(last) - at(first),
    )


# In other words


class Instead:
    """A figure with some of its fields replaced, to be written like a figure."""

    def __init__(self, figure: OutcomeLike, **fields: Any):
        self.__dict__ = {"figure": figure, **fields}

    def __getattr__(self, name: str) -> Any:
        return getattr(self.figure, name)


def converted(figure: OutcomeLike, unit: UnitLike) -> Instead | None:
    """The figure in another unit of its dimension, `exact` or to three digits; None where it is in that unit."""
    if figure.unit == unit or unit.factor is None:
        return None
    low, high = (EXACT.divide(end, unit.factor) for end in ends(figure))
    exact = all(len(end.normalize().as_tuple().digits) <= READABLE_DIGITS for end in (low, high))
    if not exact:
        low, high = ROUNDED.plus(low), ROUNDED.plus(high)
    upper = None if figure.upper_value is None or low == high else high
    return Instead(figure, value=low, upper_value=upper, unit=unit, exact=exact)


def baseline(figure: Any) -> Instead | None:
    """The value that it is measured against; None where none is known, or where its unit is another."""
    if figure.baseline_value is None or figure.kind in ("percent-change", "multiple"):
        return None
    return Instead(
        figure,
        value=figure.baseline_value,
        upper_value=figure.baseline_upper,
        kind="share" if figure.kind == "share" else "level",
        qualifier="exactly",
    )

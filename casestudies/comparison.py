"""Groups of comparable figures of an indicator, their order and their bars: pure functions.

`comparable` says of two figures whether they compare; a chart needs groups in which every two do. All criteria but two
are equalities, which form groups by themselves. The length of the period is not transitive: 12 months are similar to
14, and 14 to 17, but 12 are not similar to 17. So figures with a period are sorted by its length. A group takes the
shortest and all that are at most a quarter longer; the next group starts with the first figure left. And a group has
one figure of each place: the one of the shortest period, among those the latest. The others of that place join a
neighbouring group that they compare with, or stand in none. In a group every two figures compare, and no figure is in
two groups.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal
from fractions import Fraction
from heapq import nsmallest
from operator import itemgetter
from typing import Any, Generic, TypeVar

from django.utils.functional import cached_property

from .comparability import Reason, comparable, is_ranked, lacking, length, similar, spans_a_period, traits
from .quantities import EXACT, OutcomeLike, UnitLike, to_base

DAYS_A_YEAR = Decimal("365.25")
READABLE_DIGITS = 6  # a converted value with more is rounded
ROUNDED = Context(prec=3)

Figure = TypeVar("Figure", bound=OutcomeLike)


@dataclass(frozen=True)
class Group(Generic[Figure]):
    """Two or more figures, every two of which compare, by the length of their period."""

    figures: list[Figure]

    @property
    def years(self) -> tuple[Decimal, Decimal] | None:
        """The shortest and the longest period in years, to one decimal place; None if the period does not matter."""
        if not spans_a_period(self.figures[0]):
            return None
        shortest, longest = (round((length(at) or 0) / DAYS_A_YEAR, 1) for at in (self.figures[0], self.figures[-1]))
        return shortest, longest

    @cached_property
    def unit(self) -> Any:
        """The most frequent unit."""
        counted = Counter(figure.unit for figure in self.figures)
        return counted.most_common(1)[0][0]

    @property
    def has_range(self) -> bool:
        return any(figure.upper_value is not None for figure in self.figures)

    @property
    def is_ranked(self) -> bool:
        """Whether its figures may have ranks: shares, changes in percent and values per person alone."""
        return is_ranked(self.figures[0])

    @cached_property
    def _places(self) -> dict[str, Figure]:
        return {_place(figure): figure for figure in self.figures}

    def reasons_against(self, outcome: OutcomeLike) -> tuple[Reason, ...]:
        """Why a figure is not in the group.

        Comparing it with the shortest and the longest period suffices, and with the figure of its own place.
        """
        own = self._places.get(_place(outcome), self.figures[0])
        found = (comparable(outcome, figure).reasons for figure in (self.figures[0], self.figures[-1], own))
        return tuple(dict.fromkeys(reason for reasons in found for reason in reasons))


@dataclass(frozen=True)
class Grouping(Generic[Figure]):
    """The groups, the largest first, and the figures that are in no group."""

    groups: list[Group[Figure]] = field(default_factory=list)
    rest: list[Figure] = field(default_factory=list)


def grouped(outcomes: Iterable[Figure]) -> Grouping[Figure]:
    """Puts each figure into one group, or into the rest.

    The rest starts with figures that could be compared but have no match, followed by those that are not preferred or
    lack a field that comparing needs.

    Figures that differ only in their values may share an object as `alike`, and are then checked once.
    """
    shared: dict[tuple, list[tuple[int, Figure]]] = defaultdict(list)
    lone: list[Figure] = []
    unfit: list[Figure] = []
    verdicts: dict[Any, tuple[bool, tuple, int]] = {}  # thousands of figures share few
    for outcome in outcomes:
        alike = getattr(outcome, "alike", id(outcome)), outcome.whose and outcome.whose.kind
        if alike not in verdicts:
            verdicts[alike] = _verdict(outcome)
        fits, traits_of, days = verdicts[alike]
        if fits:
            shared[traits_of].append((days, outcome))
        else:
            unfit.append(outcome)
    groups: list[Group[Figure]] = []
    for measured in shared.values():
        windows, left = _windows(measured)
        groups += (Group(window) for window in windows if len(window) > 1)
        lone += [window[0] for window in windows if len(window) == 1] + left
    return Grouping(sorted(groups, key=lambda group: -len(group.figures)), lone + unfit)


def _verdict(outcome: OutcomeLike) -> tuple[bool, tuple, int]:
    """Whether a figure can be in a group, the traits that its group shares, and the days of its period if it has one.

    The days are 0 where the period does not matter.
    """
    shared = (*traits(outcome).values(), outcome.money_year if outcome.unit.currency else None)
    days = (length(outcome) or 0) if spans_a_period(outcome) else 0
    return not lacking(outcome) and getattr(outcome, "preferred", True), shared, days


def peers(figures: Iterable[Figure], others: Iterable[Figure], limit: int) -> list[list[Figure]]:
    """For each figure the first `limit` of others that compare with it, one of each place, by the name of the place.

    Not by size: only in a group, where every two compare, has a figure a rank.
    """
    shared: dict[tuple, list[Figure]] = defaultdict(list)
    for other in others:
        shared[tuple(traits(other).values())].append(other)
    return [_peers(figure, shared[tuple(traits(figure).values())], limit) for figure in figures]


def _peers(figure: Figure, others: Iterable[Figure], limit: int) -> list[Figure]:
    found: dict[str, Figure] = {}
    for other in others:
        if len(found) < limit and _place(other) not in found and comparable(figure, other).ok:
            found[_place(other)] = other
    return sorted(found.values(), key=_by_name)


def _windows(measured: Iterable[tuple[int, Figure]]) -> tuple[list[list[Figure]], list[Figure]]:
    """Splits figures by the length of their period: each window is at most a quarter longer than its first.

    A window has one figure of each place. A second one joins another window if it compares with all in it; those that
    find none are returned besides.
    """
    windows: list[list[tuple[int, Figure]]] = []
    held: list[set[str]] = []
    seconds: list[tuple[int, Figure]] = []
    for days, figure in sorted(measured, key=_shortest_then_latest):
        place = _place(figure)
        if not windows or not similar(windows[-1][0][0], days):
            windows.append([(days, figure)])
            held.append({place})
        elif place in held[-1]:
            seconds.append((days, figure))
        else:
            windows[-1].append((days, figure))
            held[-1].add(place)
    left = []
    for days, figure in seconds:
        for window, places in zip(windows, held, strict=True):
            shortest, longest = min(days, window[0][0]), max(days, window[-1][0])
            if _place(figure) not in places and similar(shortest, longest):
                window.append((days, figure))
                window.sort(key=itemgetter(0))
                places.add(_place(figure))
                break
        else:
            left.append(figure)
    return [[figure for _days, figure in window] for window in windows], left


def _place(figure: OutcomeLike) -> str:
    return figure.whose.slug if figure.whose else ""


def _shortest_then_latest(measured: tuple[int, Figure]) -> tuple[int, int]:
    days, figure = measured
    return days, -figure.ended.toordinal() if figure.ended else 0


@dataclass(frozen=True)
class Apart(Generic[Figure]):
    """The nearest group of a figure, and all reasons why the figure is not in it."""

    group: Group[Figure]
    reasons: tuple[Reason, ...]


def nearest(outcome: OutcomeLike, groups: Sequence[Group[Figure]]) -> Apart[Figure] | None:
    """The first group with the fewest reasons against the figure; None without groups."""
    apart = (Apart(group, group.reasons_against(outcome)) for group in groups)
    return min(apart, key=lambda one: len(one.reasons), default=None)


# Rank and scale


def ends(outcome: OutcomeLike) -> tuple[Decimal, Decimal]:
    """The lower and the upper value in the base unit or currency; equal if it is not a range."""
    low = _on_scale(outcome.value, outcome.unit)
    return low, low if outcome.upper_value is None else _on_scale(outcome.upper_value, outcome.unit)


def _on_scale(value: Decimal, unit: UnitLike) -> Decimal:
    base = to_base(value, unit)
    return value if base is None else base


@dataclass(frozen=True)
class Bar:
    """The position of a bar, in percent of the width.

    The filled part goes from `zero` to the value, or to the nearer end of a range. The open part spans a range.
    """

    zero: float
    start: float
    width: float
    open_start: float
    open_width: float


@dataclass(frozen=True)
class Row(Generic[Figure]):
    """A figure with its bar, and its rank if its group has ranks. Equal figures share a rank."""

    rank: int | None
    figure: Figure
    bar: Bar


def side_by_side(group: Group[Figure], lowest_first: bool | None, limit: int | None = None) -> list[Row[Figure]]:
    """The first `limit` figures of a group, all if it is None: ranked by value, or else by the name of the place.

    They have no rank if neither the lowest nor the highest is better: `lowest_first` is None then. A range ranks by
    its middle. The scale of the bars includes all figures of the group and the point of no change.
    """
    spans = [ends(figure) for figure in group.figures]
    still = Decimal(1 if group.figures[0].kind == "multiple" else 0)
    low, high = min(still, *(low for low, _ in spans)), max(still, *(high for _, high in spans))
    sizes = [EXACT.add(low, high) for low, high in spans]  # twice the middle
    if not lowest_first:
        sizes = [EXACT.minus(twice) for twice in sizes]
    has_ranks = group.is_ranked and lowest_first is not None
    keys: list[Any] = sizes if has_ranks else [_by_name(figure) for figure in group.figures]
    rows: list[Row[Figure]] = []
    before: Decimal | None = None
    order = nsmallest(len(keys) if limit is None else limit, range(len(keys)), key=keys.__getitem__)
    for place, at in enumerate(order, start=1):
        rank = rows[-1].rank if sizes[at] == before else place
        before = sizes[at]
        bar = _bar(group.figures[at], still, low, high)
        rows.append(Row(rank if has_ranks else None, group.figures[at], bar))
    return rows


def _by_name(figure: OutcomeLike) -> tuple[str, str]:
    return (figure.whose.name, figure.whose.slug) if figure.whose else ("", "")


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


# Figures derived from a figure


class Instead:
    """A figure with some of its fields replaced; it is formatted like a figure."""

    def __init__(self, figure: OutcomeLike, **fields: Any):
        self.__dict__ = {"figure": figure, **fields}

    def __getattr__(self, name: str) -> Any:
        return getattr(self.figure, name)


def converted(figure: OutcomeLike, unit: UnitLike) -> Instead | None:
    """The figure in another unit of its dimension, `exact` or rounded to three digits; None if it has that unit."""
    if figure.unit == unit or unit.factor is None:
        return None
    low, high = (EXACT.divide(end, unit.factor) for end in ends(figure))
    exact = all(len(end.normalize().as_tuple().digits) <= READABLE_DIGITS for end in (low, high))
    if not exact:
        low, high = ROUNDED.plus(low), ROUNDED.plus(high)
    upper = None if figure.upper_value is None or low == high else high
    return Instead(figure, value=low, upper_value=upper, unit=unit, exact=exact)


def baseline(figure: Any) -> Instead | None:
    """The baseline as a figure; None if it is unknown or has another unit."""
    if figure.baseline_value is None or figure.kind in ("percent-change", "multiple"):
        return None
    return Instead(
        figure,
        value=figure.baseline_value,
        upper_value=figure.baseline_upper,
        kind="share" if figure.kind == "share" else "level",
        qualifier="exactly",
    )

"""Which figures stand side by side, how they rank, how they are drawn, and what they are in another unit."""

import datetime
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations, count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudies.comparability import Reason, comparable
from casestudies.comparison import Bar, Group, baseline, converted, ends, grouped, nearest, side_by_side
from casestudies.quantities import Whose, format_quantity
from tests.figures import DOLLARS, OUTCOMES, PERCENT, TONNES, Figure, d

pytestmark = pytest.mark.once

KILOTONNES = replace(TONNES, symbol_en="kt", symbol_zh_hans="千吨", factor=Decimal(1000))


@dataclass(frozen=True)
class Stored(Figure):
    """A figure with what its outcome says besides."""

    preferred: bool = True
    baseline_value: Decimal | None = None
    baseline_upper: Decimal | None = None


PLACES = map("city-{:04}".format, count())


def anywhere() -> dict:
    """A city that no other figure is of."""
    slug = next(PLACES)
    return {"whose": Whose(slug, "city", slug)}


def over(days: int, **fields) -> Figure:
    """A change over so many days."""
    fields = anywhere() | fields
    start = datetime.date(2020, 1, 1)
    end = start + datetime.timedelta(days=days - 1)
    return Figure(
        d("-10"), kind="percent-change", unit=PERCENT, started=start, ended=end, ended_precision="day", **fields
    )


def named(name: str) -> Whose:
    return Whose(name, "city", name)


def level(value, upper=None, **fields) -> Figure:
    return Figure(d(value), d(upper), **anywhere() | fields)


def drawn(*figures) -> list[Bar]:
    return [row.bar for row in side_by_side(Group(list(figures)), False)]


# Groups


FEW = st.sampled_from([*"abcdef"]).map(named)
PERIODS = st.builds(lambda days, place: over(days, whose=place), st.integers(1, 40), FEW)
MANY = st.lists(OUTCOMES, max_size=30) | st.lists(st.integers(1, 40).map(over), max_size=30) | st.lists(PERIODS)


@given(MANY)
def test_every_two_of_a_group_compare_and_every_figure_is_in_one_place(figures):
    found = grouped(figures)
    for group in found.groups:
        assert len(group.figures) > 1
        assert all(comparable(a, b).ok for a, b in combinations(group.figures, 2))
    placed = [figure for group in found.groups for figure in group.figures] + found.rest
    assert sorted(map(id, placed)) == sorted(map(id, figures))


@given(MANY)
def test_what_is_in_no_group_has_a_reason_against_each(figures):
    found = grouped(figures)
    for figure in found.rest:
        assert all(group.reasons_against(figure) for group in found.groups)


@given(st.lists(OUTCOMES, max_size=30), st.randoms())
def test_groups_do_not_depend_on_the_order_of_the_figures(figures, random):
    shuffled = random.sample(figures, len(figures))
    sizes = [len(group.figures) for group in grouped(figures).groups]
    assert [len(group.figures) for group in grouped(shuffled).groups] == sizes


def test_group_of_periods_takes_all_that_are_at_most_a_quarter_longer_than_its_shortest():
    figures = [over(days) for days in (100, 125, 126, 150, 157, 158, 400)]
    found = grouped(reversed(figures))
    assert [group.figures for group in found.groups] == [figures[2:5], figures[:2]]
    assert found.rest == figures[5:]


def test_period_counts_for_changes_and_totals_only():
    ended = {"ended": datetime.date(2024, 1, 1)}
    levels = [level("1", started=datetime.date(year, 1, 1), **ended) for year in (1990, 2020)]
    assert [group.figures for group in grouped(levels).groups] == [levels]
    assert Group(levels).years is None
    totals = [replace(figure, accumulation="total") for figure in levels]
    assert grouped(totals).groups == []


def test_what_another_says_better_is_in_no_group():
    better, again = Stored(**anywhere()), Stored(preferred=False, **anywhere())
    found = grouped([better, again, Stored(**anywhere())])
    assert [len(group.figures) for group in found.groups] == [2]
    assert found.rest == [again]


def test_money_without_the_year_of_its_prices_is_in_no_group():
    unknown = [level("5", kind="money", unit=DOLLARS), level("5", kind="money", unit=DOLLARS)]
    assert grouped(unknown).groups == []
    known = [replace(figure, money_year=2023) for figure in unknown]
    other = replace(known[0], money_year=2020, **anywhere())
    found = grouped([*known, other])
    assert [group.figures for group in found.groups] == [known]
    assert nearest(other, found.groups).reasons == (Reason("differs", "money_year"),)


def test_largest_group_comes_first_and_the_lone_before_what_lacks_something():
    pair = [level("1", status="target"), level("2", status="target")]
    three = [level("1"), level("2"), level("3")]
    lacking, lone = level("1", accumulation=""), level("1", per="person")
    found = grouped([*pair, lacking, lone, *three])
    assert [group.figures for group in found.groups] == [three, pair]
    assert found.rest == [lone, lacking]


def test_nearest_group_is_the_one_with_the_fewest_reasons():
    target, achieved = Group([level("1", status="target")] * 2), Group([level("1", per="person")] * 3)
    figure = level("2", status="expected")
    apart = nearest(figure, [achieved, target])
    assert (apart.group, apart.reasons) == (target, (Reason("differs", "status"),))
    assert nearest(figure, []) is None


def test_years_of_a_group_are_those_of_its_shortest_and_its_longest_period():
    assert Group([over(365), over(440)]).years == (d("1.0"), d("1.2"))


# Rank and scale


def share(value, upper=None, **fields) -> Figure:
    return level(value, upper, kind="share", unit=PERCENT, **fields)


def test_ratios_rank_by_size_whatever_the_unit_and_equal_ones_share_it():
    fractions = replace(PERCENT, symbol_en="parts", factor=Decimal(1))
    figures = [share("90"), *(level(value, kind="share", unit=fractions) for value in ("1.5", "0.9"))]
    rows = side_by_side(Group(figures), False)
    assert [(row.rank, row.figure) for row in rows] == [(1, figures[1]), (2, figures[0]), (2, figures[2])]
    rows = side_by_side(Group(figures), True)
    assert [(row.rank, row.figure) for row in rows] == [(1, figures[0]), (1, figures[2]), (3, figures[1])]


def test_range_ranks_by_its_middle():
    figures = [share("29"), share("20", "40"), share("31")]
    assert [row.figure for row in side_by_side(Group(figures), True)] == figures
    assert ends(level("20", "40", unit=KILOTONNES)) == (20000, 40000)


def test_absolute_figures_stand_by_the_name_of_the_place_without_a_rank():
    figures = [level(value, whose=named(name)) for name, value in [("b", "9"), ("c", "1"), ("a", "5")]]
    rows = side_by_side(Group(figures), False)
    assert [(row.rank, row.figure) for row in rows] == [(None, figures[2]), (None, figures[0]), (None, figures[1])]
    per_person = [replace(figure, per="person") for figure in figures]
    assert [row.rank for row in side_by_side(Group(per_person), False)] == [1, 2, 3]


def test_what_is_neither_better_high_nor_low_has_no_rank():
    figures = [share(value, whose=named(name)) for name, value in [("b", "9"), ("a", "5")]]
    rows = side_by_side(Group(figures), None)
    assert [(row.rank, row.figure) for row in rows] == [(None, figures[1]), (None, figures[0])]


# One figure of a place


def test_latest_figure_of_a_place_stands_there_and_the_others_say_why_not():
    older, latest = (level("1", whose=named("a"), ended=datetime.date(year, 1, 1)) for year in (2020, 2024))
    other = level("3")
    found = grouped([older, other, latest])
    assert [{*group.figures} for group in found.groups] == [{latest, other}]
    assert found.rest == [older]
    assert nearest(older, found.groups).reasons == (Reason("same", "place"),)


def test_two_figures_of_one_place_make_no_group():
    assert grouped([level("1", whose=named("a")), level("2", whose=named("a"))]).groups == []


def test_second_figure_of_a_place_joins_another_group_of_its_length():
    first, second = over(100, whose=named("a")), over(120, whose=named("a"))
    beside, longer = over(100), over(130)
    found = grouped([first, second, beside, longer])
    assert [{*group.figures} for group in found.groups] == [{first, beside}, {second, longer}]


def test_bars_start_at_nothing():
    assert drawn(level("100"), level("50")) == [Bar(0, 0, 100, 100, 0), Bar(0, 0, 50, 50, 0)]


def test_fall_is_drawn_to_the_other_side_of_a_rise():
    rise, fall = level("10", kind="change"), level("-30", kind="change")
    assert drawn(rise, fall) == [Bar(75, 75, 25, 100, 0), Bar(75, 0, 75, 0, 0)]


def test_multiple_is_drawn_from_once():
    double, half = level("2", kind="multiple"), level("0.5", kind="multiple")
    assert drawn(double, half) == [Bar(33.333, 33.333, 66.667, 100, 0), Bar(33.333, 0, 33.333, 0, 0)]


def test_range_is_filled_to_its_nearer_end_and_open_between_both():
    assert drawn(level("100"), level("20", "40"))[1] == Bar(0, 0, 20, 20, 20)
    assert drawn(level("-100"), level("-40", "-20"))[1] == Bar(100, 80, 20, 60, 20)
    assert drawn(level("-50", "50"), level("-50"))[0] == Bar(50, 50, 0, 0, 100)


def test_nothing_but_zeros_can_be_drawn():
    assert drawn(level("0"), level("0")) == [Bar(0, 0, 0, 0, 0)] * 2


RANGES = st.lists(st.lists(st.integers(-1000, 1000), min_size=1, max_size=2, unique=True).map(sorted), min_size=1)


@given(RANGES)
def test_no_bar_leaves_the_drawing(ranges):
    for bar in drawn(*(level(*map(str, pair)) for pair in ranges)):
        for start, width in ((bar.start, bar.width), (bar.open_start, bar.open_width)):
            assert start >= 0
            assert width >= 0
            assert start + width <= 100.01


# Other units, and what it is measured against


def test_unit_of_a_group_is_the_one_that_most_are_reported_in():
    assert Group([level("1", unit=KILOTONNES), level("1", unit=TONNES), level("2", unit=TONNES)]).unit == TONNES


def shown(figure) -> str:
    return str(format_quantity(figure, "en"))


def test_figure_in_another_unit_is_exact_or_rounded_to_three_digits():
    exact = converted(level("1.3", "1.5", unit=KILOTONNES, qualifier="about"), TONNES)
    assert (shown(exact), exact.exact) == ("about 1,300–1,500 t", True)
    rounded = converted(level("1234567.8", unit=TONNES), KILOTONNES)
    assert (shown(rounded), rounded.exact) == ("1,230 kt", False)


def test_figure_is_not_converted_into_its_own_unit_nor_money_at_all():
    assert converted(level("1", unit=TONNES), TONNES) is None
    assert converted(level("1", unit=DOLLARS), replace(DOLLARS, currency="EUR")) is None


def test_baseline_is_written_in_the_unit_of_the_figure_unless_that_is_another():
    share = Stored(d("55"), kind="share", unit=PERCENT, qualifier="about", baseline_value=d("40"))
    assert shown(baseline(share)) == "40\u202f%"
    assert shown(baseline(replace(share, baseline_upper=d("45")))) == "40–45\u202f%"
    assert baseline(replace(share, kind="percent-change")) is None
    assert baseline(replace(share, baseline_value=None)) is None

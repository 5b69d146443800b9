"""Periods on one scale of time, as plain numbers."""

from types import SimpleNamespace

import pytest

from casestudies.models import Event, Programme
from casestudies.models.dates import last_day, parse_date
from casestudies.timescale import THINNEST, TimeBar, over_time, scale_of

pytestmark = pytest.mark.once


def period(start: str = "", end: str = "") -> SimpleNamespace:
    return SimpleNamespace(days=(start and parse_date(start)[0] or None, end and last_day(*parse_date(end)) or None))


def bars(*records) -> list[TimeBar | None]:
    return [bar for record, bar in over_time(records)]


def test_scale_spans_whole_years_and_bars_end_with_the_last_day():
    assert bars(period("2020", "2021"), period("2022-07", "2023")) == [
        TimeBar(0, pytest.approx(50, abs=0.1), False),
        TimeBar(pytest.approx(62.4, abs=0.1), pytest.approx(37.6, abs=0.1), False),
    ]


def test_open_periods_run_on_beyond_all_dates():
    until, since = bars(period("", "2021"), period("2021", ""))
    assert (until.start, until.is_open, since.is_open) == (0, True, True)
    assert since.start + since.width == 100
    assert 0 < since.start < until.width < 100


def test_record_without_dates_has_no_bar():
    assert bars(period("2020", "2021"), period(), period("2021", "2021"))[1] is None


def test_nothing_is_drawn_where_only_one_has_dates():
    assert bars(period("2020", "2021"), period()) == [None, None]


def test_a_day_among_years_can_be_seen_and_stays_on_the_scale():
    first, last = bars(period("2000-01-01", "2000-01-01"), period("2019-12-31", "2019-12-31"))
    assert (first.width, last.width) == (THINNEST, THINNEST)
    assert last.start + last.width == 100


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        ("2018", "2018", [2018]),
        ("2017", "2019", [2017, 2018, 2019]),
        ("2008", "2019", [2010, 2015]),
        ("1972", "2025", [1980, 2000]),
    ],
)
def test_a_few_round_years_are_named(first, last, years):
    assert [year for year, at in scale_of([period(first, first), period(last, last)]).ticks] == years


def test_event_takes_as_long_as_its_date_and_what_is_over_is_not_open():
    may, precision = parse_date("2023-05")
    start = {"started": may, "started_precision": precision}
    month = (may, last_day(may, precision))
    assert Event(**start).days == month
    assert Programme(**start, status="completed").days == month
    assert Programme(**start, status="under-way").days == (may, None)
    assert Programme(status="completed", ended=may, ended_precision=precision).days == (None, month[1])

"""When two figures may be compared, and the reasons why not."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given

from casestudies import comparability
from casestudies.comparability import Reason, comparable, is_ranked, lacking, length
from casestudies.models import Outcome
from casestudies.quantities import Whose
from tests.figures import DOLLARS, INDIA, KRONER, OUTCOMES, PERCENT, RIO, TONNES, Figure, d


def beside(figure: Figure) -> Figure:
    """The same of another city."""
    return replace(figure, whose=RIO)


@given(OUTCOMES, OUTCOMES)
def test_comparing_is_symmetric_and_never_yes_with_a_reason(a, b):
    assert comparable(a, b) == comparable(b, a)
    assert comparable(a, b).ok == (comparable(a, b).reasons == ())


@given(OUTCOMES)
def test_figure_compares_with_its_like_in_another_place_unless_something_is_unknown(figure):
    assert {reason.code for reason in lacking(figure)} <= {"unknown"}
    place = figure.whose and figure.whose._replace(slug="elsewhere")
    assert comparable(figure, replace(figure, whose=place)).reasons == lacking(figure)


@pytest.mark.parametrize(
    ("field", "a", "b"),
    [
        ("indicator", {}, {"indicator_id": 2}),
        ("kind", {}, {"kind": "share"}),
        ("dimension", {}, {"unit": TONNES}),
        ("accumulation", {}, {"accumulation": "per-year"}),
        ("per", {}, {"per": "person"}),
        ("gas", {"gas": "co2"}, {"gas": "co2e"}),
        ("status", {}, {"status": "target"}),
        ("scope", {}, {"scope": "part"}),
        ("measures", {"accumulation": "per-year"}, {"accumulation": "per-year", "measures": "flow"}),
        ("subgroup", {}, {"subgroup_en": "bus drivers"}),
        ("place", {"whose": INDIA}, {}),
        ("currency", {"unit": DOLLARS, "money_year": 2023}, {"unit": KRONER, "money_year": 2023}),
        ("money_year", {"unit": DOLLARS, "money_year": 2020}, {"unit": DOLLARS, "money_year": 2023}),
    ],
)
def test_what_differs_is_named(field, a, b):
    comparison = comparable(replace(Figure(), **a), replace(beside(Figure()), **b))
    assert comparison == comparability.Comparison(False, (Reason("differs", field),))


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("accumulation", {"accumulation": ""}),
        ("money_year", {"unit": DOLLARS}),
        ("period", {"kind": "change"}),
        ("period", {"accumulation": "total"}),
        ("period", {"accumulation": "lifetime"}),
        ("period", {"measures": "flow"}),
        ("period", {"kind": "share", "accumulation": "", "measures": "flow"}),
        ("period", {"kind": "change", "months": d("9"), "months_upper": d("12")}),
        ("scope", {"scope": ""}),
        ("measures", {"kind": "share", "accumulation": "", "measures": ""}),
        ("place", {"whose": None}),
        ("place", {"scope": "group"}),
        ("place", {"scope": "world"}),
        ("place", {"scope": "country"}),
    ],
)
def test_what_is_unknown_is_named(field, change):
    figure = replace(Figure(), **change)
    assert lacking(figure) == (Reason("unknown", field),)
    assert Reason("unknown", field) in comparable(figure, replace(figure, whose=RIO)).reasons


def test_what_one_does_not_say_is_unknown_and_no_difference():
    gas, share = Figure(gas="co2"), Figure(kind="share", accumulation="total", months=d("60"))
    assert comparable(gas, beside(Figure())).reasons == (Reason("unknown", "gas"),)
    other = beside(replace(share, accumulation="", measures="flow"))
    assert comparable(replace(share, measures="flow"), other).reasons == (Reason("unknown", "accumulation"),)


def test_length_matters_only_if_both_have_a_period():
    total = Figure(measures="flow", accumulation="total")
    yearly = beside(Figure(measures="flow", accumulation="per-year"))
    assert comparable(total, yearly).reasons == (Reason("differs", "accumulation"),)


def test_observed_and_achieved_are_both_measured_and_compare():
    assert comparable(Figure(status="observed"), beside(Figure())).ok


def test_two_figures_of_one_place_never_compare():
    assert comparable(Figure(), Figure(d("10"))).reasons == (Reason("same", "place"),)


def test_figure_of_a_country_compares_with_that_of_another_country():
    country = Figure(scope="country", whose=INDIA)
    assert comparable(country, replace(country, whose=Whose("brazil", "country", "Brazil"))).ok


@pytest.mark.parametrize("rate", [{"accumulation": "per-year"}, {"accumulation": "", "per": "day"}])
def test_flow_compares_with_its_rate_or_over_a_known_duration(rate):
    flow = Figure(measures="flow", **rate)
    assert comparable(flow, beside(flow)).ok
    total = Figure(measures="flow", accumulation="total", months=d("60"))
    assert length(total) == 1826
    assert comparable(total, beside(total)).ok
    assert comparable(total, replace(beside(total), months=d("12"))).reasons == (Reason("differs", "period"),)


def test_only_shares_changes_in_percent_and_values_per_person_are_ranked():
    assert is_ranked(Figure(unit=PERCENT, kind="share"))
    assert is_ranked(Figure(per="person"))
    assert is_ranked(Figure(per="person-year"))
    assert not is_ranked(Figure())
    assert not is_ranked(Figure(unit=PERCENT, kind="multiple"))
    assert not is_ranked(Figure(per="household"))


@pytest.mark.parametrize("status", Outcome.Status.values)
def test_estimate_of_the_present_effect_compares_with_no_other_status(status):
    found = comparable(Figure(status="estimated"), beside(Figure(status=status)))
    assert found.reasons == (() if status == "estimated" else (Reason("differs", "status"),))


def test_amount_per_day_needs_no_accumulation():
    daily = Figure(accumulation="", per="day")
    assert comparable(daily, beside(daily)).ok
    assert comparable(daily, beside(Figure())).reasons == (Reason("differs", "accumulation"), Reason("differs", "per"))


def test_share_needs_no_accumulation_and_units_of_one_dimension_compare():
    share = Figure(kind="share", accumulation="")
    assert comparable(share, beside(share)).ok
    assert comparable(Figure(unit=TONNES), beside(Figure(unit=replace(TONNES, factor=d("1000"))))).ok


def years(first, last, **fields):
    return Figure(kind="percent-change", started=datetime.date(first, 1, 1), ended=datetime.date(last, 1, 1), **fields)


def test_changes_compare_over_periods_of_similar_length():
    assert comparable(years(2013, 2024), beside(years(2010, 2022))).ok
    assert comparable(years(2020, 2024), beside(years(2013, 2024))).reasons == (Reason("differs", "period"),)


def test_leap_days_do_not_tell_years_from_a_duration_of_as_many_months():
    assert comparable(years(2020, 2024), beside(Figure(kind="percent-change", months=d("48")))).ok
    assert length(years(2020, 2024)) == length(Figure(months=d("60")))


def test_period_counts_both_ends_and_starts_at_the_baseline_year():
    assert length(years(2013, 2024)) == 4383
    assert length(replace(years(2013, 2024), started=None, baseline_year=2013)) == 4383
    assert length(replace(years(2013, 2024), ended_precision="month")) == 4048
    assert length(replace(years(2013, 2024), ended=datetime.date(2023, 12, 5), ended_precision="month")) == 4018
    assert length(Figure()) is None


def test_every_reason_has_words():
    differing = {*comparability.DIFFERS}
    assert differing >= {*comparability.UNKNOWN}
    assert differing >= {*comparability.traits(Figure())}
    assert str(Reason("unknown", "period").message) == "For at least one, the length of the period is not known."
    assert str(Reason("differs", "indicator").message) == "They measure different things."

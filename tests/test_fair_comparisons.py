"""No page of the shipped content puts figures side by side that differ in what they measure, where, of whom or when.

The traits are asked here one by one, of the records, and not with the function that makes the pages.
"""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

import pytest
from django.urls import reverse

from casestudies.models import CaseStudy, Indicator, Outcome
from tests.reading import Reading, attribute, texts

pytestmark = [pytest.mark.waiting, pytest.mark.once, pytest.mark.django_db(transaction=True)]

COLUMNS = ("indicator", "kind", "scope", "accumulation", "per", "gas", "subgroup_en", "subgroup_zh_hans")
MEASURED = {"observed", "achieved"}


def months(figure: Outcome) -> int | Decimal | None:
    """Months of the period or of the duration; None if neither is known."""
    start, end = figure.started, figure.ended
    if start is None and figure.baseline_year and figure.kind in {"change", "percent-change", "multiple"}:
        start = datetime.date(figure.baseline_year, 1, 1)
    if start and end:
        last = {"year": 12}.get(figure.ended_precision, end.month)
        return (end.year - start.year) * 12 + last - start.month + 1
    return figure.months if figure.months and not figure.months_upper else None


def needs_period(figure: Outcome) -> bool:
    is_rate = figure.accumulation == "per-year" or figure.per in {"day", "month", "person-year", "household-year"}
    is_change = figure.kind in {"change", "percent-change", "multiple"}
    is_flow = figure.indicator.measures == "flow" or figure.accumulation in {"total", "lifetime"}
    return is_change or (is_flow and not is_rate)


def unfair(a: Outcome, b: Outcome) -> Iterator[str]:
    """What keeps two figures from standing side by side."""
    yield from (column for column in COLUMNS if getattr(a, column) != getattr(b, column))
    if a.status != b.status and not {a.status, b.status} <= MEASURED:
        yield "status"
    if a.unit.dimension != b.unit.dimension or a.unit.currency != b.unit.currency:
        yield "unit"
    if a.unit.currency and not (a.money_year and a.money_year == b.money_year):
        yield "prices"
    if not a.scope or a.scope in {"group", "world"}:
        yield "scope"
    if not a.indicator.measures and not a.accumulation:
        yield "stock or flow"
    if [len(a.places), len(b.places)] != [1, 1] or a.places == b.places:
        yield "places"
    elif a.places[0].kind != b.places[0].kind or a.scope == "country" and a.places[0].kind != "country":
        yield "kinds of place"
    if needs_period(a) or needs_period(b):
        lengths = sorted((months(a) or 0, months(b) or 0))
        if not lengths[0] or 10 * lengths[1] > 13 * lengths[0]:
            yield "period"


def test_no_page_of_the_content_puts_figures_side_by_side_that_differ_in_a_trait(content, client):
    figures = {figure.get_absolute_url(): figure for figure in Outcome.objects.published().for_list()}
    drawn = 0
    for slug in Indicator.objects.published().values_list("slug", flat=True):
        page = Reading(client.get(reverse("indicator-detail", args=[slug])))
        for table in page.all("table", class_="comparison"):
            links = [attribute(link, "href") for link in page.all("a", table)]
            group = [figures[link] for link in links if link in figures]
            assert len(group) > 1
            drawn += 1
            for a, b in combinations(group, 2):
                assert list(unfair(a, b)) == [], f"{slug}: {a} and {b}"
            has_size = group[0].kind in {"share", "percent-change"} or group[0].per in {"person", "person-year"}
            has_ranks = has_size and group[0].indicator.direction != "neither"
            assert (texts(page.all("th", table)[0]) == "Rank") == has_ranks
    assert drawn


def test_no_case_of_the_content_puts_a_figure_beside_one_that_differs_in_a_trait(content, client):
    figures = {figure.get_absolute_url(): figure for figure in Outcome.objects.published().for_list()}
    beside = 0
    for case in CaseStudy.objects.published().filter(outcomes__isnull=False).distinct():
        page = Reading(client.get(case.get_absolute_url()))
        for line in page.all("p", class_="figure-peers"):
            figure = figures[f"{case.get_absolute_url()}#{attribute(line.getparent(), 'id')}"]
            *peers, indicator = [attribute(link, "href") for link in page.all("a", line)]
            assert indicator == figure.indicator.get_absolute_url()
            assert [list(unfair(figure, figures[peer])) for peer in peers] == [[]] * len(peers)
            beside += len(peers)
    assert beside

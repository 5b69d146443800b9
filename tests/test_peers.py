"""Below a figure of a city or a case stand the figures of other places that fairly compare with it."""

import datetime

import pytest

from tests import factories as make
from tests.reading import Reading, attribute, texts

pytestmark = pytest.mark.once


def years(first, last):
    started, ended = datetime.date(first, 1, 1), datetime.date(last, 1, 1)
    return {"started": started, "started_precision": "year", "ended": ended, "ended_precision": "year"}


@pytest.fixture
def figure(cast):
    """A cited figure of solar power: `figure("70", case=cast.zone)`; others of them compare, if nothing differs."""
    solar = make.indicator("solar", dimension="power", measures="stock", **make.both("name", "Solar power", "光伏"))
    megawatt = make.unit("mw", dimension="power", **make.both("symbol", "MW", "兆瓦"))

    def figure(value, key="solar", **fields):
        defaults = {"indicator": solar, "unit": megawatt, "scope": "whole-place", "accumulation": "at-date"}
        made = make.outcome(key, value, value, **defaults | fields)
        make.cite(cast.bogota_results, f"{value} MW", outcome=made)
        return made

    return figure


@pytest.fixture
def peers(client):
    """The lines of a page below its figures: `peers("/cities/bogota/")`."""
    return lambda path: [texts(line) for line in Reading(client.get(path)).all("p", class_="figure-peers")]


def test_figure_stands_beside_those_of_other_places_that_compare_by_name(client, cast, figure, peers):
    figure("70", case=cast.zone)
    figure("25", case=cast.plan, status="observed")
    figure("5", place_id=cast.rio.pk)
    line = "Also measured in: Bengaluru 25 MW · Rio de Janeiro 5 MW · all on Solar power"
    assert peers("/cities/bogota/") == peers("/case-studies/bogota-clean-air-zone/") == [line]
    assert peers("/zh-hans/cities/bogota/") == [
        "其他地方的实测值： 班加罗尔 25 兆瓦 · 里约热内卢 5 兆瓦 · “光伏”的全部数据"
    ]
    assert peers("/cities/bengaluru/") == ["Also measured in: Bogotá 70 MW · Rio de Janeiro 5 MW · all on Solar power"]
    page = Reading(client.get("/cities/bogota/"))
    assert [attribute(link, "href") for link in page.all("a", page.one("p", class_="figure-peers"))] == [
        "/case-studies/bengaluru-plan/#outcome-solar",
        "/cities/rio-de-janeiro/#outcome-solar",
        "/indicators/solar/",
    ]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("estimated", "Also estimated in: Bengaluru 25 MW · all on Solar power"),
        ("expected", "Also expected in: Bengaluru 25 MW · all on Solar power"),
        ("target", "Also a target in: Bengaluru 25 MW · all on Solar power"),
    ],
)
def test_words_say_that_neither_is_measured(cast, figure, peers, status, words):
    figure("70", case=cast.zone, status=status)
    figure("25", case=cast.plan, status=status)
    assert peers("/cities/bogota/") == [words]


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "change"},
        {"status": "target"},
        {"accumulation": "total"},
        {"per": "building"},
        {"gas": "co2"},
        {"scope": "part"},
        {"scope": ""},
        {"subgroup_en": "on schools"},
        {"preferred": False},
    ],
)
def test_figure_that_differs_in_one_trait_does_not_show(cast, figure, peers, fields):
    figure("70", case=cast.zone)
    figure("25", case=cast.plan, **fields)
    assert peers("/cities/bogota/") == []
    assert peers("/cities/bengaluru/") == []


def test_unit_indicator_prices_and_kind_of_place_are_traits_too(cast, figure, peers):
    figure("70", case=cast.zone)
    figure("25", case=cast.plan, indicator=make.indicator("wind", dimension="power", measures="stock"))
    figure("26", "panels", case=cast.plan, unit=make.unit("panels"))
    figure("27", "country", place_id=cast.india.pk)
    dollar = make.unit("usd", dimension="money", currency="USD", factor=None)
    figure("28", "cost", case=cast.zone, kind="money", unit=dollar, money_year=2020)
    figure("29", "cost", case=cast.plan, kind="money", unit=dollar, money_year=2021)
    assert peers("/cities/bogota/") == []


def test_period_may_differ_by_a_quarter(cast, figure, peers):
    figure("70", case=cast.zone, kind="change", **years(2010, 2019))
    near = figure("25", case=cast.plan, kind="change", **years(2010, 2021))
    assert peers("/cities/bogota/") == ["Also measured in: Bengaluru +25 MW · all on Solar power"]
    near.started = datetime.date(2005, 1, 1)
    near.save()
    assert peers("/cities/bogota/") == []


def test_neither_the_same_place_nor_a_draft_shows(cast, figure, peers):
    figure("70", case=cast.zone)
    figure("71", place_id=cast.bogota.pk)
    figure("40", case=cast.ferry)
    assert peers("/cities/bogota/") == []


def test_three_places_show_each_with_its_latest_figure(cast, figure, peers):
    figure("70", case=cast.zone)
    for at in range(5):
        city = make.city(f"city-{at}", cast.india)
        for year in (2020, 2010 + at):
            at_year = {"ended": datetime.date(year, 1, 1), "ended_precision": "year"}
            figure(str(year), f"in-{year}", place_id=city.pk, **at_year)
    assert peers("/cities/bogota/") == [
        "Also measured in: City 2 2,020 MW · City 3 2,020 MW · City 4 2,020 MW · all on Solar power"
    ]


def test_figure_that_its_editor_does_not_prefer_has_no_peers(cast, figure, peers):
    figure("70", case=cast.zone, preferred=False)
    figure("25", case=cast.plan)
    assert peers("/cities/bogota/") == []

"""A theme: the first of everything under it and the themes below it, with the way to all of it."""

import re

import pytest

from tests import factories as make
from tests.reading import Reading, attribute, texts

pytestmark = pytest.mark.once


def titles(page: Reading) -> dict[str, list[str]]:
    """The titles of the cards in each part of the page but that of the figures."""
    names = ("cases", "methods", "lessons", "obstacles", "programmes", "terms")
    found = {name: page.all("section", id=name) for name in names}
    return {name: [texts(title) for title in page.all("h3", parts[0])] for name, parts in found.items() if parts}


def test_theme_gathers_what_is_tagged_with_it_or_below(client, cast):
    page = Reading(client.get("/themes/air-quality/"))
    assert texts(page.one("h1")) == "Air quality 空气质量"
    assert titles(page) == {
        "cases": ["Clean air zones that put equity first", "Planning for clean air"],
        "methods": ["Build the evidence base"],
        "lessons": ["Working together is slow but lasts"],
        "programmes": ["Urban Zones for Better Air"],
        "terms": ["Low-emission zone"],
    }
    assert [attribute(link, "href") for link in page.all("a", class_="more")] == [
        "/case-studies/?theme=air-quality",
        "/outcomes/?theme=air-quality",
        "/methods/?theme=air-quality",
        "/lessons/?kind=advice&kind=enabler&theme=air-quality",
        "/programmes/?theme=air-quality",
        "/glossary/?theme=air-quality",
    ]


def test_theme_counts_each_part_and_leads_to_exactly_that_list(client, cast):
    make.lesson("no-data", "barrier", case=cast.zone)
    page = Reading(client.get("/themes/air-quality/"))
    assert [texts(part) for part in page.all("li", page.one("ul", class_="summary-line"))] == [
        "Case studies 2",
        "Figures 3",
        "Methods 1",
        "Lessons 1",
        "Obstacles 1",
        "Programmes 1",
        "Terms 1",
    ]
    for link in page.all("a", class_="more"):
        found = Reading(client.get(attribute(link, "href"))).one("p", class_="results-count")
        assert texts(found).split()[0] == re.search(r"see all (\d+)", texts(link))[1]


def test_theme_names_the_methods_that_its_cases_used_with_those_cases(client, cast):
    page = Reading(client.get("/themes/air-quality/"))
    used = page.one(id="used")
    assert [texts(line) for line in page.all("li", used)] == [
        "Build the evidence base 2 case studies",
        "Win public support 2 case studies",
    ]
    assert [attribute(link, "href") for link in page.all("a", used)] == [
        "/case-studies/?theme=air-quality&method=build-evidence-base",
        "/case-studies/?theme=air-quality&method=win-public-support",
    ]


def test_obstacles_are_the_barriers_and_lessons_the_rest(client, cast):
    make.lesson("no-data", "barrier", case=cast.zone, **make.both("title", "No data"))
    page = Reading(client.get("/themes/clean-air-zones/"))
    assert [texts(title) for title in page.all("h3", page.one(id="obstacles"))] == ["No data"]
    assert [texts(title) for title in page.all("h3", page.one(id="lessons"))] == ["Working together is slow but lasts"]


def test_figures_of_a_theme_have_their_sources(client, cast):
    page = Reading(client.get("/themes/clean-air-zones/"))
    assert len(page.all("article", page.one(id="outcomes"))) == 2
    assert "Bogotá, Results" in texts(page.one(id="sources"))


def test_theme_leads_up_and_down(client, cast):
    page = Reading(client.get("/themes/air-quality/"))
    assert [texts(tag) for tag in page.all("a", page.one("ul", class_="tags"))] == ["Clean air zones 1"]
    page = Reading(client.get("/themes/clean-air-zones/"))
    assert texts(page.one("p", class_="crumbs")) == "Themes / Air quality"


def test_theme_hides_drafts_and_what_was_withdrawn(client, cast):
    page = Reading(client.get("/themes/transport/"))
    assert titles(page) == {
        "cases": ["Planning for clean air", "A campaign for a low emission zone"],
        "methods": ["Win public support"],
        "lessons": ["Ask people"],
    }


def test_theme_shows_the_first_six_cases_only(client, cast):
    for number in range(9):
        make.case(f"case-{number}", themes=[cast.cycling])
    page = Reading(client.get("/themes/cycling/"))
    assert len(page.all("article", page.one(id="cases"))) == 6


def test_theme_without_anything_says_so(client, db):
    make.theme("empty")
    assert "Nothing is tagged with this theme yet." in texts(Reading(client.get("/themes/empty/")).one("main"))


def test_unknown_theme_is_not_found(client, db):
    assert client.get("/themes/nothing/").status_code == 404

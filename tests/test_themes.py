"""A theme: the first of everything under it and the themes below it, with the way to all of it."""

from tests import factories as make
from tests.reading import Reading, attribute, texts


def test_theme_gathers_what_is_tagged_with_it_or_below(client, cast):
    page = Reading(client.get("/themes/air-quality/"))
    assert texts(page.one("h1")) == "Air quality 空气质量"
    assert page.titles == [
        "Clean air zones that put equity first",
        "Planning for clean air",
        "Build the evidence base",
        "Working together is slow but lasts",
        "Urban Zones for Better Air",
    ]
    assert [attribute(link, "href") for link in page.all("a", class_="more")] == [
        f"/{name}/?theme=air-quality" for name in ("case-studies", "methods", "lessons", "programmes")
    ]


def test_theme_leads_up_and_down(client, cast):
    page = Reading(client.get("/themes/air-quality/"))
    assert [texts(tag) for tag in page.all("a", page.one("ul", class_="tags"))] == ["Clean air zones 1"]
    page = Reading(client.get("/themes/clean-air-zones/"))
    assert texts(page.one("p", class_="crumbs")) == "Themes / Air quality"


def test_theme_hides_drafts_and_what_was_withdrawn(client, cast):
    page = Reading(client.get("/themes/transport/"))
    assert page.titles == [
        "Planning for clean air",
        "A campaign for a low emission zone",
        "Win public support",
        "Ask people",
    ]


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

"""The pages of the world and its regions, and what a page of a place gathers from below."""

import json

import pytest

from casestudies.models import Place
from tests import factories as make
from tests.api import SITE
from tests.downloads import Download
from tests.reading import Reading, attribute, texts
from tests.test_pages import both_languages

pytestmark = pytest.mark.once

REGION, WORLD = "/places/latin-america/", "/places/world/"


@pytest.fixture
def told(cast):
    """A figure of the world and one of Latin America, each with its passage."""
    for slug in ("world", "latin-america"):
        figure = make.outcome("emissions", place=Place.objects.get(slug=slug), accumulation="at-date")
        make.cite(cast.rio_all, f"{slug} 70%", outcome=figure)
    return cast


def crumb_to_region(client) -> str:
    page = Reading(client.get("/cities/bogota/"))
    return next(
        attribute(link, "href")
        for link in page.all("a", page.one("p", class_="crumbs"))
        if texts(link) == "Latin America"
    )


@both_languages
@pytest.mark.parametrize("path", [REGION, WORLD])
def test_address_of_a_figure_of_a_region_leads_to_it(client, told, prefix, path):
    page = Reading(client.get(f"{prefix}/outcomes/"))
    assert f"{prefix}{path}#outcome-emissions" in page.paths
    region = Reading(client.get(prefix + path))
    assert [
        texts(quote)[-3:]
        for quote in region.all("q", region.one(class_="note", inside=region.one(id="outcome-emissions")))
    ] == ["70%"]


def test_region_gathers_what_is_below_it(client, told):
    page = Reading(client.get(REGION))
    assert [texts(line) for line in page.all("li", page.one(id="parts"))] == [
        "Brazil 1 case study",
        "Colombia 1 case study",
    ]
    assert [texts(line) for line in page.all("li", page.one(id="cities"))] == [
        "Bogotá 1 case study",
        "Rio de Janeiro 1 case study",
    ]
    assert {"A campaign for a low emission zone", "Clean air zones that put equity first"} <= set(page.titles)
    world = Reading(client.get(WORLD))
    assert [texts(line) for line in world.all("li", world.one(id="parts"))] == [
        "Latin America 2 case studies",
        "South and West Asia 1 case study",
        "Africa 0 case studies",
    ]
    assert world.all(id="cities") == []


def test_many_countries_are_folded_after_those_with_most_cases(client, told):
    region = Place.objects.get(slug="latin-america")
    for number in range(19):
        make.place(f"island-{number}", "country", region)
    parts = (page := Reading(client.get(REGION))).one(id="parts")
    fold = page.one("details", parts)
    assert [texts(page.one("summary", fold)), len(page.all("li", fold))] == ["9 more Countries and areas", 9]
    assert [texts(line) for line in page.all("li", parts)][:3] == [
        "Brazil 1 case study",
        "Colombia 1 case study",
        "Island 0 0 case studies",
    ]


def test_links_to_a_region_lead_to_its_page(client, told):
    """Pages, linked data, API, sitemap, citations and downloads agree."""
    assert crumb_to_region(client) == REGION
    (graph,) = [
        json.loads(script.text)["@graph"]
        for script in Reading(client.get("/cities/bogota/")).all("script", type="application/ld+json")
    ]
    assert f'"{SITE}{REGION}"' in json.dumps(graph)
    assert client.get("/api/v1/places/latin-america/").json()["url"] == SITE + REGION
    assert client.get("/api/v1/cities/bogota/").json()["region"]["url"] == SITE + REGION
    sitemap = client.get("/sitemap-places.xml").content.decode()
    assert f"{SITE}{REGION}" in sitemap
    assert f"{SITE}{WORLD}" in sitemap
    assert client.get(f"{REGION}cite.bib").status_code == 200
    rows = Download(client.get("/outcomes.json")).json["rows"]
    assert {(row["link_en"], row["owner_link_en"]) for row in rows if row["key"] == "emissions"} == {
        (f"{SITE}{path}#outcome-emissions", SITE + path) for path in (REGION, WORLD)
    }


@both_languages
def test_region_of_which_nothing_is_held_yet_has_a_page_all_the_same(client, cast, prefix):
    page = Reading(client.get(f"{prefix}/places/africa/"))
    assert [texts(title) for title in page.all("h1")] == [{"": "Africa 非洲", "/zh-hans": "非洲 Africa"}[prefix]]


def test_draft_region_has_no_page_for_the_public(client, told):
    Place.objects.filter(slug="latin-america").update(state="draft")
    assert client.get(REGION).status_code == 404


def test_country_shows_figures_and_lessons_of_its_programmes_and_leads_to_them(client, cast):
    make.outcome("goal", programme=cast.zuma)
    make.lesson("persist", programme=cast.zuma)
    page = Reading(client.get("/places/colombia/"))
    figures = [attribute(page.all("a", figure)[-1], "href") for figure in page.all("li", class_="figure")]
    assert "/programmes/zuma/#outcome-goal" in figures
    assert len(figures) == 3
    assert [texts(title) for title in page.all("h3", page.one(id="lessons"))][0] == "Persist"
    city = Reading(client.get("/cities/bogota/"))  # where the programme is used, but not its jurisdiction
    assert len(city.all("li", class_="figure")) == 2


def test_figures_of_the_place_itself_are_all_shown_before_the_first_of_its_cases(client, cast):
    for at in range(14):
        make.outcome(f"own-{at:02}", place_id=cast.colombia.pk, order=at)
    page = Reading(client.get("/places/colombia/"))
    shown = [attribute(figure, "id") for figure in page.all("li", class_="figure")]
    assert shown == [f"outcome-own-{at:02}" for at in range(14)]
    assert "All 16 figures" in [texts(link) for link in page.all("a", class_="more")]

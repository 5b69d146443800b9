"""A programme: the named vehicle of action, who takes part, what came of it."""

import datetime

import pytest

from casestudies.models import Participation
from tests import factories as make
from tests.reading import Reading, attribute, texts
from tests.test_case_studies import glance

pytestmark = pytest.mark.once

ZUMA = "/programmes/zuma/"
YEAR_2023 = {
    "started": datetime.date(2023, 1, 1),
    "started_precision": "year",
    "ended": datetime.date(2023, 1, 1),
    "ended_precision": "year",
}


@pytest.fixture
def read(page_at):
    return lambda path=ZUMA: page_at(path)


def test_programme_card_says_what_it_is_where_and_since_when(read):
    assert texts(read("/programmes/").one("article", class_="card")) == (
        "Clean air zones Plan · Colombia Urban Zones for Better Air since 2022 1 case study"
    )


def test_programme_has_its_facts_and_its_public_cases(read):
    page = read()
    assert texts(page.one("h1")) == "Urban Zones for Better Air 改善空气城市区域"
    assert glance(page) == [("Jurisdiction", ["Colombia"]), ("When", ["since 2022"])]
    assert page.titles == ["Clean air zones that put equity first"]


def test_programme_says_who_takes_part_named_or_not(client, cast):
    Participation.objects.create(programme=cast.zuma, key="c40", organisation_id=cast.c40.pk, role="adviser")
    group = Participation.objects.create(
        programme=cast.zuma, key="cities", count=18, **make.both("group", "model cities", "示范城市")
    )
    hidden = make.place("hidden-land", "country", cast.latin_america, state="draft")
    group.group_places.set([cast.brazil.pk, cast.india.pk, hidden.pk])
    Participation.objects.create(programme=cast.zuma, key="hidden", organisation=cast.hidden_fund)
    make.cite(cast.rio_all, "18 个城市", participation=group)
    page = Reading(client.get(ZUMA))
    lines = [texts(line).partition(" 1 ")[0] for line in page.all("li", page.one(id="participations"))]
    assert lines == ["C40 Cities Climate Leadership Group adviser", "18 model cities in Brazil ; India participant"]
    assert texts(page.one("q", page.one(id="participation-cities"))) == "18 个城市"


def test_those_who_take_part_stand_by_region_bodies_first(client, cast):
    for place in (cast.rio, cast.bengaluru, cast.bogota):
        Participation.objects.create(programme=cast.zuma, key=place.slug, place_id=place.pk)
    Participation.objects.create(programme=cast.zuma, key="asia", place=cast.asia)
    Participation.objects.create(programme=cast.zuma, key="c40", organisation_id=cast.c40.pk)
    part = (page := Reading(client.get(ZUMA))).one(id="participations")
    assert [texts(heading) for heading in page.all("h3", part)] == ["Latin America 2", "South and West Asia 2"]
    assert [[line.get("id") for line in page.all("li", of_region)] for of_region in page.all("ul", part)] == [
        ["participation-c40"],
        ["participation-bogota", "participation-rio-de-janeiro"],
        ["participation-bengaluru", "participation-asia"],
    ]


def test_whom_a_programme_binds_has_a_mark(client, cast):
    make.programme("law", kind="law-or-policy", **make.both("binds", "Large towns", "大城镇"))
    law = make.Programme.objects.get(slug="law")
    make.cite(cast.rio_all, "两万居民以上", "binds", programme=law)
    page = Reading(client.get("/programmes/law/"))
    assert [texts(quote) for quote in page.all("q", page.one(id="binds"))] == ["两万居民以上"]
    assert [citation["text"] for citation in client.get("/api/v1/programmes/law/").json()["citations"]] == ["binds"]


def test_programme_links_what_it_is_part_of_and_what_it_contains(client, cast):
    whole = make.programme("whole")
    cast.zuma.parent = whole
    cast.zuma.save()
    make.programme("part", parent=cast.zuma)
    make.programme("hidden-part", parent=cast.zuma, state="draft")
    page = Reading(client.get(ZUMA))
    assert dict(glance(page))["Part of"] == ["Whole"]
    assert [texts(link) for link in page.all("a", page.one(id="parts"))] == ["Part"]


def test_parts_of_a_programme_stand_by_stage_with_where_and_who(client, cast):
    running = make.programme(
        "running", parent=cast.zuma, status="under-way", kind="project", jurisdictions=[cast.brazil]
    )
    make.programme("idea", parent=cast.zuma, status="proposed", **YEAR_2023)
    make.programme("unclear", parent=cast.zuma)
    Participation.objects.create(programme=running, key="fund", organisation=cast.fund, role="funder")
    Participation.objects.create(programme=running, key="rio", place_id=cast.rio.pk)
    group = make.both("group", "towns", "城镇")
    Participation.objects.create(programme=running, key="towns", count=8, role="host", **group)
    Participation.objects.create(programme=running, key="hidden", organisation=cast.hidden_fund)
    parts = (page := Reading(client.get(ZUMA))).one(id="parts")
    assert texts(page.one("h2", parts)) == "Contains 3 programmes"
    assert [texts(heading) for heading in page.all("h3", parts)] == ["Proposed 1", "Under way 1", "Stage not said 1"]
    assert [texts(line) for line in page.all("li", parts)] == [
        "2023 Idea programme",
        "Running project Brazil ; Rio de Janeiro , Brazil Clean Air Fund (funder); 8 towns (host)",
        "Unclear programme",
    ]
    assert [texts(line) for line in page.all("p", parts)] == ["1 undated", "1 undated"]
    assert page.all("svg", parts) == []  # one date alone makes no scale


def test_parts_and_their_events_are_drawn_on_one_scale(client, cast):
    for year in (2020, 2024):
        years = {"started": datetime.date(year, 1, 1), "started_precision": "year"}
        make.programme(f"since-{year}", parent=cast.zuma, **years)
    cast.forum.programmes.add(cast.zuma)
    parts = (page := Reading(client.get(ZUMA))).one(id="parts")
    events = page.one("div", parts, id="parts-events")
    assert texts(page.one("li", events)) == "May 2023 Clean Air Forum forum Bogotá , Colombia"
    assert [
        (line.find(".//{*}rect").get("class"), float(line.find(".//{*}rect").get("x")))
        for line in page.all("li", parts)
    ] == [("is-open", 0), ("is-open", pytest.approx(72.7, abs=0.1)), (None, pytest.approx(60.5, abs=0.1))]


def test_programme_shows_figures_and_lessons_of_its_own(client, cast):
    make.outcome("zones", programme=cast.zuma)
    make.lesson("own", programme=cast.zuma)
    page = Reading(client.get(ZUMA))
    assert [attribute(figure, "id") for figure in page.all("li", class_="figure")] == ["outcome-zones"]
    assert [attribute(lesson, "id") for lesson in page.all("li", class_="lesson")] == ["lesson-own"]


def test_programme_with_many_cases_shows_the_newest_and_leads_to_all(client, cast):
    for at in range(12):
        make.case(f"case-{at}", [cast.bogota], programmes=[cast.zuma])
    page = Reading(client.get(ZUMA))
    assert len(page.all("article", page.one(id="cases"), class_="card")) == 12
    assert {texts(link): attribute(link, "href") for link in page.all("a", class_="more")} == {
        "All 13 case studies": "/case-studies/?programme=zuma"
    }


@pytest.mark.everywhere
def test_programme_is_found_by_its_places_and_by_those_that_take_part(client, cast):
    Participation.objects.create(programme=cast.zuma, key="rio", place_id=cast.rio.pk)
    for query in ("country=colombia", "country=brazil", "city=rio-de-janeiro", "region=latin-america"):
        assert Reading(client.get(f"/programmes/?{query}")).paths == [ZUMA]
    assert Reading(client.get("/programmes/?city=bogota")).paths == []


@pytest.mark.everywhere
def test_figures_and_lessons_are_found_by_who_takes_part_in_their_programme(client, cast):
    make.outcome("goal", programme=cast.zuma)
    make.lesson("persist", programme=cast.zuma)
    other = make.organisation("other")
    for address in ("/outcomes/?organisation=other", "/lessons/?organisation=other"):
        assert Reading(client.get(address)).paths == []
    Participation.objects.create(programme=cast.zuma, key="other", organisation=other)
    assert Reading(client.get("/outcomes/?organisation=other")).paths == [f"{ZUMA}#outcome-goal"]
    assert Reading(client.get("/lessons/?organisation=other")).paths == ["/lessons/programme/zuma/persist/"]

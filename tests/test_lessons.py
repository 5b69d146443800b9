"""A lesson: what helped, what stood in the way, what is advised; with where it was learned."""

import pytest

from tests import factories as make
from tests.downloads import Download
from tests.reading import Reading, attribute, texts
from tests.test_case_studies import glance

pytestmark = pytest.mark.once

SLOW = "/lessons/case/bogota-clean-air-zone/slow-but-lasting/"


@pytest.fixture
def read(page_at):
    return lambda path=SLOW: page_at(path)


def test_lesson_card_says_its_kind_and_where_it_was_learned(read):
    cards = [texts(card) for card in read("/lessons/").all("article", class_="card")]
    assert cards == [
        "Advice Ask people Bengaluru , India · Planning for clean air",
        "What helped Working together is slow but lasts Bogotá , Colombia · Clean air zones that put equity first",
    ]


def test_lesson_has_its_text_its_mark_and_its_origin(read):
    page = read()
    assert texts(page.one("h1")) == "Working together is slow but lasts"
    assert texts(page.one(class_="prose")) == "Slow but lasting, and why."
    assert [texts(quote) for quote in page.all("q")] == ["慢而持久"]
    assert glance(page) == [
        ("Learned in", ["Clean air zones that put equity first"]),
        ("City", ["Bogotá"]),
        ("Themes editorial", ["Clean air zones"]),
    ]


def test_lesson_leads_to_others_on_its_themes_but_not_to_hidden_ones(client, cast):
    more = make.lesson("more", case=cast.plan, themes=[cast.transport])
    page = Reading(client.get("/lessons/case/bengaluru-plan/ask-people/"))
    assert page.paths == [more.get_absolute_url()]


def test_lesson_without_themes_has_those_of_its_case_on_its_page_in_lists_and_files(client, cast):
    cast.ask.themes.clear()
    address = "/lessons/case/bengaluru-plan/ask-people/"
    page = Reading(client.get(address))
    assert [attribute(link, "href") for link in page.all("a", page.one("dl"))][-2:] == [
        "/themes/air-quality/",
        "/themes/cycling/",
    ]
    for theme in ("air-quality", "cycling", "transport"):
        assert address in Reading(client.get(f"/lessons/?theme={theme}")).paths
    assert Reading(client.get("/lessons/")).counts("theme") == {
        "air-quality": 2,
        "clean-air-zones": 1,
        "transport": 1,
        "cycling": 1,
    }
    row = next(row for row in Download(client.get("/lessons.csv")).csv if row["key"] == "ask-people")
    assert row["themes"] == "air-quality; cycling"


def test_lesson_with_a_theme_of_its_own_has_none_of_its_case(client, cast):
    assert Reading(client.get("/lessons/?theme=cycling")).paths == []
    row = next(row for row in Download(client.get("/lessons.csv")).csv if row["key"] == "ask-people")
    assert row["themes"] == "transport"


@pytest.mark.parametrize("kind", ["programme", "method", "organisation"])
def test_lesson_of_a_programme_method_or_organisation_has_a_page_below_it(client, cast, kind):
    owner = {"programme": cast.zuma, "method": cast.evidence, "organisation": cast.fund}[kind]
    lesson = make.lesson("own", **{kind: owner})
    address = lesson.get_absolute_url()
    assert address == f"/lessons/{kind}/{owner.slug}/own/"
    page = Reading(client.get(address))
    assert texts(page.one("h1")) == "Own"
    assert [attribute(link, "href") for link in page.all("a", page.one("dl"))] == [owner.get_absolute_url()]


@pytest.mark.parametrize("kind", ["principle", "argument"])
def test_network_shows_its_principles_and_arguments_with_their_marks(client, cast, read_api, kind):
    """The three factors of a network; its address has the name of the relation, as the key of the citation has."""
    own = make.lesson("three-factors", kind, organisation_id=cast.c40.pk)
    make.cite(cast.rio_all, "三个因素", lesson=own)
    address = "/lessons/organisation/c40/three-factors/"
    page = Reading(client.get("/networks/c40/"))
    shown = page.one("li", id="lesson-three-factors")
    assert texts(page.one("p", shown, class_="kind")) == kind.capitalize()
    assert [texts(quote) for quote in page.all("q", shown)] == ["三个因素"]
    assert attribute(page.all("a", page.one("h3", shown))[0], "href") == own.get_absolute_url() == address
    assert dict(glance(Reading(client.get(address))))["Learned in"] == ["C40 Cities Climate Leadership Group"]

    found = read_api("lessons/organisation/c40/three-factors/")
    assert (found["kind"], found["owner"]["kind"], found["owner"]["slug"]) == (kind, "organisation", "c40")
    assert [lesson["key"] for lesson in read_api("networks/c40/")["lessons"]] == ["three-factors"]
    of_c40 = {"ask-people", "slow-but-lasting", "three-factors"}  # two of cases that it has a part in
    assert {lesson["key"] for lesson in read_api("lessons/?organisation=c40")["results"]} == of_c40
    rows = Download(client.get("/lessons.json")).json["rows"]
    row = next(row for row in rows if row["key"] == "three-factors")
    assert (row["owner_kind"], row["owner"]) == ("organisation", "c40")


def test_lesson_of_a_programme_is_where_the_programme_applies(client, cast, read):
    make.lesson("persist", programme=cast.zuma)
    cast.zuma.level = "national"
    cast.zuma.save()
    cast.zuma.jurisdictions.add(make.place("hidden-land", "country", cast.latin_america, state="draft"))
    for query in ("level=national", "kind=enabler&country=colombia"):
        assert "/lessons/programme/zuma/persist/" in read(f"/lessons/?{query}").paths
    rows = {row["key"]: row for row in Download(client.get("/lessons.csv?level=national")).csv}
    assert rows["persist"]["countries"] == "colombia"

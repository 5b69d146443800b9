"""A lesson: what helped, what stood in the way, what is advised; with where it was learned."""

import pytest

from tests import factories as make
from tests.reading import Reading, attribute, texts
from tests.test_case_studies import glance

SLOW = "/lessons/case/bogota-clean-air-zone/slow-but-lasting/"


@pytest.fixture
def read(client, cast):
    return lambda path=SLOW: Reading(client.get(path))


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


@pytest.mark.parametrize("kind", ["programme", "method"])
def test_lesson_of_a_programme_or_method_has_a_page_below_it(client, cast, kind):
    owner = {"programme": cast.zuma, "method": cast.evidence}[kind]
    lesson = make.lesson("own", **{kind: owner})
    address = lesson.get_absolute_url()
    assert address == f"/lessons/{kind}/{owner.slug}/own/"
    page = Reading(client.get(address))
    assert texts(page.one("h1")) == "Own"
    assert [attribute(link, "href") for link in page.all("a", page.one("dl"))] == [owner.get_absolute_url()]

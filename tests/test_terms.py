"""A term of the glossary: its words, what a source says of it, what it tags."""

from urllib.parse import urlencode

import pytest

from casestudies.admin.publication import missing
from tests import factories as make
from tests.downloads import Download
from tests.reading import Reading, attribute, texts
from tests.test_case_studies import glance

pytestmark = pytest.mark.once

ZONE = "/glossary/low-emission-zone/"


@pytest.fixture
def read(client, cast):
    """With a broader term, two narrower ones of which one is hidden, and other ways to write it."""
    cast.term.broader = make.term("zone", **make.both("name", "Zone", "区域"))
    cast.term.save()
    make.term("zero-emission-zone", broader=cast.term)
    make.term("hidden-zone", broader=cast.term, state="draft")
    cast.term.variants.create(language="en", kind="abbreviation", text="LEZ")
    cast.term.variants.create(language="zh-hans", text="低排区")
    return lambda path=ZONE: Reading(client.get(path))


@pytest.mark.everywhere
@pytest.mark.parametrize("text", ["lez", "LEZ", "低排区", "low lez", "低排放区"])
def test_term_is_found_by_every_way_to_write_it(read, text):
    assert read(f"/glossary/?{urlencode({'q': text})}").paths == [ZONE]


def test_definition_of_ours_is_marked_as_such_and_needs_no_citation(read, client, cast):
    note = "Written by our editors: no source defines the term."
    assert note not in texts(read().one("main"))
    cast.term.is_editorial = True
    cast.term.save()
    assert missing(cast.term) == ["Definition: marked as ours, but cited"]
    cast.term.citations.all().delete()
    assert missing(cast.term) == []
    cast.term.is_editorial = False
    assert missing(cast.term) == ["Definition: no citation"]
    cast.term.is_editorial = True
    assert missing(cast.term) == []
    assert note in texts(read().one("main"))
    assert client.get("/api/v1/glossary/low-emission-zone/").json()["is_editorial"] is True
    rows = Download(client.get("/glossary.json")).json["rows"]
    assert [row["is_editorial"] for row in rows if row["slug"] == "low-emission-zone"] == [True]


def test_term_has_its_definition_with_its_mark(read):
    page = read()
    assert texts(page.one("h1")) == "Low-emission zone 低排放区"
    definition = page.one(id="definition")
    assert texts(page.one(class_="prose", inside=definition)) == "Where the dirtiest vehicles may not go."
    assert [texts(quote) for quote in page.all("q", definition)] == ["低排放区"]


def test_term_has_its_words_its_place_among_the_others_and_what_it_tags(read):
    page = read()
    assert glance(page) == [
        ("Broader term", ["Zone"]),
        ("Narrower terms", ["Zero emission zone"]),
        ("Also called", ["LEZ abbreviation", "低排区"]),
        ("Themes editorial", ["Clean air zones"]),
    ]
    assert [attribute(word, "lang") for word in page.all("span", page.one("dl", class_="facts"), lang=None)] == [
        "en",
        "zh-Hans",
    ]


def test_card_says_what_it_falls_under_what_it_is_and_what_it_tags(read):
    card = read("/glossary/?theme=air-quality").one("article", class_="card")
    assert texts(card) == "Zone Low-emission zone Where the dirtiest vehicles may not go. Clean air zones"


def test_api_and_files_have_what_a_term_tags(client, read, read_api):
    assert [theme["slug"] for theme in read_api("glossary/low-emission-zone/")["themes"]] == ["clean-air-zones"]
    (row,) = Download(client.get("/glossary.json?theme=clean-air-zones")).json["rows"]
    assert (row["slug"], row["themes"], row["variants"], row["broader"]) == (
        "low-emission-zone", ["clean-air-zones"], ["LEZ", "低排区"], "zone",
    )  # fmt: skip

"""Practices that moved: the table of them, the page of each, and where they stand on the pages at both ends."""

import datetime
from urllib.parse import quote

import pytest
from django.conf import settings

from tests import factories as make
from tests.downloads import Download
from tests.reading import Reading, attribute, texts

pytestmark = pytest.mark.once

TO_RIO = "/transfers/to-rio/"


@pytest.fixture
def moved(cast):
    """Beside the advice of the cast: a zone went from Bogotá to three places in 2023, and on to 18 cities."""
    zones = make.transfer(
        "to-rio",
        from_place_id=cast.bogota.pk,
        to_place_id=cast.rio.pk,
        date=datetime.date(2023, 1, 1),
        date_precision="year",
        **make.both("what", "Clean air zones", "清洁空气区"),
    )
    zones.to_further.set([cast.karnataka.pk])
    make.cite(cast.rio_all, "借鉴波哥大", transfer=zones)
    make.transfer("onwards", from_case=cast.zone, to_count=18, **make.both("to_group", "Brazilian cities", "巴西城市"))
    return zones


@pytest.fixture
def read(client, moved):
    return lambda path: Reading(client.get(path))


def rows(page: Reading) -> list[list[str]]:
    """The cells, without their source marks."""
    return [[texts(cell).split(" 1 ")[0].split(" 2 ")[0] for cell in row] for row in page.all("tr", page.one("tbody"))]


def test_table_has_both_ends_what_moved_and_how_the_latest_first(read):
    page = read("/transfers/")
    assert [texts(head) for head in page.all("th", page.one("thead"))] == [
        "From", "To", "What moved", "How", "When",
    ]  # fmt: skip
    advice, zones, onwards = rows(page)
    assert advice[:2] == ["Bengaluru , Clean Air Fund", "Rio de Janeiro , Urban Zones for Better Air"]
    assert advice[2:] == ["Advice on sensors", "Advised", "2024"]
    assert zones == ["Bogotá", "Rio de Janeiro , Karnataka", "Clean air zones", "Adapted", "2023"]
    assert onwards == ["Clean air zones that put equity first", "18 Brazilian cities", "Onwards", "Adapted", ""]
    assert [texts(quote) for quote in page.all("q")] == ["传感器建议", "借鉴波哥大"]


@pytest.mark.everywhere
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("city=bogota", ["to-rio"]),
        ("region=south-and-west-asia", ["advice", "to-rio"]),
        ("country=india&manner=adapted", ["to-rio"]),
        ("q=sensors", ["advice"]),
        ("q=rio", ["advice", "to-rio"]),
        ("q=karnataka+zones", ["to-rio"]),
        ("q=equity", ["onwards"]),
        (f"q={quote('巴西城市')}", ["onwards"]),
        ("q=boats", []),
        ("sort=what", ["advice", "to-rio", "onwards"]),
    ],
)
def test_transfers_are_found_by_what_stands_at_either_end(client, moved, query, found):
    page = Reading(client.get(f"/transfers/?{query}", follow=True))
    assert page.paths == [f"/transfers/{key}/" for key in found]


@pytest.mark.parametrize("query", ["manner=bought", "city=atlantis", "colour=red", "sort=key", "q=a&q=b"])
def test_bad_question_is_refused_with_what_to_change(client, moved, query):
    assert client.get(f"/transfers/?{query}").status_code == 400


def test_page_of_a_transfer_has_both_ends_how_when_and_its_proof(read):
    page = read(TO_RIO)
    assert texts(page.one("h1")) == "Bogotá → to Rio de Janeiro , Karnataka"
    lead = page.one("p", class_="lead")
    assert texts(lead).startswith("Clean air zones")
    assert [texts(quote) for quote in page.all("q", lead)] == ["借鉴波哥大"]
    glance = page.one("dl", class_="facts")
    assert [texts(value) for value in page.all("dd", glance)] == [
        "Bogotá", "Rio de Janeiro , Karnataka", "Adapted", "2023",
    ]  # fmt: skip


def test_heading_names_a_place_without_the_case_beside_it(client, cast, moved):
    case = make.case("rio-zones", title_en="Rio: clean air zones", places=[cast.rio])
    make.transfer("told", from_place_id=cast.bogota.pk, to_place_id=cast.rio.pk, to_case_id=case.pk)
    page = Reading(client.get("/transfers/told/"))
    assert texts(page.one("h1")) == "Bogotá → to Rio de Janeiro"
    assert texts(page.all("dd", page.one("dl", class_="facts"))[1]) == "Rio de Janeiro , Rio: clean air zones"


def test_page_of_a_transfer_is_in_chinese_too(read):
    page = read("/zh-hans/transfers/to-rio/")
    assert texts(page.one("p", class_="lead")).startswith("清洁空气区")


def test_page_leads_to_others_with_an_end_in_common(client, cast, moved):
    make.transfer("elsewhere", from_organisation_id=cast.c40.pk, to_place_id=cast.bengaluru.pk)
    page = Reading(client.get(TO_RIO))
    links = [attribute(link, "href") for link in page.all("a", page.one(id="others"))]
    assert [link for link in links if link.startswith("/transfers/")] == ["/transfers/advice/"]


@pytest.mark.parametrize("key", ["boats", "nothing"])
def test_transfer_to_a_draft_has_no_page(client, moved, key):
    assert client.get(f"/transfers/{key}/").status_code == 404
    assert client.get(f"/transfers/{key}/cite.bib").status_code == 404


def test_page_takes_no_parameters(client, moved):
    assert client.get(f"{TO_RIO}?colour=red").status_code == 400
    assert client.get(f"{TO_RIO}cite.ris?fact=x").status_code == 400


def test_transfer_can_be_cited_with_the_document_that_proves_it(client, moved):
    lines = client.get(f"{TO_RIO}cite.ris").content.decode().splitlines()
    assert [line for line in lines if line.startswith("TI")] == [
        "TI  - Bogotá → Rio de Janeiro: Clean air zones",
        "TI  - 城市清洁空气 [Clean air in cities]",
    ]
    assert f"UR  - {settings.SITE_URL}{TO_RIO}" in lines
    box = (page := Reading(client.get(TO_RIO))).one(id="cite")
    assert f"{TO_RIO}cite.ris" in [attribute(link, "href") for link in page.all("a", box)]


def test_sitemap_and_feed_have_the_public_ones(client, moved):
    sitemap = client.get("/sitemap-transfers.xml").content.decode()
    assert [f"/transfers/{key}/" in sitemap for key in ("to-rio", "advice", "boats")] == [True, True, False]
    feed = client.get("/transfers.atom").content.decode()
    assert "<title>Bogotá → Rio de Janeiro: Clean air zones</title>" in feed
    assert "boats" not in feed


def test_file_has_the_ends_in_columns_and_the_places_of_both(client, moved):
    advice, zones, onwards = Download(client.get("/transfers.json")).json["rows"]
    assert (advice["from_place"], advice["from_organisation"], advice["to_programme"]) == (
        "bengaluru", "clean-air-fund", "zuma",
    )  # fmt: skip
    assert zones["to_further"] == ["karnataka"]
    assert zones["places"] == ["bogota", "rio-de-janeiro", "karnataka"]
    assert (onwards["from_case"], onwards["to_count"], onwards["places"]) == ("bogota-clean-air-zone", 18, [])


def test_city_has_what_it_learned_apart_from_what_it_passed_on(client, cast, moved):
    make.transfer("to-bogota", from_place_id=cast.rio.pk, to_place_id=cast.bogota.pk)
    page = Reading(client.get("/cities/bogota/"))
    section = page.one(id="transfers")
    assert [texts(heading) for heading in page.all("h3", section)] == ["Learned from others", "Passed on to others"]
    learned, passed_on = page.all("ul", section)
    assert [line.get("id") for line in page.all("li", learned)] == ["transfer-to-bogota"]
    assert [line.get("id") for line in page.all("li", passed_on)] == ["transfer-to-rio"]


def test_passage_leads_to_the_page_of_the_transfer(read):
    page = read("/sources/c40-clean-air/")
    assert TO_RIO in [attribute(link, "href") for link in page.all("a", page.one(id="rio"))]

"""A source: its passages in order, each with every fact drawn from it that is public."""

import pytest

from tests import factories as make
from tests.reading import Reading, attribute, texts
from tests.test_case_studies import glance

pytestmark = pytest.mark.once

SOURCE = "/sources/c40-clean-air/"


@pytest.fixture
def read(page_at):
    return lambda path=SOURCE: page_at(path)


def test_source_card_says_who_published_it_when_and_how_many_passages(read):
    assert texts(read("/sources/").one("article", class_="card")) == (
        "Document · C40 Cities Climate Leadership Group · 2024 Clean air in cities 4 passages"
    )


def test_source_has_its_facts(read):
    assert glance(read()) == [
        ("Publisher", ["C40 Cities Climate Leadership Group"]),
        ("Date", ["2024"]),
        ("Language", ["Simplified Chinese"]),
        ("Passages", ["4"]),
    ]


def test_passages_stand_in_the_order_of_the_document(read):
    page = read()
    assert [attribute(passage, "id") for passage in page.all("li", class_="passage")] == [
        "bogota-results",
        "bogota-approach",
        "rio",
        "bengaluru",
    ]


def kinds(page, passage):
    """The facts of a passage by kind: title and number → the facts."""
    groups = page.all("div", page.one(id=passage), class_="drawn-kind")
    return {texts(page.one("h4", group)): [texts(fact) for fact in page.all("li", group)] for group in groups}


def test_facts_of_a_passage_stand_by_kind_each_with_its_phrases(read):
    page = read()
    assert kinds(page, "bogota-results") == {
        "Figures 2": [
            "1 zones: Clean air zones Clean air zones that put equity first 首个 ZUMA 位于博萨区 于 2023 年 9 月启动",
            "−65.9 %: PM2.5 Clean air zones that put equity first 下降 65.9%",
        ],
        "Case studies 1": ["Clean air zones that put equity first background 首个区域"],
        "Events 1": ["Clean Air Forum summary 清洁空气论坛"],
    }
    assert list(kinds(page, "bogota-approach")) == ["Steps 1", "Lessons 1"]
    assert "Evidence (about 9 months)" in kinds(page, "bogota-approach")["Steps 1"][0]


def test_source_counts_its_facts_by_kind_and_one_of_two_passages_once(client, cast):
    make.cite(cast.bogota_approach, "于 9 月启动", outcome=cast.first_zone)
    make.cite(cast.bogota_results, "设立了区域", part="summary", case=cast.zone)
    counts = Reading(client.get(SOURCE)).one("ul", class_="summary-line")
    assert texts(counts) == (
        "Figures 3 Steps 3 Lessons 2 Case studies 1 Practices that moved 1 Events 1 Terms 1 Memberships 1"
    )


def test_texts_of_a_record_stand_together_each_with_a_link_to_it(client, cast):
    make.cite(cast.bogota_results, "设立了区域", part="summary", case=cast.zone)
    page = Reading(client.get(SOURCE))
    assert kinds(page, "bogota-results")["Case studies 1"] == [
        "Clean air zones that put equity first background 首个区域 summary 设立了区域"
    ]


def test_memberships_are_folded_and_a_long_list_after_its_first(client, cast):
    for number in range(9):
        make.cite(cast.bogota_results, f"第{number}条", lesson=make.lesson(f"lesson-{number}", case=cast.zone))
    make.cite(cast.bogota_results, "波哥大是成员", membership=cast.c40.memberships.get())
    page = Reading(client.get(SOURCE))
    passage = page.one(id="bogota-results")
    lessons, members = page.all("details", passage)
    assert [texts(page.one("summary", lessons)), len(page.all("li", lessons))] == [
        "3 more Lessons, Bogotá, Results",
        3,
    ]
    assert texts(page.one("summary", members)) == "Show them Memberships, Bogotá, Results"
    assert list(kinds(page, "bogota-results"))[-1] == "Memberships 1"


def test_phrases_are_in_the_language_of_the_document(client, cast):
    cast.source.language = "en"
    cast.source.save()
    assert {attribute(quote, "lang") for quote in Reading(client.get(SOURCE)).all("q")} == {"en"}


def test_draft_shows_on_no_passage_and_one_without_facts_says_so(client, cast):
    for record in (cast.campaign, cast.term):
        record.state = "draft"
        record.save()
    page = Reading(client.get(SOURCE))
    assert texts(page.one("p", page.one(id="rio"))) == "No fact is drawn from it."


def test_passage_of_a_withdrawn_source_proves_nothing(client, cast):
    cast.source.state = "withdrawn"
    cast.source.save()
    page = Reading(client.get("/case-studies/bogota-clean-air-zone/"))
    assert page.all("button", class_="mark") == []
    assert page.all(id="sources") == []


def test_source_without_passages_says_so(client, db):
    make.source("leaflet")
    assert "Its passages are not listed yet." in texts(Reading(client.get("/sources/leaflet/")).one("main"))


def parted(cast):
    """Bogotá's passages in a part of their own, the others in none."""
    americas = make.part(cast.source, "americas", title_en="The Americas")
    make.part(cast.source, "annex", title_en="Annex")
    cast.source.passages.filter(slug__startswith="bogota").update(part=americas)


def test_long_document_lists_its_parts_with_their_passages_and_figures(client, cast):
    parted(cast)
    page = Reading(client.get(SOURCE))
    parts = page.all("li", page.one("ol", class_="doors"))
    assert [texts(part) for part in parts] == ["The Americas 2 passages, 2 figures", "Annex 0 passages, 0 figures"]
    assert attribute(page.one("a", parts[0]), "href") == f"{SOURCE}americas/"
    assert [attribute(passage, "id") for passage in page.all("li", class_="passage")] == ["rio", "bengaluru"]


def test_part_shows_its_passages_in_order_and_the_way_to_the_others(client, cast):
    parted(cast)
    page = Reading(client.get(f"{SOURCE}americas/"))
    passages = [attribute(passage, "id") for passage in page.all("li", class_="passage")]
    assert passages == ["bogota-results", "bogota-approach"]
    ways = page.one("ul", page.one("nav", class_="column-side"))
    assert texts(page.one("b", ways)) == "The Americas"
    assert attribute(page.one("a", ways), "href") == f"{SOURCE}annex/"
    assert "Its passages are not listed yet." in texts(Reading(client.get(f"{SOURCE}annex/")).one("main"))


def test_mark_leads_to_the_part_that_its_passage_is_in(client, cast):
    parted(cast)
    page = Reading(client.get("/case-studies/bogota-clean-air-zone/"))
    notes = {attribute(page.one("a", note), "href") for note in page.all("span", class_="note")}
    assert f"{SOURCE}americas/#bogota-results" in notes


@pytest.mark.parametrize("path", [f"{SOURCE}europe/", "/sources/leaflet/americas/", f"{SOURCE}americas/?page=2"])
def test_part_that_is_not_there_says_so(client, cast, path):
    parted(cast)
    assert client.get(path).status_code == (400 if "?" in path else 404)


def test_part_of_a_withdrawn_source_is_gone(client, cast):
    parted(cast)
    cast.source.state = "withdrawn"
    cast.source.save()
    assert client.get(f"{SOURCE}americas/").status_code == 410

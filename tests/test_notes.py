"""Marks behind a fact open its sources, and what our editors say about it."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests import factories as make
from tests.cast import build
from tests.factories import both
from tests.lists import both_languages
from tests.reading import Reading, attribute, texts

pytestmark = pytest.mark.once

ZONE = "/case-studies/bogota-clean-air-zone/"
NOTED = both("editors_note", "Announced, we read as launched.", "原文为宣布，按启动理解。")
TEMPLATES = settings.BASE_DIR / "templates" / "casestudies"
PHONE = {"width": 390, "height": 844}


def opened_by(page: Reading, mark):
    return page.one(id=attribute(mark, "popovertarget"))


def noted(record):
    for name, value in NOTED.items():
        setattr(record, name, value)
    record.save()


def test_note_gives_fact_phrases_with_their_language_document_and_place(page_at):
    page = page_at(ZONE)
    (mark,) = page.all("button", page.one(id="outcome-first-zone"), class_="mark")
    note = opened_by(page, mark)
    assert texts(note) == (
        "First zone in one sentence. Clean air in cities , C40 , 2024 1 Bogotá, Results "
        "In the original, in Simplified Chinese 首个 ZUMA 位于博萨区 于 2023 年 9 月启动 "
        "All facts from this passage"
    )
    assert [attribute(quote, "lang") for quote in page.all("q", note)] == ["zh-Hans", "zh-Hans"]


def test_all_passages_of_a_fact_stand_in_one_note_that_each_of_its_marks_opens(client, cast):
    make.cite(cast.bogota_approach, "博萨区", outcome=cast.first_zone)
    page = Reading(client.get(ZONE))
    marks = page.all("button", page.one(id="outcome-first-zone"), class_="mark")
    assert [texts(mark) for mark in marks] == ["1", "2"]
    assert {attribute(mark, "popovertarget") for mark in marks} == {attribute(opened_by(page, marks[0]), "id")}
    places = page.all("span", opened_by(page, marks[1]), class_="note-locator")
    assert [texts(place) for place in places] == ["Bogotá, Results", "Bogotá, Approach"]
    assert len(page.all("cite", opened_by(page, marks[0]))) == 1


def test_many_passages_end_in_a_mark_with_the_number_of_those_after_the_third(client, cast):
    for number in range(5):
        make.cite(make.passage(cast.rio_all.source, f"more-{number}"), "博萨区", outcome=cast.first_zone)
    page = Reading(client.get(ZONE))
    marks = page.one("span", page.one(id="outcome-first-zone"), class_="marks")
    assert [len(marks), texts(marks[-1])] == [7, "+3 more sources"]
    assert len({attribute(mark, "popovertarget") for mark in marks}) == 1


@pytest.mark.django_db(transaction=True)
def test_on_a_screen_three_of_many_marks_stand_beside_that_number(new_page):
    cast = build()
    for number in range(5):
        make.cite(make.passage(cast.rio_all.source, f"more-{number}"), "博萨区", outcome=cast.first_zone)
    page = new_page()
    page.goto(ZONE)
    marks = page.locator("#outcome-first-zone .mark:visible")
    expect(marks).to_have_count(4)
    expect(marks.last).to_have_accessible_name("+3 more sources")
    marks.last.click()
    expect(page.locator("#outcome-first-zone .note")).to_be_visible()


def test_note_of_a_text_does_not_repeat_the_text(page_at):
    page = page_at(ZONE)
    (mark,) = page.all("button", page.one(id="background"), class_="mark")
    assert texts(page.one("span", opened_by(page, mark), class_="note-words")) == ""


@both_languages
def test_mark_behind_the_sources_of_a_fact_opens_the_editors_note(client, cast, language):
    noted(cast.first_zone)
    page = Reading(client.get(f"/zh-hans{ZONE}" if language == "zh-hans" else ZONE))
    mark = page.one("button", page.one(id="outcome-first-zone"), class_="mark-note")
    words = {
        "en": ("note", "Editor’s note", "Editor’s note Announced, we read as launched."),
        "zh-hans": ("编者按", "编者按", "编者按 原文为宣布，按启动理解。"),
    }
    assert (texts(mark), attribute(mark, "aria-label"), texts(opened_by(page, mark))) == words[language]


def test_editors_note_in_the_other_language_says_so(client, cast):
    cast.first_zone.editors_note_zh_hans = "原文为宣布，按启动理解。"
    cast.first_zone.save()
    page = Reading(client.get(ZONE))
    note = opened_by(page, page.one("button", class_="mark-note"))
    assert attribute(page.one("div", note, lang=None), "lang") == "zh-Hans"
    assert texts(note) == "Editor’s note in Chinese 原文为宣布，按启动理解。"


def test_note_of_a_record_stands_behind_its_first_text(client, cast):
    noted(cast.zone)
    page = Reading(client.get(ZONE))
    mark = page.one("button", class_="mark-note")
    assert mark.getparent() is page.one("p", class_="lead").find("span[@class='marks']")
    assert texts(opened_by(page, mark)) == "Editor’s note Announced, we read as launched."


def test_note_of_a_record_without_texts_is_always_shown(client, db):
    event = make.event("talks", **NOTED)
    page = Reading(client.get(event.get_absolute_url()))
    note = page.one(class_="editors-note")
    assert "popover" not in note.attrib
    assert page.all("button", class_="mark-note") == []


def test_fact_that_a_page_names_twice_has_one_note(client, cast):
    """A body stands at the head of a programme and among those who take part."""
    part = cast.zuma.participations.create(key="fund", organisation=cast.fund, role="funder")
    make.cite(cast.bogota_results, "基金资助", participation=part)
    page = Reading(client.get("/programmes/zuma/"))
    (mark,) = page.all("button", page.one(id="participation-fund"), class_="mark")
    assert "基金资助" in texts(opened_by(page, mark))


def test_template_that_marks_a_fact_holds_its_editors_note():
    """In the same template, or in one that it includes: else the mark would open nothing."""
    held = {file.name: notes_in(file.read_text(encoding="utf-8")) for file in TEMPLATES.glob("*.html")}
    missing = {}
    for file in TEMPLATES.glob("*.html"):
        html = file.read_text(encoding="utf-8")
        included = set().union(*(held[name] for name in re.findall(r'include "casestudies/(\w+\.html)"', html)))
        missing[file.name] = set(re.findall(r"{% cite notes (\w+) %}", html)) - held[file.name] - included
    assert {name: facts for name, facts in missing.items() if facts} == {}


def notes_in(html: str) -> set[str]:
    return set(re.findall(r'_editors_note.html" with fact=(\w+) %}', html))


# In a browser


@pytest.fixture
def zone_with_figures(transactional_db):
    """Bogotá's case with many figures, so that their notes have little room, each noted by our editors."""
    cast = build()
    for number in range(9):
        figure = make.outcome(f"figure-{number}", value=f"{number + 1}", case=cast.zone, **NOTED)
        make.cite(cast.bogota_results, f"第{number}个", outcome=figure)
        make.cite(cast.bogota_approach, f"第{number}个", outcome=figure)


HIDDEN = """async () => {
  await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
  const note = document.querySelector(".note:popover-open").getBoundingClientRect();
  const numbers = [...document.querySelectorAll(".figure-number")].map((number) => number.getBoundingClientRect());
  const isOver = (it) =>
    note.left < it.right && note.right > it.left && note.top < it.bottom && note.bottom > it.top;
  const inSight = note.left >= 0 && note.right <= innerWidth && note.top >= 0 && note.bottom <= innerHeight;
  return [numbers.filter(isOver).length, inSight];
}"""


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_mark_opens_its_note_by_keyboard_and_escape_leads_back(zone_with_figures, new_page, scripts):
    page = new_page(java_script_enabled=scripts)
    page.goto(ZONE)
    figure = page.locator("#outcome-figure-1")
    mark = figure.get_by_role("button", name="Source 1")
    mark.focus()
    page.keyboard.press("Enter")
    link = figure.get_by_role("link", name="All facts from this passage").first
    expect(link).to_be_visible()
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(mark).to_be_focused()
    figure.get_by_role("button", name="Editor’s note").press("Enter")
    expect(figure.get_by_text("Announced, we read as launched.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(figure.get_by_text("Announced, we read as launched.")).to_be_hidden()


@pytest.mark.parametrize("anchors", [True, False], ids=["anchors", "no anchors"])
def test_note_opens_in_sight_and_hides_no_number(zone_with_figures, new_page, anchors):
    # Without them, as in a browser that does not know them.
    page = new_page(script="" if anchors else "CSS.supports = () => false;")
    page.goto(ZONE)
    marks = page.locator(".figure:visible .mark")
    found = []
    for mark in marks.all():
        mark.press("Enter")
        expect(page.locator(".note:popover-open")).to_be_visible()
        found.append(page.evaluate(HIDDEN))
        page.keyboard.press("Escape")
    assert found == [[0, True]] * marks.count()
    assert found


def test_note_on_a_phone_is_a_sheet_below_its_mark(zone_with_figures, new_page):
    page = new_page(viewport=PHONE)
    page.goto(ZONE)
    mark = page.locator("#outcome-figure-1 .mark").first
    mark.click()
    note = page.locator(".note:popover-open").bounding_box()
    assert (note["x"], note["width"], note["y"] + note["height"]) == (0, PHONE["width"], PHONE["height"])
    assert mark.bounding_box()["y"] < note["y"]


def test_paper_shows_editors_notes_below_their_facts_and_no_sources(zone_with_figures, new_page):
    page = new_page()
    page.emulate_media(media="print")
    page.goto(ZONE)
    figure = page.locator("#outcome-figure-1")
    expect(figure.locator(".editors-note")).to_be_visible()
    expect(figure.locator(".mark-note")).to_be_hidden()
    expect(figure.locator(".note:not(.editors-note)")).to_be_hidden()
    facts, note = figure.locator(".figure-facts").bounding_box(), figure.locator(".editors-note").bounding_box()
    assert note["y"] >= facts["y"] + facts["height"]


def test_no_mark_stands_alone_on_a_line(zone_with_figures, new_page):
    """The marks of a text are on the line that its last word ends on, whatever the width."""
    page = new_page()
    page.goto(ZONE)
    alone = """() => [...document.querySelectorAll(".lead > .marks, h3 > .marks")].filter((marks) => {
      const range = document.createRange();
      range.selectNodeContents(marks.parentNode);
      range.setEndBefore(marks);
      const lines = [...range.getClientRects()];
      return lines.at(-1).bottom < marks.getBoundingClientRect().top;
    }).length"""
    found = {}
    for width in range(320, 700, 9):
        page.set_viewport_size({"width": width, "height": 800})
        found[width] = page.evaluate(alone)
    assert {width: number for width, number in found.items() if number} == {}

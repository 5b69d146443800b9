"""On paper: a city or a case is a brief of two pages, with its address and without what can only be pressed."""

import re

import pytest
from playwright.sync_api import Page

from tests import factories as make
from tests.cast import build
from tests.reading import Reading, texts

LONG = "What was done in these years, by whom, and what came of it for the people who live there. " * 5


def pages_of(page: Page, path: str) -> int:
    """The number of sheets of A4 that a page prints on."""
    page.goto(path)
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def shown_on_paper(page: Page, selector: str) -> int:
    page.emulate_media(media="print")
    return sum(one.is_visible() for one in page.locator(selector).all())


def test_profiles_of_cities_and_cases_are_briefs_of_two_pages(content, new_page):
    for language, prefix in (("en", ""), ("zh-hans", "/zh-hans")):
        page = new_page(language)
        for path in ("/cities/bogota/", "/cities/london/", "/case-studies/bogota-clean-air-zone/"):
            assert pages_of(page, prefix + path) <= 2, prefix + path


@pytest.fixture
def much(transactional_db):
    """Bogotá with more of everything than a brief can hold, at length."""
    it = build()
    long = make.both("summary", LONG, "这些年做了什么、由谁来做、给居民带来了什么。" * 12)
    for at in range(20):
        name = make.both("name", f"The programme of clean streets, number {at}", f"清洁街道计划之{at}")
        programme = make.programme(f"programme-{at}", jurisdictions=[it.bogota], **name)
        title = make.both("title", f"Streets for people, part {at} of a long story", f"属于人的街道之{at}")
        case = make.case(f"case-{at}", [it.bogota], [it.zones], [programme], **title, **long)
        sentence = make.both("sentence", LONG[:170], "这些年做了什么、由谁来做、给居民带来了什么。" * 2)
        make.cite(it.bogota_results, f"首个 {at}", outcome=make.outcome(f"figure-{at}", case=case, **sentence))
        lesson = make.lesson(f"lesson-{at}", case=case, **make.both("text", LONG, "慢而持久。" * 40))
        make.cite(make.passage(it.source, f"passage-{at}"), f"慢 {at}", lesson=lesson)
        make.transfer(
            f"moved-{at}", from_place_id=it.bogota.pk, to_place_id=it.rio.pk, **make.both("what", LONG[:90], "经验")
        )
        make.event(f"event-{at}", [it.c40], place_id=it.bogota.pk)
    return it


def test_city_with_much_of_everything_is_cut_to_two_pages_and_names_the_rest_by_count(much, new_page):
    page = new_page()
    assert pages_of(page, "/cities/bogota/") == 2
    assert shown_on_paper(page, "#cases li > article") == 4
    assert shown_on_paper(page, ".figure") == 6
    rest = " ".join(page.locator(".printed").inner_text().split())
    assert "A brief. In full at this address: All 21 case studies" in rest
    assert "All 22 figures All 21 programmes All 21 lessons" in rest
    assert pages_of(new_page("zh-hans"), "/zh-hans/cities/bogota/") == 2


def test_buttons_files_and_menus_stay_off_paper_and_sources_stay_on(much, new_page):
    page = new_page()
    page.goto("/case-studies/bogota-clean-air-zone/")
    for selector in ("nav", ".citation", ".languages", ".skip", ".colophon li", ".note:not(.editors-note)"):
        assert shown_on_paper(page, selector) == 0, selector
    assert shown_on_paper(page, ".mark") > 0  # the numbers of the footnotes
    assert shown_on_paper(page, ".note-list li") > 0


def test_wide_tables_fit_on_paper(much, new_page):
    page = new_page(viewport={"width": 680, "height": 1000})  # as wide as the text on a sheet of A4
    page.emulate_media(media="print")
    for path in ("/evidence/", "/indicators/?view=table", "/case-studies/?view=table", "/transfers/?view=table"):
        page.goto(path)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, path


@pytest.mark.once
def test_page_names_its_address_and_the_version_of_its_content_for_paper(client, loaded):
    foot = Reading(client.get("/case-studies/?region=latin-america")).one(class_="printed")
    address, version = "http://127.0.0.1:8000/case-studies/?region=latin-america", loaded.load.version
    assert texts(foot) == f"{address} · content of 2025-09-18, version {version}"


@pytest.mark.once
def test_page_of_an_error_has_no_such_foot(client, db):
    assert Reading(client.get("/nowhere/")).all(class_="printed") == []

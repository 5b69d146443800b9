"""Two languages: one address each, a switch that keeps the place, and texts that are marked where one is missing."""

import pytest
from django.conf import settings

from tests.reading import Reading, attribute, texts
from tests.test_pages import ANSWERS, PROBLEMS

pytestmark = pytest.mark.once

PATHS = [*ANSWERS, *PROBLEMS]


def switch(page: Reading) -> tuple[str, str, str]:
    link = page.one("a", page.one("p", class_="languages"))
    return texts(link), attribute(link, "lang"), attribute(link, "href")


@pytest.mark.parametrize("path", PATHS)
def test_switch_keeps_the_page_and_its_filters(page_at, path):
    """On pages of errors too."""
    assert switch(page_at(path)) == ("中文", "zh-Hans", f"/zh-hans{path}")
    assert switch(page_at(f"/zh-hans{path}")) == ("English", "en", path)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("prefix", ["", "/zh-hans"], ids=["en", "zh-hans"])
def test_head_names_the_page_in_both_languages(page_at, prefix, path):
    links = page_at(prefix + path).all("link", rel="alternate", hreflang=None)
    alternates = {attribute(link, "hreflang"): attribute(link, "href") for link in links}
    assert alternates == {"en": f"{settings.SITE_URL}{path}", "zh-Hans": f"{settings.SITE_URL}/zh-hans{path}"}


def test_address_decides_the_language_and_not_the_browser(client, cast):
    page = Reading(client.get("/cities/bogota/", headers={"Accept-Language": "zh-CN"}))
    assert attribute(page.one("html"), "lang") == "en"
    assert texts(page.one("h1")) == "Bogotá 波哥大"
    page = Reading(client.get("/zh-hans/cities/bogota/", headers={"Accept-Language": "en"}))
    assert texts(page.one("h1")) == "波哥大 Bogotá"


def test_text_missing_in_chinese_is_shown_in_english_and_says_so(page_at):
    page = page_at("/zh-hans/case-studies/bengaluru-plan/")
    prose = page.one(class_="prose", inside=page.one(id="results"))
    assert attribute(prose, "lang") == "en"
    assert texts(prose).endswith("The plan has five priorities.")
    tag = page.one(class_="language-tag", inside=prose)
    assert texts(tag) == "英文"
    page = page_at("/case-studies/bengaluru-plan/")
    prose = page.one(class_="prose", inside=page.one(id="results"))
    assert (attribute(prose, "lang"), texts(prose)) == (None, "The plan has five priorities.")


def test_text_missing_in_english_is_shown_in_chinese_and_says_so(page_at):
    page = page_at("/organisations/clean-air-fund/")
    lead = page.one(class_="prose", inside=page.one(class_="lead"))
    assert attribute(lead, "lang") == "zh-Hans"
    assert texts(lead) == "in Chinese 资助清洁空气项目。"


def test_title_missing_in_one_language_is_marked_on_lists_too(client, cast):
    cast.zone.title_zh_hans = ""
    cast.zone.save()
    page = Reading(client.get("/zh-hans/case-studies/?city=bogota"))
    heading = page.one("h3", page.one("article", class_="card"))
    marked = page.one("span", heading, lang="en")
    assert texts(marked) == "Clean air zones that put equity first"
    assert page.all(class_="language-tag", inside=heading)


@pytest.mark.parametrize("path", ANSWERS)
def test_no_word_of_the_interface_is_left_in_english_on_chinese_pages(page_at, path):
    """Words of ours that would show if a translation were missing; content that has no Chinese is marked."""
    main = texts(page_at(f"/zh-hans{path}").one("main"))
    for word in (
        "Region",
        "Theme",
        "Source ",
        "result",
        "case stud",
        "figure",
        "month",
        "Lessons",
        "printed",
        "Level of detail",
    ):
        assert word not in main, word

"""The page about the downloads: every column of every list, in the reader's language."""

import pytest

from tests import test_pages
from tests.lists import LISTED, LISTS, both_languages
from tests.reading import Reading, attribute, texts

pytestmark = pytest.mark.once

PREFIX = {"en": "", "zh-hans": "/zh-hans"}


@pytest.fixture
def read(client, db):
    return lambda language="en": Reading(client.get(f"{PREFIX[language]}/about/data/"))


@both_languages
def test_page_lists_every_column_by_its_name_in_the_order_of_the_files(read, language):
    page = read(language)
    for name in LISTS:
        section = page.one("section", id=name)
        names = [texts(head) for head in page.all("th", section, scope="row")]
        assert names == LISTED[name].table.names


@pytest.mark.parametrize(
    ("language", "row"),
    [
        (
            "en",
            "status status text A plan or an expectation is never an achievement. "
            "observed observed, achieved achieved, estimated estimated present effect, "
            "expected expected, target target",
        ),
        (
            "zh-hans",
            "status 状态 文本 规划或预期绝不能记为已实现。 "
            "observed 已观测， achieved 已实现， estimated 估算的现有效果， expected 预期， target 目标",
        ),
    ],
)
def test_row_has_name_heading_type_meaning_and_values(read, language, row):
    page = read(language)
    found = [texts(one) for one in page.all("tr", page.one("section", id="outcomes"))]
    assert [one.replace(" ,", ",").replace(" ，", "，") for one in found if one.startswith("status ")] == [row]


def test_page_and_about_lead_to_each_other(client, read):
    about = Reading(client.get("/about/"))
    assert "/about/data/" in [attribute(link, "href") for link in about.all("a", about.one("main"))]


@both_languages
def test_no_column_is_left_in_english_on_the_chinese_page(read, language):
    page = read(language)
    for table in LISTS:
        cells = [texts(cell) for cell in page.all("td", page.one("section", id=table))]
        plain = [cell for cell in cells if cell.isascii()]
        assert (plain == []) == (language == "zh-hans")


@both_languages
def test_page_keeps_the_rules_of_every_page(page_at, language):
    test_pages.test_page_keeps_the_rules_of_every_page(page_at, PREFIX[language], "/about/data/")


def test_page_takes_no_parameters(client, db):
    assert client.get("/about/data/?region=europe").status_code == 400

"""Lists as spreadsheets: typed cells, headings in the reader's language, and a sheet that says what they mean."""

import datetime

import pytest

from casestudies.exports import as_xlsx
from tests import factories as make
from tests.downloads import Download, address
from tests.lists import LISTED, LISTS, both_languages

pytestmark = pytest.mark.once


@pytest.fixture
def get(client, cast):
    return lambda *asked: Download(client.get(address(*asked)))


def headings(book) -> list[str]:
    return [cell.value for cell in next(book.worksheets[0].iter_rows())]


def test_headings_are_those_of_the_language_and_each_stands_once(client, cast):
    for name in LISTS:
        english = headings(Download(client.get(address(name, "xlsx"))).book)
        chinese = headings(Download(client.get(address(name, "xlsx", "", "zh-hans"))).book)
        assert len(set(english)) == len(set(chinese)) == len(english) == len(LISTED[name].table.names)
        assert [text for text in english if not text.isascii()] == []
        assert [text for text in chinese if text.isascii() and text not in {"slug"}] == []


@pytest.mark.parametrize(
    ("language", "sheets", "first"),
    [
        ("en", ["Cities", "Columns"], ["slug", "address (English)", "address (Chinese)", "name (English)"]),
        ("zh-hans", ["城市", "列"], ["网址标识", "地址（英文）", "地址（中文）", "名称（英文）"]),
    ],
)
def test_sheets_are_named_in_the_language(get, language, sheets, first):
    book = get("cities", "xlsx", "", language).book
    assert book.sheetnames == sheets
    assert headings(book)[:4] == first


def test_head_is_frozen_and_filters_all_rows(get):
    sheet = get("cities", "xlsx").book.worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert (sheet.max_row, sheet.max_column) == (4, len(LISTED["cities"].table.names))
    assert {sheet.column_dimensions[letter].width > 9 for letter in "ABC"} == {True}


def test_numbers_booleans_and_days_are_typed_and_less_precise_dates_are_text(get, cast):
    cast.fine_dust.ended, cast.fine_dust.ended_precision = datetime.date(2024, 5, 6), "day"
    cast.fine_dust.save()
    rows = {row["key"]: row for row in get("outcomes", "xlsx").xlsx("outcomes")}
    dust, zone = rows["fine-dust"], rows["first-zone"]
    assert (dust["value"], dust["base_value"], dust["preferred"]) == (-65.9, -65.9, True)
    assert (dust["ended"], zone["ended"], zone["started"]) == (datetime.datetime(2024, 5, 6), "2023-09", None)
    assert dust["as_printed"] == "下降 65.9%"
    city = get("cities", "xlsx", "country=colombia").xlsx("cities")[0]
    assert (city["population"], city["published"]) == (7_674_366, datetime.datetime(2025, 1, 1))


def test_formulas_are_texts_as_they_are(get, cast):
    cast.zone.title_en, cast.zone.title_zh_hans = '=HYPERLINK("http://evil")', "@区域\n🌍"
    cast.zone.save()
    book = get("case-studies", "xlsx", "city=bogota").book
    cell = book.worksheets[0].cell(2, LISTED["case-studies"].table.names.index("title_en") + 1)
    assert (cell.value, cell.data_type) == ('=HYPERLINK("http://evil")', "s")
    row = get("case-studies", "xlsx", "city=bogota").xlsx("case-studies")[0]
    assert row["title_zh_hans"] == "@区域\n🌍"


def test_only_the_address_of_the_row_in_the_language_is_a_link(get):
    sheet = get("cities", "xlsx", "country=india", "zh-hans").book.worksheets[0]
    linked = [cell.hyperlink.target for cell in sheet[2] if cell.hyperlink]
    assert linked == ["http://127.0.0.1:8000/zh-hans/cities/bengaluru/"]


def test_text_too_long_for_a_cell_ends_with_a_mark_and_is_whole_in_csv(get, cast):
    cast.zone.background_en = "区" * 40_000
    cast.zone.save()
    row = get("case-studies", "xlsx", "city=bogota").xlsx("case-studies")[0]
    assert row["background_en"] == "区" * (as_xlsx.CELL - len(as_xlsx.MARK)) + as_xlsx.MARK
    assert get("case-studies", "csv", "city=bogota").csv[0]["background_en"] == "区" * 40_000


@both_languages
def test_second_sheet_says_what_was_asked_and_what_the_columns_mean(get, language):
    sheet = get("outcomes", "xlsx", "region=latin-america&kind=level", language).book.worksheets[1]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    prefix = {"en": "", "zh-hans": "/zh-hans"}[language]
    assert rows[0][1] == f"http://127.0.0.1:8000{prefix}/outcomes/?region=latin-america&kind=level"
    assert rows[1][1] == "region=latin-america&kind=level"
    assert rows[4][1] == "1"
    assert rows[5][1] == f"http://127.0.0.1:8000{prefix}/about/data/#outcomes"
    table = [row for row in rows if row[1] in LISTED["outcomes"].table.names]
    assert [row[1] for row in table] == LISTED["outcomes"].table.names
    status = next(row for row in table if row[1] == "status")
    assert status == {
        "en": [
            "status", "status", "text", "A plan or an expectation is never an achievement.",
            "observed (observed); achieved (achieved); estimated (estimated present effect); expected (expected); "
            "target (target)",
        ],
        "zh-hans": [
            "状态", "status", "文本", "规划或预期绝不能记为已实现。",
            "observed (已观测); achieved (已实现); estimated (估算的现有效果); expected (预期); target (目标)",
        ],
    }[language]  # fmt: skip


def test_workbook_of_many_rows_has_them_all(get, cast):
    for number in range(600):
        make.theme(f"theme-{number}")
    assert len(get("themes", "xlsx").xlsx("themes")) == 604

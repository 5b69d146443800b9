"""Lists as CSV: read back by Python's own reader, and harmless in a spreadsheet."""

import csv
import io
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudies.exports.as_csv import guarded
from tests import factories as make
from tests.downloads import Download, address

pytestmark = pytest.mark.once

NASTY = 'He said: "zone, 区域"\nnext line; 🌍\ttab'


@pytest.fixture
def get(client, cast):
    return lambda *asked: Download(client.get(address(*asked)))


def test_file_is_utf_8_with_a_mark_commas_quotes_and_crlf(client, cast):
    cast.zone.title_en = NASTY
    cast.zone.save()
    body = client.get(address("case-studies", "csv")).getvalue()
    assert body.startswith(b"\xef\xbb\xbfslug,link_en,link_zh_hans,title_en,")
    assert b'"He said: ""zone, \xe5\x8c\xba\xe5\x9f\x9f""\nnext line; \xf0\x9f\x8c\x8d\ttab"' in body
    text = body.decode("utf-8-sig")
    assert text.endswith("\r\n")
    lengths = {len(row) for row in csv.reader(io.StringIO(text, newline=""), strict=True)}
    assert len(lengths) == 1


def test_text_reads_back_as_it_is_stored_in_both_languages(get, cast):
    cast.zone.title_en, cast.zone.title_zh_hans = NASTY, "“引号”，逗号；换行\n🌍"
    cast.zone.save()
    row = next(row for row in get("case-studies", "csv").csv if row["slug"] == "bogota-clean-air-zone")
    assert (row["title_en"], row["title_zh_hans"]) == (NASTY, "“引号”，逗号；换行\n🌍")


def test_text_missing_in_a_language_is_empty_there_and_a_name_is_given_in_the_other(get, cast):
    cast.fund.name_zh_hans = ""
    cast.fund.save()
    fund = next(row for row in get("organisations", "csv").csv if row["slug"] == "clean-air-fund")
    assert (fund["name_en"], fund["name_zh_hans"]) == ("Clean Air Fund", "")
    zone = get("case-studies", "csv", "city=bogota").csv[0]
    assert zone["organisations"] == "c40; clean-air-fund"
    assert zone["organisations_zh_hans"] == "C40 城市集团; Clean Air Fund"
    assert zone["organisation_roles"] == "partner; funder"


@pytest.mark.parametrize(
    "text",
    ['=HYPERLINK("http://evil","x")', "+1-2", "-2+3+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\rtext", "\ntext", " =1",
     "＝1", "+12\u202f%", "＋1", "－1+1", "＠A1", "-", "=", "+12 zones", "-1e", "\x00=1", "--1", "+1,2=3", "-5; 6"],
)  # fmt: skip
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "zone",
        "1-2",
        "-65.9",
        "+12 %",
        "-1,300,000",
        "−65.9 %",
        "'=1",
        "130万",
        "a=b",
        "(-1)",
        " zone",
        ";zone",
        "; 130万",
        "a;-65.9 %; b",
        "a\n+12\r\n-1,300\nb",
        "a; b=c; (-1); '=1",
        "a; 2-1\nb - c",
    ],
)
def test_other_texts_and_numbers_are_left_alone(text):
    assert guarded(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (";=1+1", ";'=1+1"),
        ("zone; =1", "zone; '=1"),
        (" ;\t;+1+2;", " ;\t;'+1+2;"),
        ("a;@SUM(A1);-2+3", "a;'@SUM(A1);'-2+3"),
        ("a; \x00;＝1", "a; '\x00;'＝1"),
        ('a;"=1"; ""-1"', 'a;"\'=1"; ""\'-1"'),
        ("a\n=1\r\n@x\r- b", "a\n'=1\r\n'@x\r'- b"),
        ("a;\n =1", "a;\n '=1"),
        ("\n=1", "'\n'=1"),
        ("=1;=2", "'=1;'=2"),
        # the last part goes on with the next columns
        ("a;-1;-2", "a;-1;'-2"),
    ],
)
def test_a_part_behind_a_semicolon_or_a_line_break_gets_an_apostrophe_before_its_sign(text, written):
    assert guarded(text) == written


RUNS = re.compile(r"\s*[=+\-@＝＋－＠\x00]")
IS_NUMBER = re.compile(r"\s*[+-]?[\d.,]+\s?%?\s*", re.ASCII)


def run_by_a_spreadsheet(body: bytes, delimiter: str) -> list[str]:
    rows = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=delimiter)
    return [cell for row in rows for cell in row if RUNS.match(cell) and not IS_NUMBER.fullmatch(cell)]


EVIL = [
    ";=1+1",
    'He said; "=1+1"',
    "a list:\n- one\n=2+3",
    "-2+3+cmd|' /C calc'!A0",
    "a; -1",
    'a, b; @SUM(1) "',
]


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("text", EVIL)
def test_file_runs_nothing_whatever_a_spreadsheet_takes_for_the_end_of_a_cell(client, cast, delimiter, text):
    cast.zone.title_en, cast.zone.background_en = text, f"{text}\n{text}"
    cast.zone.save()
    cast.fund.name_en = text
    cast.fund.save()
    body = client.get(address("case-studies", "csv")).getvalue()
    assert text[-3:] in body.decode()
    assert run_by_a_spreadsheet(body, delimiter) == []


@given(st.lists(st.lists(st.text(";\"'\n\r\t =+-@1.,%a＝", max_size=12), min_size=3, max_size=3), max_size=4))
def test_no_texts_side_by_side_make_a_formula(rows):
    file = io.StringIO(newline="")
    csv.writer(file).writerows(["slug", *map(guarded, row), "-1.5", "end"] for row in rows)
    for delimiter in ",;":
        assert run_by_a_spreadsheet(file.getvalue().encode(), delimiter) == []


def test_formulas_in_content_are_guarded_and_negative_numbers_stay_numbers(get, cast):
    cast.zone.title_en = '=HYPERLINK("http://evil")'
    cast.zone.save()
    cast.fine_dust.as_printed = "-65.9%"
    cast.fine_dust.sentence_en = "@SUM(1)"
    cast.fine_dust.save()
    assert get("case-studies", "csv", "city=bogota").csv[0]["title_en"] == '\'=HYPERLINK("http://evil")'
    row = get("outcomes", "csv", "indicator=pm2-5").csv[0]
    assert (row["value"], row["base_value"]) == ("-65.9", "-65.9")
    assert (row["as_printed"], row["sentence_en"]) == ("-65.9%", "'@SUM(1)")


def test_number_is_exact_and_plain(get, cast):
    for key, value in {"small": "0.000001", "large": "99999999999999", "whole": "100", "fall": "-1200"}.items():
        make.outcome(key, value, case=cast.zone, unit=make.unit("percent"))
    found = {row["key"]: row["value"] for row in get("outcomes", "csv").csv}
    assert {key: found[key] for key in ("small", "large", "whole", "fall")} == {
        "small": "0.000001", "large": "99999999999999", "whole": "100", "fall": "-1200",
    }  # fmt: skip
    assert {Decimal(value) for value in found.values()} == {
        Decimal(value) for value in ("1", "-65.9", "1300000", "0.000001", "99999999999999", "100", "-1200")
    }


def test_date_is_as_precise_as_the_source_and_unknown_is_empty(get):
    row = get("outcomes", "csv", "indicator=clean-air-zones").csv[0]
    assert (row["started"], row["ended"]) == ("", "2023-09")
    cases = {row["slug"]: (row["started"], row["ended"]) for row in get("case-studies", "csv").csv}
    assert cases == {
        "bogota-clean-air-zone": ("2022", "2024"), "rio-campaign": ("2024", "2024"), "bengaluru-plan": ("", ""),
    }  # fmt: skip


def test_figure_has_its_scope_and_its_duration_and_empty_cells_where_none_is_known(get, cast):
    make.outcome("buses", case=cast.plan, scope="part", months=60, months_qualifier="about", per="tonne")
    names = ("scope", "months", "months_upper", "months_qualifier", "per")
    found = {row["key"]: [row[name] for name in names] for row in get("outcomes", "csv").csv}
    assert found["buses"] == ["part", "60", "", "about", "tonne"]
    assert found["first-zone"] == ["", "", "", "", ""]


def test_indicator_has_its_family_and_a_city_its_key_in_geonames(get, cast):
    dust = cast.fine_dust.indicator
    dust.measures, dust.results_level, dust.family = "flow", "impact", make.family("clean-air")
    dust.save()
    cast.bogota.geonames_id = 3688689
    cast.bogota.save()
    found = get("indicators", "csv", "measures=flow").csv[0]
    names = ("measures", "results_level", "family", "family_en", "family_zh_hans")
    assert [found[name] for name in names] == ["flow", "impact", "clean-air", "Clean air", "“Clean air”的中文"]
    keys = {row["slug"]: row["geonames_id"] for row in get("cities", "csv").csv}
    assert keys == {"bengaluru": "", "bogota": "3688689", "rio-de-janeiro": ""}


def test_figure_has_value_base_value_owner_place_and_proof(get, cast):
    row = get("outcomes", "csv", "indicator=clean-air-zones").csv[0]
    site = "http://127.0.0.1:8000"
    expected = {
        "key": "first-zone",
        "link_en": f"{site}/case-studies/bogota-clean-air-zone/#outcome-first-zone",
        "link_zh_hans": f"{site}/zh-hans/case-studies/bogota-clean-air-zone/#outcome-first-zone",
        "indicator": "clean-air-zones",
        "indicator_en": "Clean air zones",
        "status": "achieved",
        "kind": "level",
        "as_printed": "首个",
        "value": "1",
        "upper_value": "",
        "qualifier": "exactly",
        "unit": "zones",
        "unit_zh_hans": "个",
        "base_value": "1",
        "base_unit": "1",
        "accumulation": "at-date",
        "preferred": "true",
        "sentence_en": "First zone in one sentence.",
        "owner_kind": "case",
        "owner": "bogota-clean-air-zone",
        "owner_zh_hans": "以公平为先的清洁空气区",
        "owner_link_en": f"{site}/case-studies/bogota-clean-air-zone/",
        "places": "bogota",
        "places_zh_hans": "波哥大",
        "countries": "colombia",
        "regions_en": "Latin America",
        "themes": "clean-air-zones",
        "proves": "outcome; outcome",
        "sources": "c40-clean-air; c40-clean-air",
        "locators_en": "Bogotá, Results; Bogotá, Results",
        "locators_zh_hans": "波哥大，成果; 波哥大，成果",
        "passages": "; ".join([f"{site}/sources/c40-clean-air/#bogota-results"] * 2),
        "anchors": "首个 ZUMA 位于博萨区; 于 2023 年 9 月启动",
    }
    assert {name: row[name] for name in expected} == expected


def test_figures_of_programmes_places_and_organisations_name_their_owner_and_place(get, cast):
    make.outcome("goal", programme=cast.zuma)
    make.outcome("moved", place=cast.brazil)
    make.outcome("members", organisation_id=cast.c40.pk)
    rows = {row["key"]: row for row in get("outcomes", "csv").csv}
    names = ("owner_kind", "owner", "places", "countries", "regions", "themes")
    assert {key: tuple(rows[key][name] for name in names) for key in ("goal", "moved", "members")} == {
        "goal": ("programme", "zuma", "colombia", "colombia", "latin-america", "clean-air-zones"),
        "moved": ("place", "brazil", "brazil", "brazil", "latin-america", ""),
        "members": ("organisation", "c40", "", "", "", ""),
    }


def test_money_has_its_currency_and_no_base_value(get, cast):
    rand = make.unit("rand", dimension="money", factor=None, currency="ZAR")
    made = make.outcome("cost", "55000000", case=cast.zone, kind="money", unit=rand, money_year=2023)
    made.equivalents.create(value=3_000_000, qualifier="about", unit=make.unit("people"), as_printed="300万")
    row = next(row for row in get("outcomes", "csv").csv if row["key"] == "cost")
    names = ("value", "base_value", "base_unit", "currency", "money_year", "equivalents_en")
    assert [row[name] for name in names] == ["55000000", "", "", "ZAR", "2023", "about 3 million people"]


def test_case_has_its_texts_counts_and_their_proofs(get):
    row = get("case-studies", "csv", "city=bogota").csv[0]
    expected = {
        "level": "local",
        "stage": "under-way",
        "country_codes": "",
        "regions": "latin-america",
        "programmes": "zuma",
        "methods": "build-evidence-base; win-public-support",
        "step_count": "3",
        "outcome_count": "2",
        "result_count": "2",
        "lesson_count": "1",
        "background_en": "Bogotá designed a **zone** with C40.",
        "proves": "background",
        "anchors": "首个区域",
        "published": "2025-01-01",
    }
    assert {name: row[name] for name in expected} == expected


def test_city_in_a_territory_has_it_and_its_country_and_region(get, cast):
    cast.india.iso_code = "IN"
    cast.india.save()
    row = get("cities", "csv", "country=india").csv[0]
    names = ("territory", "country", "country_en", "country_code", "region", "region_zh_hans", "aliases", "case_count")
    assert [row[name] for name in names] == [
        "karnataka", "india", "India", "IN", "south-and-west-asia", "南亚和西亚", "Bangalore; 邦加罗尔", "1",
    ]  # fmt: skip
    bogota = get("cities", "csv", "country=colombia").csv[0]
    assert (bogota["territory"], bogota["networks"], bogota["proves"]) == ("", "c40", "membership")

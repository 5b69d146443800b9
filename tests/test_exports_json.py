"""Lists as JSON: what was asked for, what the columns mean in both languages, and the rows."""

import datetime
import json
from decimal import Decimal

import pytest

from casestudies.models import ContentLoad
from tests import factories as make
from tests.downloads import Download, address
from tests.lists import LISTED, LISTS

pytestmark = pytest.mark.once


@pytest.fixture
def get(client, cast):
    return lambda *asked: Download(client.get(address(*asked)))


def test_object_says_what_was_asked_for_when_and_of_which_content(get):
    answer = get("cities", "json", "sort=cases&country=india&country=brazil", "zh-hans").json
    assert list(answer) == ["generated", "content_version", "language", "query", "page", "licence", "columns", "rows"]
    made = datetime.datetime.fromisoformat(answer["generated"])
    assert abs(datetime.datetime.now(datetime.UTC) - made) < datetime.timedelta(minutes=5)
    assert answer["content_version"] is None
    assert answer["language"] == "zh-Hans"
    assert answer["query"] == "country=brazil&country=india&sort=cases"
    assert answer["page"] == f"http://127.0.0.1:8000/zh-hans/cities/?{answer['query']}"
    ContentLoad.objects.create(digest="0123456789abcdef")
    assert get("cities", "json").json["content_version"] == "0123456789ab"


def test_columns_are_described_in_both_languages_with_their_values(get):
    columns = {column["name"]: column for column in get("outcomes", "json").json["columns"]}
    assert columns["status"] == {
        "name": "status",
        "type": "text",
        "heading": {"en": "status", "zh-Hans": "状态"},
        "meaning": {
            "en": "A plan or an expectation is never an achievement.",
            "zh-Hans": "规划或预期绝不能记为已实现。",
        },
        "values": {
            "observed": {"en": "observed", "zh-Hans": "已观测"},
            "achieved": {"en": "achieved", "zh-Hans": "已实现"},
            "estimated": {"en": "estimated present effect", "zh-Hans": "估算的现有效果"},
            "expected": {"en": "expected", "zh-Hans": "预期"},
            "target": {"en": "target", "zh-Hans": "目标"},
        },
    }
    assert columns["sentence_zh_hans"]["heading"] == {"en": "in words (Chinese)", "zh-Hans": "文字表述（中文）"}
    assert columns["value"]["type"] == "number"


def test_every_column_of_every_list_has_a_heading_and_a_meaning_in_both_languages(client, db):
    for name in LISTS:
        for column in Download(client.get(address(name, "json"))).json["columns"]:
            heading, meaning = column["heading"], column["meaning"]
            assert heading["en"] != heading["zh-Hans"] and all(heading.values()), column
            assert all(meaning.values()) and meaning["en"] != meaning["zh-Hans"], column


def test_cells_have_their_types(get):
    rows = {row["key"]: row for row in get("outcomes", "json").json["rows"]}
    dust = rows["fine-dust"]
    assert (dust["value"], dust["upper_value"], dust["preferred"]) == (-65.9, None, True)
    assert dust["places_zh_hans"] == ["波哥大"]
    assert dust["equivalents_en"] == []
    assert (dust["ended"], rows["first-zone"]["ended"]) == (None, "2023-09")
    case = next(row for row in get("case-studies", "json").json["rows"] if row["slug"] == "bogota-clean-air-zone")
    assert case["organisations_en"] == ["C40 Cities Climate Leadership Group", "Clean Air Fund"]


def test_numbers_are_exact(get, cast):
    tiny = make.unit("tiny", factor=Decimal("0.000000001"))
    make.outcome("tiny", "123456789.123456", case=cast.zone, unit=tiny)
    rows = json.loads(get("outcomes", "json").body, parse_float=Decimal)["rows"]
    row = next(row for row in rows if row["key"] == "tiny")
    assert (row["value"], row["base_value"]) == (Decimal("123456789.123456"), Decimal("0.123456789123456"))


def test_texts_are_as_they_are(get, cast):
    cast.zone.title_en = '=1\n"</script>" \u2028 🌍 \\ 区'
    cast.zone.save()
    row = get("case-studies", "json", "city=bogota").json["rows"][0]
    assert row["title_en"] == cast.zone.title_en


def test_rows_have_exactly_the_columns(get):
    for name in LISTS:
        for row in get(name, "json").json["rows"]:
            assert list(row) == LISTED[name].table.names

"""Every number and date of a fact stands in what it cites: each kind of value is falsified once, and noticed."""

import random
import re
from copy import deepcopy
from decimal import Decimal

import pytest
import yaml
from django.conf import settings

from casestudies.source_checks.content_facts import ContentFact, read_content
from casestudies.source_checks.english_numbers import numbers_in_words
from casestudies.source_checks.evidence_check import check, find_passages, names_with_digits
from casestudies.source_checks.number_check import Numbers, proof_of, sentence

FIXTURES = settings.BASE_DIR / "fixtures"
SOURCES = settings.BASE_DIR.parent / "shared" / "sources"

TEXT = """# 计划
国家于2019年9月18日启动低碳计划，12个试点城市参加。居民超过2万人的市镇必须提交方案。计划于2023年年底结束。
市长林女士自2010年起担任主席，任期至2013年。该市2006年加入联盟。会议于2021年10月26日举行，共125位代表。
# 成效
排放量从2005年的40万吨降至2018年的30万吨。每月回收200吨剩余食物！三个部门用了两年才达成一致；经验已传给15个城市。
"""
SOURCE = {
    "slug": "book",
    "text_file": "book.txt",
    "passages": [
        {"slug": "plan", "locator": {"en": "Plan", "zh-hans": "计划"}, "opening": "# 计划"},
        {"slug": "results", "locator": {"en": "Results", "zh-hans": "成效"}, "opening": "# 成效"},
    ],
}


def cite(passage, *anchors):
    return [{"passage": f"book/{passage}", "anchor": anchor} for anchor in anchors]


def both(en, zh):
    return {"en": en, "zh-hans": zh}


FILES = {
    "sources/book.yaml": SOURCE,
    "terms/units.yaml": [{"slug": "t", "symbol": both("t", "吨"), "dimension": "mass"}],
    "programmes/plan.yaml": {
        "slug": "plan",
        "name": both("Plan", "计划"),
        "summary": both("The country started the plan with twelve pilot cities.", "国家启动计划，有 12 个试点城市。"),
        "binds": both("Municipalities above 20,000 inhabitants.", "居民超过 2 万人的市镇。"),
        "started": "2019-09-18",
        "ended": "2023-12",
        "citations": {"summary": cite("plan", "启动低碳计划", "居民超过2万人", "年底结束")},
        "participations": [
            {"key": "pilots", "count": 12, "date": "2019-09", "citations": cite("plan", "试点城市参加")}
        ],
    },
    "cases/city.yaml": {
        "slug": "city",
        "title": both("200 tonnes a month", "每月 200 吨"),
        "summary": both("Each month it recovers 200 tonnes.", "每月回收 200 吨。"),
        "citations": {"summary": cite("results", "剩余食物")},
        "outcomes": [
            {
                "key": "fall",
                "kind": "level",
                "value": 300000,
                "unit": "t",
                "as_printed": "30万吨",
                "baseline_value": 400000,
                "baseline_year": 2005,
                "ended": 2018,
                "subgroup": both("of 400,000 t", "40 万吨当中"),
                "citations": cite("results", "降至2018年"),
            }
        ],
        "lessons": [
            {
                "key": "slow",
                "text": both("Three departments took two years to agree.", "三个部门用了两年才一致。"),
                "citations": cite("results", "达成一致"),
            }
        ],
    },
    "actors/league.yaml": {
        "slug": "league",
        "kind": "city-network",
        "name": both("League", "联盟"),
        "memberships": [{"key": "city", "place": "city", "since": 2006, "citations": cite("plan", "加入联盟")}],
        "leadership_terms": [
            {
                "key": "lin",
                "person": both("Lin", "林女士"),
                "started": 2010,
                "ended": 2013,
                "citations": cite("plan", "担任主席"),
            }
        ],
    },
    "events/meeting.yaml": {
        "slug": "meeting",
        "name": both("Meeting", "会议"),
        "people": both("125 delegates", "125 位代表"),
        "summary": both("It met in October.", "10 月举行。"),
        "started": "2021-10-26",
        "citations": {"summary": cite("plan", "日举行")},
    },
    "transfers/all.yaml": [
        {
            "key": "on",
            "to_count": 15,
            "what": both("What 15 cities learned.", "15 个城市学到的。"),
            "citations": cite("results", "经验已传给"),
        }
    ],
}

PLAN, CITY, LEAGUE, MEETING, ALL = (
    ("programmes/plan.yaml",),
    ("cases/city.yaml",),
    ("actors/league.yaml",),
    ("events/meeting.yaml",),
    ("transfers/all.yaml", 0),
)
PILOTS, FALL, SLOW = (*PLAN, "participations", 0), (*CITY, "outcomes", 0), (*CITY, "lessons", 0)
FALSE = {
    "a count of participants": ((*PILOTS, "count"), 21),
    "a date of a participation": ((*PILOTS, "date"), "2019-08"),
    "a count of a transfer": ((*ALL, "to_count"), 51),
    "what a transfer was": ((*ALL, "what"), both("What fifty cities learned.", "五十个城市学到的。")),
    "a value": ((*FALL, "value"), 200000),
    "a baseline": ((*FALL, "baseline_value"), 500000),
    "a baseline year": ((*FALL, "baseline_year"), 1991),
    "the end of a figure": ((*FALL, "ended"), 2081),
    "a subgroup": ((*FALL, "subgroup"), both("of 600,000 t", "60 万吨当中")),
    "a lesson": ((*SLOW, "text"), both("Seven departments took two years to agree.", "七个部门用了两年才一致。")),
    "a title": ((*CITY, "title"), both("900 tonnes a month", "每月 900 吨")),
    "a summary": ((*PLAN, "summary"), both("It began with ninety-one pilots.", "有 91 个试点。")),
    "a time that was left out": ((*CITY, "summary"), both("It recovers 200 tonnes.", "回收 200 吨。")),
    "a start": ((*PLAN, "started"), "1991-09-18"),
    "a month of a start": ((*PLAN, "started"), "2019-10-18"),
    "a day of a start": ((*PLAN, "started"), "2019-09-28"),
    "an end": ((*PLAN, "ended"), "2032-12"),
    "a threshold": ((*PLAN, "binds"), both("Municipalities above 30,000 inhabitants.", "居民超过 3 万人的市镇。")),
    "since when": ((*LEAGUE, "memberships", 0, "since"), 2016),
    "the start of leadership": ((*LEAGUE, "leadership_terms", 0, "started"), 2001),
    "the end of leadership": ((*LEAGUE, "leadership_terms", 0, "ended"), 2031),
    "the year of an event": ((*MEETING, "started"), "2012-10-26"),
    "the people of an event": ((*MEETING, "people"), both("152 delegates", "152 位代表")),
    "the month of an event": ((*MEETING, "summary"), both("It met in May.", "5 月举行。")),
}  # fmt: skip


def mistakes_of(tmp_path, files):
    for name, document in files.items():
        path = tmp_path / "fixtures" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(document, allow_unicode=True))
    (tmp_path / "book.txt").write_text(TEXT)
    return [str(mistake) for mistake in check(read_content(tmp_path / "fixtures"), tmp_path)]


def changed(path, value):
    files = deepcopy(FILES)
    at = files
    for name in path[:-1]:
        at = at[name]
    at[path[-1]] = value
    return files


def test_true_content_has_no_mistake(tmp_path):
    assert mistakes_of(tmp_path, FILES) == []


@pytest.mark.parametrize(("path", "value"), FALSE.values(), ids=FALSE.keys())
def test_false_value_is_noticed(tmp_path, path, value):
    found = mistakes_of(tmp_path, changed(path, value))
    assert found
    assert {mistake.partition(":")[0] for mistake in found} == {path[0]}


def test_mistake_names_file_fact_field_and_number(tmp_path):
    assert mistakes_of(tmp_path, changed(*FALSE["a count of participants"])) == [
        "programmes/plan.yaml: plan#participation-pilots: count: 21 is in no sentence that it cites, "
        "and no editor's note gives it"
    ]
    assert mistakes_of(tmp_path, changed(*FALSE["a time that was left out"])) == [
        f"cases/city.yaml: city#summary: summary: the source gives {printed} for each month, "
        "and no editor's note says so"
        for printed in ("200", "200")
    ]  # fmt: skip


def test_baseline_is_in_the_unit_of_the_figure(tmp_path):
    files = changed((*FALL, "baseline_value"), 400)
    assert len(mistakes_of(tmp_path, files)) == 1
    files["terms/units.yaml"][0]["symbol"] = both("kt", "千吨")
    files["cases/city.yaml"]["outcomes"][0]["value"] = 300
    assert mistakes_of(tmp_path, files) == []


def test_note_excuses_only_the_numbers_that_it_gives(tmp_path):
    files = changed(*FALSE["a baseline year"])
    fall = files["cases/city.yaml"]["outcomes"][0]
    fall["editors_note"] = both("A slip of the source.", "原文笔误。")
    assert len(mistakes_of(tmp_path, files)) == 1
    fall["editors_note"] = both("The source prints 2005; it was 1991.", "原文写 2005，应为 1991。")
    assert mistakes_of(tmp_path, files) == []


def test_note_of_a_record_excuses_its_texts_but_not_its_rows(tmp_path):
    files = changed(*FALSE["a count of participants"])
    plan = files["programmes/plan.yaml"]
    plan["summary"] = both("It began with 21 cities.", "有 21 个城市。")
    plan["editors_note"] = both("Later there were 21.", "后来有 21 个。")
    (found,) = mistakes_of(tmp_path, files)
    assert "plan#participation-pilots: count: 21 " in found


def test_digits_of_names_are_not_asked_for(tmp_path):
    files = changed(("programmes/plan.yaml", "name"), both("Agenda 21", "议程 21"))
    files["programmes/plan.yaml"]["summary"] = both("Agenda 21 began.", "议程 21 启动。")
    assert mistakes_of(tmp_path, files) == []


@pytest.mark.parametrize(
    ("address", "is_copied"),
    [
        ("5 Green Street, Tygervalley 7536, +27 21 202 0381", True),
        ("绿街 5 号，7536", True),
        ("Green Street", True),
        ("5 Green Street, 7563", False),
        ("7536, 5 Green Street", False),
        ("Green Street, +27 21 202 0382", False),
        ("Green Street, 753", False),
    ],
)
def test_digits_of_an_address_are_those_of_the_source_in_their_order(address, is_copied):
    texts = {"book/x": "办公室。5GreenSt.Tygervalley7536。电话：+27212020381；见别处"}
    fields = {"key": "seat", "address": {"en": address}}
    office = ContentFact("f", "actors/x#office-seat", "office", fields, ({"passage": "book/x", "anchor": "办公室"},))
    found = list(Numbers(texts, [], {}, {}).of_fact(office))
    assert (found == []) is is_copied


@pytest.mark.parametrize(
    ("anchor", "found"),
    [
        ("bc.d", "abc.de"),
        ("fg", "fg"),
        ("hi", "hi1.5j"),
        ("e。f", "abc.de。fg"),
        ("q", ""),
    ],
)
def test_sentence_ends_at_a_full_stop_but_not_in_a_number(anchor, found):
    texts = {"book/x": "abc.de。fg！hi1.5j；k"}
    assert sentence({"passage": "book/x", "anchor": anchor}, texts) == found


def test_number_beside_an_address_is_a_number():
    proof = proof_of("共12个城市,见https://c40.org/2023和a15@c40.org,另有21个")
    assert proof.values >= {12, 21}
    assert not proof.values & {2023, 15, 40}


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("Twenty-one cities", {21}),
        ("ninety nine", {99}),
        ("the nineteenth, the thirtieth and the twenty-first", {19, 30, 21}),
        ("two million and a hundred", {2000000, 100}),
        ("1.3 million", set()),
        ("two thirds", {Decimal("66.666667")}),
        ("nine in ten", {90}),
        ("one and a half years", {Decimal("1.5")}),
        ("one quarter of 2024", {1}),
        ("a third zone", {3, Decimal("33.333333")}),
        ("often, someone, tent", set()),
    ],
)
def test_numbers_in_english_words(words, values):
    assert {value for _word, either in numbers_in_words(words) for value in either} == values


if SOURCES.is_dir():

    def test_false_numbers_in_the_shipped_content_are_noticed():
        """One number of each of 300 facts is changed, drawn with a seed; nearly all are noticed."""
        content, texts = read_content(FIXTURES), {}
        for source in content.in_folder("sources"):
            assert list(find_passages(source, SOURCES, texts)) == []
        numbers = Numbers(
            texts, names_with_digits(content.records), {record.name: record.data for record in content.records}, {}
        )
        draw = random.Random(13)  # noqa: S311 (no secret)
        falsified = [new for fact in content.facts if (new := _falsified(fact, draw))]
        drawn = draw.sample(falsified, 300)
        noticed = [fact for fact in drawn if list(numbers.of_fact(fact))]
        assert len(noticed) >= 290

    def _falsified(fact: ContentFact, draw: random.Random) -> ContentFact | None:
        """The fact with one number of its fields changed; None if it has none that is checked here."""
        fields = deepcopy(dict(fact.fields))
        for passed in ("value", "upper_value", "months", "months_upper", "equivalents", "editors_note"):
            fields.pop(passed, None)
        places = list(_numbers(fields))
        if not places:
            return None
        holder, name, value = draw.choice(places)
        if isinstance(value, int):
            holder[name] = value + 7
        else:
            first = next(char for char in value if char in "23456789")
            holder[name] = value.replace(first, str((int(first) - 1) % 8 + 2), 1)
        return ContentFact(fact.file, fact.name, fact.kind, fields, fact.citations)

    def _numbers(data):
        for name, value in data.items():
            is_text = name in ("en", "zh-hans") and re.search("[2-9]", value) and not re.search("C40|PM2|CO2", value)
            if isinstance(value, dict):
                yield from _numbers(value)
            elif is_text or type(value) is int:
                yield data, name, value

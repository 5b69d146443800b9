"""Numbers of a record that contradict each other are found in its document, without the texts of its sources."""

import random
import re
from copy import deepcopy
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from casestudies.admin.contradicting import findings_of
from casestudies.fixture_files.kinds import kind_of
from casestudies.fixture_files.stored import Register, document_of, fetch
from casestudies.models import CaseStudy
from casestudies.source_checks.content_facts import read_content
from casestudies.source_checks.contradictions import contradictions
from casestudies.source_checks.evidence_check import names_with_digits
from casestudies.source_checks.numbers_in_sentence import durations, states

from . import factories as make

UNITS = {
    "vehicles": {"symbol": {"en": "vehicles", "zh-hans": "辆"}},
    "percent": {"symbol": {"en": "%", "zh-hans": "%"}},
}


def both(en, zh):
    return {"en": en, "zh-hans": zh}


BUSES = {
    "key": "buses",
    "kind": "level",
    "value": 40,
    "unit": "vehicles",
    "as_printed": "40辆",
    "sentence": both("The city has 40 electric buses.", "该市有 40 辆电动公交车。"),
}
STEP = {
    "key": "agree",
    "months": 6,
    "title": both("Agree", "达成共识"),
    "citations": [{"passage": "book/x", "anchor": "达成共识(6 个月)"}],
}


def found(names=(), **document):
    return [tuple(finding)[:4] for finding in contradictions({"slug": "zone", **document}, UNITS, list(names))]


def of_figure(**fields):
    """(field, message) of the findings in one figure."""
    return [finding[2:] for finding in found(outcomes=[BUSES | fields])]


def of_step(**fields):
    return [finding[2:] for finding in found(steps=[STEP | fields])]


def test_45_buses_over_40_buses_printed_as_40_are_found():
    assert found(outcomes=[BUSES]) == []
    assert found(outcomes=[BUSES | {"value": 45}]) == [
        ("outcomes", "buses", "value", "The value 45 does not follow from what is printed: 40辆."),
        ("outcomes", "buses", "sentence", "The sentence in English does not have the value 45."),
        ("outcomes", "buses", "sentence", "The sentence in Chinese does not have the value 45."),
    ]


def test_findings_are_in_the_active_language():
    with override("zh-hans"):
        assert [message for _field, message in of_figure(value=45)] == [
            "由原文写法“40辆”得不出数值 45。",
            "英文文字表述里没有数值 45。",
            "中文文字表述里没有数值 45。",
        ]


def test_both_ends_of_a_range_are_asked_for():
    fields = {"as_printed": "40至50辆", "sentence": both("It has 40 to 50 buses.", "该市有 40 至 50 辆公交车。")}
    assert of_figure(upper_value=50, **fields) == []
    assert of_figure(upper_value=60, **fields) == [
        ("value", "The value 40–60 does not follow from what is printed: 40至50辆."),
        ("sentence", "The sentence in English does not have the value 60."),
        ("sentence", "The sentence in Chinese does not have the value 60."),
    ]


def test_baseline_stands_in_the_sentence():
    sentence = both("It has 40 buses; before, it had 30.", "该市有 40 辆公交车，原来有 30 辆。")
    assert of_figure(baseline_value=30, sentence=sentence) == []
    assert of_figure(baseline_value=20, sentence=sentence) == [
        ("sentence", "The sentence in English does not have the baseline 20."),
        ("sentence", "The sentence in Chinese does not have the baseline 20."),
    ]


def test_equivalent_follows_from_its_print_and_stands_in_its_own_sentence():
    equivalent = {"value": 20, "unit": "vehicles", "as_printed": "20辆"}
    assert of_figure(equivalents=[equivalent]) == []
    wrong = equivalent | {"value": 30, "sentence": both("It has 20.", "有 20 辆。")}
    assert of_figure(equivalents=[equivalent, wrong]) == [
        ("equivalents", "The value 30 does not follow from what is printed: 20辆."),
        ("equivalents", "The sentence in English does not have the value 30."),
        ("equivalents", "The sentence in Chinese does not have the value 30."),
    ]


def test_qualifier_is_the_printed_one():
    assert of_figure(as_printed="约40辆", qualifier="about") == []
    says = "What is printed, 约40辆, says “about”, but “exactly” is recorded."
    assert of_figure(as_printed="约40辆") == [("qualifier", says)]
    assert of_figure(as_printed="约40辆", editors_note=both("Its “约” is rhetoric.", "“约”是修辞。")) == []


def test_value_that_is_no_number_is_said():
    assert of_figure(value="many") == [("value", "“many” is not a number.")]


def test_numbers_of_a_text_are_in_both_languages():
    summary = both("It has 40 buses, run by C40.", "该市有 41 辆公交车，由 C40 运营。")
    assert found(["C40"], summary=summary) == [
        ("", "", "summary", "The English text has 40, the Chinese does not."),
        ("", "", "summary", "The Chinese text has 41, the English does not."),
    ]
    assert found(name=both("Agenda 21", "议程"), ended=2030) == []


def test_row_is_named_by_its_list_and_key():
    wrong = both("2 of them", "两者当中的 3 个")
    steps = [STEP | {"substeps": [{"key": "meet", "text": wrong}]}]
    assert {finding[:3] for finding in found(steps=steps)} == {("substeps", "meet", "text")}
    passages = [{"slug": "book-1", "locator": wrong}]
    assert {finding[:3] for finding in found(passages=passages)} == {("passages", "book-1", "locator")}


def test_months_are_those_of_an_anchor_and_of_the_text():
    assert of_step() == []
    assert of_step(months=7) == [("months", "The months are 7, but no anchor says so.")]
    assert of_step(months=7, citations=[]) == []
    assert of_step(text=both("It took half a year.", "历时六个月。")) == []
    assert of_step(text=both("It took nine months.", "历时 9 个月。")) == [
        ("months", "The months are 6, but the English text says “nine months”."),
        ("months", "The months are 6, but the Chinese text says “9 个月”."),
    ]
    assert of_step(months_qualifier="about") == [
        ("months_qualifier", "The anchor “达成共识(6 个月)” does not say “about”.")
    ]


@pytest.mark.parametrize(("anchor", "months", "upper", "agrees"), [
    ("五年内", 60, None, True), ("五年内", 5, None, False), ("5 年内", 60, None, True), ("2–3 年", 24, 36, True),
    ("2–3 年", 24, None, False),
])  # fmt: skip
def test_years_of_an_anchor_are_read_as_months(anchor, months, upper, agrees):
    cited = [{"passage": "book/x", "anchor": anchor}]
    assert (of_step(months=months, months_upper=upper, citations=cited) == []) is agrees


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        ({"value": 45}, {"en": "Later there were 45."}),
        ({"value": 45}, {"zh-hans": "后来有 45 辆。"}),
        ({"value": 45}, both("Later there were forty-five.", "后来有四十五辆。")),
        ({"sentence": both("It has 40 buses, 12 of them old.", "有 40 辆公交车，部分老旧。")}, {"en": "12 are old."}),
        ({"as_printed": "约40辆"}, both("The table counts 40.", "表中为 40 辆。")),
        ({"baseline_value": 20}, both("Before, it was 20.", "原来有 20 辆。")),
    ],
)
def test_note_answers_where_it_gives_the_number_and_nowhere_else(fields, note):
    assert of_figure(**fields)
    assert of_figure(**fields, editors_note=note) == []
    other = both("In one case, 99.", "一例，99。")
    assert of_figure(**fields, editors_note=other) == of_figure(**fields)


def test_note_of_a_step_answers_its_months():
    assert of_step(months=7, editors_note=both("It was 7 months.", "共 7 个月。")) == []
    assert of_step(months=7, editors_note=both("It was 8 months.", "共 8 个月。"))


def test_note_of_a_record_answers_for_its_texts_but_not_for_its_rows():
    wrong, note = both("It has 12 buses.", "公交车不少。"), both("The Chinese omits 12.", "中文略去 12。")
    assert found(summary=wrong, editors_note=note) == []
    assert len(found(summary=wrong, lessons=[{"key": "one", "text": wrong}], editors_note=note)) == 1


def test_note_does_not_answer_for_itself():
    note = both("It was 12.", "应为 13。")
    assert [finding[2] for finding in found(editors_note=note)] == ["editors_note", "editors_note"]


TONNES = ("thousand tonnes", "千吨")


@pytest.mark.parametrize(
    ("text", "kind", "values", "symbols"),
    [
        ("It reached 1.3 million people.", "level", [1300000], ()),
        ("惠及 130万人", "level", [1300000], ()),
        ("It saved 1,300,000.", "money", [1300000], ()),
        ("Twenty-one cities joined.", "level", [21], ()),
        ("二十一个城市加入", "level", [21], ()),
        ("该市首个区域", "level", [1], ()),
        ("Its first zone.", "level", [1], ()),
        ("Two dozen buses.", "level", [24], ()),
        ("It meets four times a year.", "level", [4], ()),
        ("It saved 40,000 tonnes.", "level", [40], TONNES),
        ("少排 4万吨", "level", [40], TONNES),
        ("It saved 40 thousand tonnes.", "level", [40], TONNES),
        ("Half of all people.", "share", [50], ("%",)),
        ("一半的居民", "share", [50], ("%",)),
        ("九成居民", "share", [90], ("%",)),
        ("Nine in ten residents.", "share", [90], ("%",)),
        ("Nine tenths of it.", "share", [90], ("%",)),
        ("Less than two fifths of countries.", "share", [40], ("%",)),
        ("三分之二的城市", "share", [Decimal("66.666667")], ("%",)),
        ("Every bus is electric.", "share", [100], ("%",)),
        ("公交车都是电动的", "share", [100], ("%",)),
        ("Between 10% and 15% of it.", "share", [10, 15], ("%",)),
        ("十年期预算的 10–15%", "share", [10, 15], ("%",)),
        ("Emissions were cut by 20%.", "percent-change", [-20], ("%",)),
        ("减排 20%", "percent-change", [-20], ("%",)),
        ("Emissions halved.", "percent-change", [-50], ("%",)),
        ("排放减半", "percent-change", [-50], ("%",)),
        ("Ridership doubled.", "percent-change", [100], ("%",)),
        ("It grew sixty percent.", "percent-change", [60], ("%",)),
        ("The share rose by 2 percentage points.", "change", [2], ("percentage points", "个百分点")),
        ("上升 2 个百分点", "change", [2], ("percentage points", "个百分点")),
        ("It has tripled.", "multiple", [3], ()),
        ("数量增长了两倍", "multiple", [3], ()),
        ("Three to five times as much.", "multiple", [3, 5], ()),
        ("A tenfold rise.", "multiple", [10], ()),
        ("Twice as many.", "multiple", [2], ()),
        ("By 31 July 2020 there were 30.", "level", [30], ()),
    ],
)
def test_value_is_read_in_whatever_form_it_has(text, kind, values, symbols):
    assert all(states(text, Decimal(value), kind, symbols) for value in values)


@pytest.mark.parametrize(
    ("text", "kind", "value", "symbols"),
    [
        ("The city has 40 electric buses.", "level", 45, ()),
        ("By 31 July 2020 there were 30.", "level", 31, ()),
        ("2020 年 7 月 31 日有 30 个", "level", 31, ()),
        ("C40 has many cities.", "level", 40, ()),
        ("Agenda 21 began.", "level", 21, ()),
        ("It saved 40 tonnes.", "level", 40, TONNES[:1]),
        ("All 90 cities.", "share", 90, ("%",)),
        ("All of them.", "share", 45, ("%",)),
        ("Half of them.", "share", 45, ("%",)),
        ("It fell by 20 tonnes.", "percent-change", -20, ("%",)),
        ("It fell by two percentage points.", "percent-change", -2, ("%",)),
        ("It has three parts.", "multiple", 3, ()),
        ("It reached 13 million people.", "level", 1300000, ()),
    ],
)
def test_other_numbers_are_not_the_value(text, kind, value, symbols):
    assert not states(text, Decimal(value), kind, symbols, ["Agenda 21"])


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("Within five years, or over 20 years", [60, 240]),
        ("its ten-year plan, after 9 months", [120, 9]),
        ("one and a half years", [18]),
        ("过去二十年间，五年内，9 个月", [240, 60, 9]),
        ("一年半", [18]),
        ("2–3 年", [24, 36]),
        ("In 2019, the first year, a 5-year-old", []),
        ("2019 年 9 月，第三年，九十年代，二〇三〇年", []),
    ],
)
def test_durations_that_a_text_names(text, months):
    assert sorted(value for _written, value in durations(text)) == sorted(months)


# The shipped content


@pytest.fixture(scope="module")
def shipped():
    """The documents of the shipped records, and what is needed to check one."""
    content = read_content(settings.FIXTURES)
    units = {record.slug: record.data for record in content.in_folder("terms") if "dimension" in record.data}
    names = names_with_digits(content.records)
    return [record.data for record in content.records], lambda document: contradictions(document, units, names)


def test_the_shipped_content_has_none(shipped):
    documents, check = shipped
    assert [finding for document in documents for finding in check(document)] == []


def test_a_changed_digit_of_a_shipped_figure_is_found(shipped):
    """One digit of the value, and one of the sentence in either language, of each figure; drawn with a seed."""
    documents, check = shipped
    draw, drawn, missed = random.Random(17), 0, []  # noqa: S311 (no secret)
    for outcome in (outcome for document in documents for outcome in document.get("outcomes") or ()):
        for falsified in _falsified(outcome, draw):
            drawn += 1
            if not list(check({"outcomes": [falsified]})):
                missed.append(falsified)
    assert drawn > 1000
    assert len(missed) <= drawn // 100


def _falsified(outcome, draw):
    value = str(outcome["value"])
    yield outcome | {"value": Decimal(_with_other_digit(value, range(len(value)), draw))}
    for language, text in outcome["sentence"].items():
        # The digits of C40, CO2 or PM2.5 are no number.
        bare = re.sub(r"[A-Za-z]+[0-9.]+", lambda match: "|" * len(match[0]), text)
        if places := [at for at, char in enumerate(bare) if char in "0123456789"]:
            falsified = deepcopy(outcome)
            falsified["sentence"][language] = _with_other_digit(text, places, draw)
            yield falsified


def _with_other_digit(text, places, draw):
    at = draw.choice([at for at in places if text[at] in "0123456789"])
    return text[:at] + draw.choice([digit for digit in "123456789" if digit != text[at]]) + text[at + 1 :]


# The database


@pytest.mark.django_db
def test_stored_record_has_the_findings_of_its_document():
    zone = make.case("zone")
    make.outcome("buses", 45, "40辆", case=zone, **make.both("sentence", "It has 40 buses.", "有 40 辆公交车。"))
    assert [finding[:3] for finding in findings_of(zone)] == [
        ("outcomes", "buses", "value"),
        ("outcomes", "buses", "sentence"),
        ("outcomes", "buses", "sentence"),
    ]


@pytest.mark.django_db
def test_names_of_other_records_are_no_numbers():
    zone = make.case("zone", **make.both("summary", "It began with Agenda 21.", "始于二十一世纪议程之前。"))
    zone.summary_zh_hans = "始于该议程。"
    zone.save()
    assert [finding.field for finding in findings_of(zone)] == ["summary"]
    make.programme("agenda", **make.both("name", "Agenda 21", "议程"))
    assert findings_of(zone) == []


@pytest.mark.django_db
def test_document_of_one_record_is_that_of_the_whole_kind(cast):
    zone = cast.zone
    assert document_of(zone) == fetch(kind_of(CaseStudy), Register())[zone.slug].content


@pytest.mark.django_db
def test_findings_take_the_same_queries_for_two_figures_and_for_four(cast, django_assert_num_queries):
    with CaptureQueriesContext(connection) as queries:
        findings_of(cast.zone)
    for key in ("boats", "trees"):
        outcome = make.outcome(key, case=cast.zone, indicator=make.indicator(key), unit=make.unit(key))
        make.cite(cast.bogota_results, "下降", outcome=outcome)
    with django_assert_num_queries(len(queries)):
        findings_of(cast.zone)

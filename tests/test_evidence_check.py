"""The check of the evidence, on a small tree: one source of two passages, one case."""

from decimal import Decimal

import pytest
import yaml

from casestudies.source_checks.content_facts import (
    ContentRecord,
    changes,
    hashes,
    read_content,
    read_lock,
    write_lock,
)
from casestudies.source_checks.evidence_check import check, names_with_digits
from casestudies.source_checks.numbers_in_both import lacking, stated

TEXT = """# 波哥大
波哥大与 C40 合作设计了该市首个区域，惠及 130万
户，PM2.5 下降 65.9%。
## 方法
1. 建立证据基础(~9 个月) 收集数据。
"""
SOURCE = {
    "slug": "book",
    "text_file": "book.txt",
    "passages": [
        {"slug": "bogota", "locator": {"en": "Bogotá", "zh-hans": "波哥大"}, "opening": "# 波哥大"},
        {"slug": "approach", "locator": {"en": "Approach", "zh-hans": "方法"}, "opening": "## 方法"},
    ],
}
UNITS = [{"slug": "households", "symbol": {"en": "households", "zh-hans": "户"}, "dimension": "count"}]


def citation(anchor, passage="book/bogota"):
    return {"passage": passage, "anchor": anchor}


def outcome(**fields):
    return {
        "key": "heated", "kind": "level", "value": 1300000, "unit": "households", "as_printed": "130万户",
        "citations": [citation("波哥大与C40合作")],
    } | fields  # fmt: skip


def case(**fields):
    return {
        "slug": "zone",
        "background": {"en": "C40 helped 1.3 million households.", "zh-hans": "C40 帮助了 130万户。"},
        "citations": {"background": [citation("首个区域")]},
        "steps": [
            {
                "key": "evidence",
                "months": 9,
                "months_qualifier": "about",
                "citations": [citation("(~9个月)", "book/approach")],
                "substeps": [{"key": "collect", "citations": [citation("收集数据", "book/approach")]}],
            }
        ],
        "outcomes": [outcome()],
    } | fields


@pytest.fixture
def tree(tmp_path):
    """Writes the tree, with whatever differs, and gives its two folders."""

    def write(case_data=None, source=SOURCE, text=TEXT, **files):
        documents = {"cases/zone.yaml": case_data or case(), "sources/book.yaml": source, "terms/units.yaml": UNITS}
        for name, document in (documents | files).items():
            path = tmp_path / "fixtures" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(document if isinstance(document, str) else yaml.safe_dump(document, allow_unicode=True))
        (tmp_path / "texts").mkdir(exist_ok=True)
        (tmp_path / "texts" / "book.txt").write_text(text)
        return tmp_path / "fixtures", tmp_path / "texts"

    return write


@pytest.fixture
def mistakes(tree):
    def run(*args, **kwargs):
        fixtures, texts = tree(*args, **kwargs)
        return [str(mistake) for mistake in check(read_content(fixtures), texts)]

    return run


def test_sound_content_has_no_mistakes_and_its_facts_have_permanent_names(tree, mistakes):
    assert mistakes() == []
    fixtures, _texts = tree()
    assert [fact.name for fact in read_content(fixtures).facts] == [
        "cases/zone#background",
        "cases/zone#outcome-heated",
        "cases/zone#step-evidence",
        "cases/zone#step-collect",
    ]


def test_anchor_stands_exactly_once_in_its_passage(mistakes):
    cited = [citation("市"), citation("C40"), citation("波哥大"), citation("收集数据"), citation("x", "book/z"), {}]
    assert mistakes(case(citations={"background": cited})) == [
        "cases/zone.yaml: zone#background: “波哥大” is 2 times in book/bogota: "
        "“…#波哥大波哥大与C40合…”, “…#波哥大波哥大与C40合作设计…”",
        "cases/zone.yaml: zone#background: “收集数据” is nowhere in book/bogota",
        "cases/zone.yaml: zone#background: there is no passage book/z; allowed: book/approach, book/bogota",
        "cases/zone.yaml: zone#background: there is no passage None; allowed: book/approach, book/bogota",
    ]


def test_anchor_with_other_punctuation_is_shown_as_it_stands(mistakes):
    assert mistakes(case(citations={"background": [citation("首个区域, 惠及")]})) == [
        "cases/zone.yaml: zone#background: “首个区域, 惠及” is nowhere in book/bogota; "
        "it stands there with other punctuation: “首个区域，惠及”"
    ]
    assert mistakes(case(citations={"background": [citation("，。")]})) == [
        "cases/zone.yaml: zone#background: “，。” is nowhere in book/bogota"
    ]


def test_unknown_passage_lists_the_nearest(mistakes):
    assert mistakes(case(citations={"background": [citation("首个区域", "book/bogot")]})) == [
        "cases/zone.yaml: zone#background: there is no passage book/bogot; did you mean “book/bogota”?"
    ]


def test_published_actor_programme_or_event_is_cited_or_named_by_a_cited_fact(mistakes):
    bare = {"slug": "fund", "name": {"en": "Fund", "zh-hans": "基金"}}
    involved = {"key": "fund", "organisation": "fund", "citations": [citation("首个区域")]}
    for folder in ("actors", "programmes", "events"):
        file = f"{folder}/fund.yaml"
        assert mistakes(**{file: bare}) == [
            f"{file}: fund: is published, but has no citation and no cited fact names it"
        ]
        assert mistakes(**{file: bare | {"state": "draft"}}) == []
        cited = bare | {"summary": {"en": "x", "zh-hans": "某"}, "citations": {"summary": [citation("首个区域")]}}
        assert mistakes(**{file: cited}) == []
        assert (mistakes(case(involvements=[involved]), **{file: bare}) == []) == (folder == "actors")
        mistakes(**{file: []})
    assert mistakes(source=SOURCE | {"publisher": "fund"}, **{"actors/fund.yaml": bare}) == []


def test_two_of_a_kind_do_not_share_name_and_parent_or_jurisdiction(mistakes):
    city, twin = ({"slug": slug, "parent": "x", "name": {"en": slug, "zh-hans": "同 名"}} for slug in "ab")
    file = "places/cities.yaml"
    assert mistakes(**{file: [city, twin]}) == [f"{file}: b: has the same name as a, “同 名”"]
    assert mistakes(**{file: [city, twin | {"parent": "y"}]}) == []
    assert mistakes(**{file: [city, twin | {"name": {"en": "A"}}]}) == [f"{file}: b: has the same name as a, “A”"]
    assert mistakes(**{file: [city, twin | {"jurisdictions": ["y"]}]}) == []


def test_fact_without_citation_is_a_mistake(mistakes):
    assert mistakes(case(outcomes=[outcome(citations=[])])) == [
        "cases/zone.yaml: zone#outcome-heated: has no citation"
    ]


def test_print_stands_near_the_anchor(mistakes):
    assert mistakes(text=TEXT.replace("，惠及", "字" * 301)) == [
        "cases/zone.yaml: zone#outcome-heated: “130万户” is not within 300 characters of an anchor"
    ]


def test_value_follows_from_the_print_or_a_note_gives_it(mistakes):
    wrong = outcome(value=13000000)
    assert mistakes(case(outcomes=[wrong])) == [
        "cases/zone.yaml: zone#outcome-heated: value: "
        "The value 13000000 does not follow from what is printed: 130万户."
    ]
    note = {"en": "A slip for 13 million.", "zh-hans": "应为 1300 万。"}
    assert mistakes(case(outcomes=[wrong | {"editors_note": note}])) == []
    assert len(mistakes(case(outcomes=[wrong | {"value": 14000000, "editors_note": note}]))) == 1


def test_fall_is_negative_and_equivalents_are_checked_too(mistakes):
    fall = outcome(kind="percent-change", value=-65.9, unit="percent", as_printed="下降 65.9%")
    assert mistakes(case(outcomes=[fall])) == []
    assert mistakes(case(outcomes=[fall | {"value": 65.9}])) == [
        "cases/zone.yaml: zone#outcome-heated: value: The value 65.9 does not follow from what is printed: 下降 65.9%."
    ]
    (mistake,) = mistakes(case(outcomes=[fall | {"equivalents": [{"value": 2, "as_printed": "首个区域"}]}]))
    assert mistake.endswith("equivalents: The value 2 does not follow from what is printed: 首个区域.")


def test_qualifier_is_the_printed_one(mistakes):
    months = outcome(value=9, as_printed="~9 个月", citations=[citation("建立证据基础", "book/approach")])
    assert mistakes(case(outcomes=[months | {"qualifier": "about"}])) == []
    assert mistakes(case(outcomes=[months])) == [
        "cases/zone.yaml: zone#outcome-heated: qualifier: What is printed, ~9 个月, says “about”, "
        "but “exactly” is recorded."
    ]


def test_duration_of_a_figure_stands_in_an_anchor_in_months_or_years(mistakes):
    zones = outcome(value=9, as_printed="~9 个月", qualifier="about", months_qualifier="about")
    cited = {"citations": [citation("~9 个月", "book/approach")]}
    assert mistakes(case(outcomes=[zones | cited | {"months": 9}])) == []
    (mistake,) = mistakes(case(outcomes=[zones | cited | {"months": 8}]))
    assert mistake == "cases/zone.yaml: zone#outcome-heated: months: The months are 8, but no anchor says so."


def test_months_of_a_step_stand_in_an_anchor(mistakes):
    step = case()["steps"][0]
    assert mistakes(case(steps=[step | {"months": 6}])) == [
        "cases/zone.yaml: zone#step-evidence: months: The months are 6, but no anchor says so."
    ]
    note = {"en": "Six months with the pilot.", "zh-hans": "连同试点六个月。"}
    assert mistakes(case(steps=[step | {"months": 6, "editors_note": note}])) == []
    assert len(mistakes(case(steps=[step | {"months": 7, "editors_note": note}]))) == 1
    assert mistakes(case(steps=[step | {"months_qualifier": "up-to"}])) == [
        "cases/zone.yaml: zone#step-evidence: months_qualifier: The anchor “(~9个月)” does not say “up to”."
    ]


def test_openings_stand_once_and_in_order(mistakes):
    bogota, approach = SOURCE["passages"]
    assert mistakes(source=SOURCE | {"passages": [approach, bogota]})[0] == (
        "sources/book.yaml: book/bogota: its opening words are not in the text after those of the passage before"
    )
    assert mistakes(source=SOURCE | {"passages": [bogota | {"opening": "波哥大"}, approach]})[0] == (
        "sources/book.yaml: book/bogota: its opening words occur again further down: give more of them"
    )
    assert mistakes(source=SOURCE | {"text_file": "gone.txt"}) == [
        "sources/book.yaml: text_file: gone.txt can't be read: FileNotFoundError"
    ]


def test_numbers_in_digits_stand_in_both_languages(mistakes):
    texts = {"en": "1.3 million households, PM2.5 down 65.9%.", "zh-hans": "13万户，PM2.5 下降 65.9%。"}
    assert mistakes(case(background=texts)) == [
        "cases/zone.yaml: zone#background: background: 13万 is in no sentence that it cites, "
        "and no editor's note gives it",
        "cases/zone.yaml: zone: background: The English text has 1.3 million, the Chinese does not.",
        "cases/zone.yaml: zone: background: The Chinese text has 13万, the English does not.",
    ]


def test_broken_files_are_reported_with_everything_else(mistakes):
    files = {"cases/a.yaml": "{", "cases/b.yaml": [{"title": "x"}]}
    first, second = mistakes(**files)
    assert first.startswith("cases/a.yaml: -: can't be read: ")
    assert second == "cases/b.yaml: -: a record has neither slug nor key"


def test_names_are_unique(mistakes):
    assert mistakes(case(outcomes=[outcome(), outcome()])) == [
        "cases/zone.yaml: zone#outcome-heated: another fact has this name"
    ] * 2  # fmt: skip


@pytest.mark.parametrize(
    ("text", "twin"),
    [
        ("In 2022–2024 it took 9 months.", "2022 至 2024 年，历时九个月。"),
        ("launched in September 2023", "2023 年 9 月启动"),
        ("between 1.3 and 1.5 million, or 1.3 to 1.5 million", "1.3 与 150万之间，即 130万至150万"),
        ("two sensors, the second zone", "2 个传感器，第 2 个区域"),
        ("9,000 trees, 100 kW", "9000 棵树，100千瓦"),
        ("See C40, CO2, PM2.5, HSP/HA/1/2/Add.1, a1@c40.org and https://c40.org/2023", "见 C40"),
        ("the 21st century", "二十一世纪"),
        ("twenty-one of ninety-nine", "99 个当中的 21 个"),
        ("1 euro per resident", "每位居民一欧元"),
        ("each euro, every tonne", "每 1 欧元，每 1 吨"),
        ("nine in ten, two thirds", "90%，三分之二"),
        ("US$225 billion and 66.7%", "2250亿美元和 66.7%"),
    ],
)
def test_twins_that_say_the_same(text, twin):
    assert lacking(text, twin) == []
    assert lacking(twin, text) == []


def test_modal_verb_is_no_month():
    assert Decimal(5) not in stated("it may help")
    assert Decimal(5) in stated("in May")


def test_digits_of_names_are_no_figures():
    names = names_with_digits(
        [ContentRecord("f", "actors/a", {"name": {"en": "Agenda 21"}, "aliases": {"en": ["X 9", "Y"]}})]
    )
    assert names == ["Agenda 21", "X 9"]
    assert lacking("Agenda 21 began with X 9 and 8 more", "议程", names) == [("8", 8)]


def test_stamp_tells_what_changed(tree):
    def stamps(*args, **kwargs):
        return hashes(read_content(tree(*args, **kwargs)[0]))

    before = read_lock(write_lock(stamps()))
    assert changes(before, stamps()) == []
    assert changes(before, stamps(case(themes=["air"]))) == []
    assert changes(before, stamps(case(title={"en": "x"}, started=2022))) == ["added cases/zone"]
    assert changes(before, stamps(case(outcomes=[outcome(value=2), outcome(key="new")], steps=[]))) == [
        "changed cases/zone#outcome-heated",
        "added cases/zone#outcome-new",
        "removed cases/zone#step-collect",
        "removed cases/zone#step-evidence",
    ]


def test_parent_step_keeps_its_stamp_when_a_sub_step_changes_and_loses_it_with_its_passage(tree):
    def stamps(*args, **kwargs):
        return hashes(read_content(tree(*args, **kwargs)[0]))

    before, data = stamps(), case()
    data["steps"][0]["substeps"][0]["text"] = {"en": "x"}
    assert changes(before, stamps(data)) == ["changed cases/zone#step-collect"]
    moved = SOURCE | {"passages": [SOURCE["passages"][0], SOURCE["passages"][1] | {"opening": "## 方法 1."}]}
    assert changes(before, stamps(source=moved)) == [
        "changed cases/zone#step-collect",
        "changed cases/zone#step-evidence",
    ]


def test_code_of_an_sdg_target_that_a_source_names_stands_in_a_sentence_that_is_cited(mistakes):
    def found(slug: str) -> list[str]:
        cited = {"background": [citation("首个区域")], "named_sdg_targets": [citation("具体目标")]}
        text = "# 波哥大\n波哥大与 C40 合作设计了该市首个区域，惠及 130万户。它服务于可持续发展具体目标 3.9。\n"
        text += "## 方法\n建立证据基础(~9 个月) 收集数据。\n"
        targets = [{"slug": "3-9", "code": "3.9", "goal": 3}, {"slug": "11-6", "code": "11.6", "goal": 11}]
        data = case(named_sdg_targets=[slug], citations=cited)
        return mistakes(data, text=text, **{"terms/sdg-targets.yaml": targets})

    assert found("3-9") == []
    assert found("11-6") == ["cases/zone.yaml: zone#named_sdg_targets: 11.6 is in no sentence that it cites"]

"""What the sources say and no fact holds, on a small tree: one source of three passages, one case."""

import io

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command

from casestudies.source_checks.content_facts import read_content
from casestudies.source_checks.source_coverage import cover, numbers_in, read_explanations, values_of

SOURCES = settings.BASE_DIR.parent / "shared" / "sources"
REGIONS = [
    "africa",
    "central-east-asia",
    "east-southeast-asia-and-oceania",
    "europe",
    "latin-america",
    "north-america",
    "south-and-west-asia",
]

TEXT = """年度报告

弗里敦 (塞拉利昂)
2020 年起种植超过 120万
棵树木，存活率达到 80%，覆盖两条河流。
Foto 2019

德班 (南非)
C40 城市德班每年减排 3.5 吨。

鸣谢 2021
"""
FREETOWN, DURBAN, THANKS = (
    {"slug": "freetown", "part": "book/africa", "opening": "弗里敦 (塞拉利昂)"},
    {"slug": "durban", "part": "book/africa", "opening": "德班 (南非)"},
    {"slug": "thanks", "part": "book/thanks", "opening": "鸣谢 2021"},
)
SOURCE = {"slug": "book", "text_file": "book.txt", "passages": [FREETOWN, DURBAN, THANKS]}
HEAD = "| passage | what | why |\n| --- | --- | --- |\n"
ALL_EXPLAINED = """| book | everything | title page |
| book/freetown | Foto 2019 | caption |
| book/thanks | everything | thanks |
"""


def citation(anchor, passage="book/freetown"):
    return {"passage": passage, "anchor": anchor}


def outcome(**fields):
    return {"key": "trees", "value": 1200000, "citations": [citation("棵树木")]} | fields


def case(**fields):
    return {
        "slug": "trees",
        "results": {"en": "Four in five trees survive along the two rivers, 80%.", "zh-hans": "两条河边，存活 80%。"},
        "citations": {"results": [citation("存活率")]},
        "started": 2020,
        "outcomes": [outcome(), {"key": "cut", "value": -3.5, "citations": [citation("每年减排", "book/durban")]}],
    } | fields


@pytest.fixture
def tree(tmp_path):
    """Writes the tree, with whatever differs, and gives the options of the command."""

    def write(case_data=None, source=SOURCE, text=TEXT, explained=ALL_EXPLAINED, **files):
        documents = {"cases/trees.yaml": case_data or case(), "sources/book.yaml": source}
        for name, document in (documents | files).items():
            path = tmp_path / "fixtures" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(document if isinstance(document, str) else yaml.safe_dump(document, allow_unicode=True))
        (tmp_path / "texts").mkdir(exist_ok=True)
        (tmp_path / "texts" / "book.txt").write_text(text)
        (tmp_path / "coverage.md").write_text(f"# Coverage\n\n{HEAD}{explained}\nMore.\n")
        return {
            "sources": tmp_path / "texts",
            "fixtures": tmp_path / "fixtures",
            "explanations": tmp_path / "coverage.md",
        }

    return write


@pytest.fixture
def gaps(tree):
    def run(*args, wanted=(), **kwargs):
        options = tree(*args, **kwargs)
        rows = list(read_explanations(options["explanations"].read_text()))
        found = cover(read_content(options["fixtures"]), options["sources"], rows, wanted)
        return [gap for document in found for gap in document.gaps]

    return run


def test_text_that_is_held_or_explained_has_no_gaps(gaps):
    assert gaps() == []


def test_without_explanations_everything_that_no_fact_holds_is_a_gap(gaps):
    assert gaps(explained="") == [
        "book: 4 characters are before the first passage and not cut into passages yet",
        "book/freetown: “2019” in “，覆盖两条河流。Foto2019” is in no fact that cites it",
        "book/thanks: is cited by no fact (1 numbers)",
    ]


def test_passage_that_no_fact_cites_is_a_gap(gaps):
    assert gaps(case(outcomes=[outcome()])) == ["book/durban: is cited by no fact (1 numbers)"]


@pytest.mark.parametrize(
    ("missing", "printed"),
    [
        ({"outcomes": [outcome(value=1300000), case()["outcomes"][1]]}, "120万"),
        ({"results": {"en": "Trees survive along both rivers.", "zh-hans": "两条河。"}}, "80"),
        ({"results": {"en": "80%", "zh-hans": "80%"}}, "两"),
        ({"started": 2021}, "2020"),
    ],
)
def test_each_number_is_asked_for(gaps, missing, printed):
    (gap,) = gaps(case(**missing))
    assert gap.startswith(f"book/freetown: “{printed}” in “")


def test_number_is_held_only_by_facts_that_cite_its_passage(gaps):
    outcomes = [
        outcome(value=1, note={"en": "3.5 tonnes"}),
        outcome(key="cut", citations=[citation("每年减排", "book/durban")]),
    ]
    assert [gap.partition(" in ")[0] for gap in gaps(case(outcomes=outcomes))] == [
        "book/freetown: “120万”",
        "book/durban: “3.5”",
    ]


def test_anchor_of_another_passage_holds_nothing_here(gaps):
    cited = [citation("每年减排"), citation("每年减排 3.5", "book/durban")]
    text = TEXT.replace("Foto 2019", "每年减排 3.5 吨")
    rows = ALL_EXPLAINED.replace("| book/freetown | Foto 2019 | caption |\n", "")
    data = case(outcomes=[outcome()], steps=[{"key": "cut", "citations": cited}])
    assert [gap.partition(" in ")[0] for gap in gaps(data, text=text, explained=rows)] == ["book/freetown: “3.5”"]


def test_anchor_holds_the_numbers_that_stand_in_it_whole(gaps):
    step = {"key": "plant", "citations": [citation("种植超过120万棵树木")]}
    assert gaps(case(outcomes=case()["outcomes"][1:], steps=[step])) == []
    step["citations"] = [citation("超过 12")]
    assert [gap.partition(" in ")[0] for gap in gaps(case(outcomes=case()["outcomes"][1:], steps=[step]))] == [
        "book/freetown: “120万”"
    ]


def test_names_of_records_are_no_figures(gaps):
    assert gaps(text=TEXT.replace("80%，", "80%，依《第 97号法案》，"))[0].startswith("book/freetown: “97” in ")
    laws = {"programmes/law.yaml": [{"slug": "law", "name": {"en": "Local Law 97", "zh-hans": "第97号法案"}}]}
    assert gaps(text=TEXT.replace("80%，", "80%，依《第 97号法案》，"), **laws) == []


@pytest.mark.parametrize("name", ["title", "aliases", "legal_reference", "binds", "editors_note"])
def test_record_answers_for_its_facts(gaps, name):
    text = TEXT.replace("80%，", "80%，1999 年，")
    assert len(gaps(text=text)) == 1
    said = {"legal_reference": "Act of 1999", "aliases": {"en": ["Act of 1999"]}}.get(name, {"en": "In 1999"})
    assert gaps(case(**{name: said}), text=text) == []


@pytest.mark.parametrize(
    ("fields", "values"),
    [
        ({"value": -65.9, "baseline_value": 23, "count": 18, "preferred": True}, {"65.9", "23", "18"}),
        ({"started": "2023-09", "ended": "2024-01-31", "date": 2022}, {"2023", "9", "2024", "1", "31", "2022"}),
        ({"equivalents": [{"value": 3, "as_printed": "约300万美元"}]}, {"3", "3000000"}),
        ({"subgroup": {"en": "75 of the 90", "zh-hans": "九十个中的七十五个，第 5 期"}}, {"75", "90", "5"}),
        ({"key": "plan-2030", "unit": "co2-100", "programme": "net-zero-2040"}, set()),
    ],
)
def test_fields_of_a_fact_are_read(fields, values):
    assert set(map(str, values_of(fields))) == values


def test_date_that_yaml_reads_as_a_date_counts_by_its_parts():
    assert set(map(str, values_of(yaml.safe_load("ended: 2023-09-18")))) == {"2023", "9", "18"}


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("在12年间(2013-2024)将PM2.5减少65.9%", ["12", "2013", "2024", "65.9"]),
        ("C40、CO2、COP30、https://c40.org/?y=2023 和 a1@c40.org", []),
        ("约 1,300个，3.7272亿人次，10-15%", ["1,300", "3.7272亿", "10", "15"]),
        ("九成，三至五倍，翻倍，四分之三，减半", ["九成", "三", "五倍", "翻倍", "四分之三", "减半"]),
        ("两 条隧道、十四年、九百万居民、三大\n项目、第三个", ["两", "十四", "九百万", "三", "第三"]),
        ("一条、三五个、第一个、首个、进一步、二氧化碳、三维、两岸、十分", []),
        ("数百万人、几十个、千家万户、成千上万个、第三方、“十四五”规划、十四五规划", []),
        ("1. **了解** 2 个\n  - 3. 证据\n(a) 4.5 吨\n## 2.3 方法\n2.8 度", ["2", "4.5", "2.8"]),
    ],
)
def test_figures_of_a_text(text, printed):
    assert [number.printed for number in numbers_in(text)] == printed


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("增长两倍", {"3", "200"}),
        ("增长到两倍", {"2", "100"}),
        ("增长逾一倍", {"2", "100"}),
        ("九成", {"90"}),
        ("三分之二", {"66.666667"}),
        ("1.5 万亿", {"1500000000000"}),
    ],
)
def test_figure_is_compared_by_what_it_can_be_worth(text, values):
    (number,) = numbers_in(text)
    assert {f"{value:f}".removesuffix(".0") for value in number.values} == values


def test_explanation_that_explains_nothing_is_a_gap(gaps):
    rows = ALL_EXPLAINED + (
        "| book/freetown | 80% | held by now |\n| book/durban | everything | is cited |\n"
        "| book/thanks | 2021 | the whole passage is |\n"
    )
    assert gaps(explained=rows) == [
        "book/freetown: the explanation of “80%” is no longer needed",
        "book/durban: the explanation of “everything” is no longer needed",
        "book/thanks: the explanation of “2021” is no longer needed",
    ]
    assert gaps(explained=ALL_EXPLAINED, text=TEXT.removeprefix("年度报告\n\n")) == [
        "book: the explanation of “everything” is no longer needed"
    ]


@pytest.mark.parametrize("place", ["book/lagos", "else", "else/freetown"])
def test_explanation_of_what_is_no_passage_is_refused(tree, place):
    with pytest.raises(CommandError, match=f"There are explanations of unknown passages: {place}[.]"):
        call_command("source_coverage", **tree(explained=f"| {place} | everything | gone |\n"), stdout=io.StringIO())


def test_stretch_is_explained_as_a_whole(gaps):
    assert gaps(explained=ALL_EXPLAINED.replace("| book | everything", "| book | 年度报告")) == [
        "book: 4 characters are before the first passage and not cut into passages yet",
        "book: the explanation of “年度报告” is no longer needed",
    ]


def test_explanation_covers_what_stands_in_it_and_no_more(gaps):
    text = TEXT.replace("80%，", "80%，2018 年、2017 年，")
    (gap,) = gaps(text=text, explained=ALL_EXPLAINED + "| book/freetown | 2018年 | slip |\n")
    assert gap.startswith("book/freetown: “2017” in ")


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ([], {"book", "freetown", "thanks"}),
        (["book"], {"book", "freetown", "thanks"}),
        (["book/africa"], {"freetown"}),
        (["book/durban"], set()),
        (["book/durban", "book/thanks"], {"thanks"}),
        (["book/thanks", "book", "book/africa"], {"book", "freetown", "thanks"}),
    ],
)
def test_parts_and_passages_can_be_asked_for(gaps, wanted, expected):
    found = gaps(explained="", wanted=wanted)
    assert {gap.partition(":")[0].removeprefix("book/") for gap in found} == expected


def test_explanations_of_what_was_not_asked_for_are_not_judged(gaps):
    rows = ALL_EXPLAINED + "| book/freetown | 80% | held |\n"
    assert gaps(explained=rows, wanted=["book/durban"]) == []


@pytest.mark.parametrize("wanted", ["else", "book/lagos", "else/freetown"])
def test_what_is_asked_for_exists(tree, wanted):
    with pytest.raises(CommandError, match=r"There is no source else|book has neither a passage nor a part lagos"):
        call_command("source_coverage", wanted, **tree(), stdout=io.StringIO())


def test_passage_that_is_not_found_and_text_that_is_not_there_are_gaps(gaps):
    assert gaps(source=SOURCE | {"passages": [FREETOWN, DURBAN | {"opening": "拉各斯"}, THANKS]})[0] == (
        "sources/book.yaml: book/durban: its opening words are not in the text after those of the passage before"
    )
    assert gaps(source=SOURCE | {"text_file": "gone.txt"}, explained="")[0] == (
        "sources/book.yaml: text_file: gone.txt can't be read: FileNotFoundError"
    )


def test_source_without_text_is_asked_for_its_passages_only(gaps):
    source = {"slug": "book", "passages": [FREETOWN, DURBAN, THANKS]}
    assert gaps(source=source, explained="") == ["book/thanks: is cited by no fact (0 numbers)"]


@pytest.mark.parametrize("table", ["", HEAD + "| a | b |\n", HEAD + "| a | b | |\n"])
def test_table_that_cannot_be_read_is_refused(tree, table):
    options = tree()
    options["explanations"].write_text(f"# Coverage\n\n{table}")
    with pytest.raises(CommandError, match="needs three filled cells|there is no table with"):
        call_command("source_coverage", **options, stdout=io.StringIO())


def test_other_tables_and_bars_in_cells():
    other = "| a | b |\n| - | - |\n| 1 | 2 |\n\n"
    (row,) = read_explanations(f"{other}{HEAD}| book/x | 1 \\| 2 | why |\n\n| book/y | 3 | after the table |\n")
    assert (row.place, row.what, row.why) == ("book/x", "1 | 2", "why")


def run(options, *wanted, **others):
    out, err = io.StringIO(), io.StringIO()
    call_command("source_coverage", *wanted, **options, **others, stdout=out, stderr=err)
    return out.getvalue().splitlines(), err.getvalue().splitlines()


def test_command_says_what_it_did(tree):
    assert run(tree()) == (
        ["book: 3 passages, 2 cited; 7 numbers, 5 in facts, 2 explained, 0 left; 0 gaps"],
        [],
    )


@pytest.mark.parametrize(("verbosity", "named"), [(0, 0), (1, 3)])
def test_command_fails_on_a_gap(tree, verbosity, named):
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("source_coverage", **tree(explained=""), stdout=out, stderr=err, verbosity=verbosity)
    assert stop.value.code == 1
    assert out.getvalue().splitlines() == [
        "book: 3 passages, 2 cited; 7 numbers, 5 in facts, 0 explained, 2 left; 3 gaps"
    ]
    assert len(err.getvalue().splitlines()) == named


def test_command_fails_on_a_file_that_cannot_be_read(tree):
    err = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("source_coverage", **tree(**{"cases/a.yaml": "{"}), stdout=io.StringIO(), stderr=err)
    assert err.getvalue().startswith("cases/a.yaml: -: can't be read: ")


if SOURCES.is_dir():

    @pytest.mark.parametrize("wanted", [["c40-clean-air"], [f"c40-at-20/{region}" for region in REGIONS]])
    def test_sources_are_told_whole(wanted):
        """Not so the chapters of c40-at-20, which are not cut into passages yet, and its list of funders."""
        rows = list(read_explanations((settings.BASE_DIR / "docs" / "coverage.md").read_text(encoding="utf-8")))
        found = list(cover(read_content(settings.BASE_DIR / "fixtures"), SOURCES, rows, wanted))
        assert [gap for document in found for gap in document.gaps] == []
        assert [document.source for document in found] == [wanted[0].partition("/")[0]]

"""The command that checks the evidence: what it prints, stamps and refuses, on the tree of the tests of loading."""

import io

import pytest
from django.core.management import call_command

from casestudies.source_checks.content_facts import hashes, read_content, read_lock

from .test_fixture_tree import FILES, edit

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def whole(tmp_path):
    """The tree of the tests of loading, with a text that proves it: the folders of the documents and of the text."""
    fixtures, texts = tmp_path / "fixtures", tmp_path / "texts"
    for name, text in FILES.items():
        (fixtures / name).parent.mkdir(parents=True, exist_ok=True)
        (fixtures / name).write_text(text)
    edit(fixtures, "sources/report.yaml", "passages:", "text_file: book.txt\npassages:")
    edit(fixtures, "sources/report.yaml", "波哥大}}", "波哥大}, opening: '# 波哥大'}")
    edit(fixtures, "sources/report.yaml", "附件}}", "附件}, opening: '# 附件'}")
    edit(fixtures, "cases/bogota-air.yaml", "  months_qualifier: about\n", "")
    proof = "summary: {en: A zone., zh-hans: 区域。}\ncitations: {summary: [{passage: report/bogota, anchor: 首个}]}\n"
    with (fixtures / "programmes/zuma.yaml").open("a") as file:
        file.write(proof)
    texts.mkdir()
    (texts / "book.txt").write_text(
        "# 波哥大\n自2007年起，用九个月收集；首个区域2022年试点，2024年1月31日止，效果持久；共有两个。\n"
        "# 附件\n证据，会面。"
    )
    return fixtures, texts


def run(fixtures, texts, **options):
    """The last line of the command, its mistakes, and whether it failed."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("check_evidence", sources=texts, fixtures=fixtures, stdout=out, stderr=err, **options)
    except SystemExit as stop:
        return out.getvalue().splitlines()[-1], err.getvalue().splitlines(), stop.code
    return out.getvalue().splitlines()[-1], err.getvalue().splitlines(), 0


def test_command_stamps_clean_content_and_says_what_it_did(whole):
    assert run(*whole) == ("12 facts, 13 citations checked, 0 mistakes", [], 0)
    fixtures, _texts = whole
    assert read_lock((fixtures / "evidence.lock").read_text()) == hashes(read_content(fixtures))


def test_command_fails_on_a_mistake_and_stamps_nothing(whole):
    fixtures, _texts = whole
    edit(fixtures, "cases/bogota-air.yaml", "value: 1.0", "value: 7")
    line, mistakes, code = run(*whole)
    assert (line, code) == ("12 facts, 13 citations checked, 3 mistakes", 1)
    fact = "cases/bogota-air.yaml: bogota-air#outcome-first-zone"
    assert mistakes == [
        f"{fact}: value: The value 7 does not follow from what is printed: 首个.",
        f"{fact}: sentence: The sentence in English does not have the value 7.",
        f"{fact}: sentence: The sentence in Chinese does not have the value 7.",
    ]
    assert not (fixtures / "evidence.lock").exists()


def test_no_stamp_only_checks(whole):
    assert run(*whole, no_stamp=True)[2] == 0
    assert not (whole[0] / "evidence.lock").exists()


def test_command_does_not_call_clean_what_a_load_would_refuse(whole):
    fixtures, _texts = whole
    edit(fixtures, "cases/bogota-air.yaml", "depth: snapshot", "depth: short")
    edit(
        fixtures,
        "terms/glossary.yaml",
        "  citations:\n    definition:\n    - {passage: report/bogota, anchor: 区域}\n",
        "",
    )
    line, mistakes, code = run(*whole)
    assert mistakes == [
        "cases/bogota-air.yaml: depth: “short” can't be chosen; did you mean “snapshot”?",
        "terms/glossary.yaml: clean-air-zone.citations.definition: missing: "
        "“definition” needs a passage and an anchor",
    ]
    assert code == 1


def test_broken_file_is_reported_once(whole):
    fixtures, _texts = whole
    edit(fixtures, "terms/themes.yaml", "{en: Smog, zh-hans: 雾霾}", "{en: Smog, zh-hans: 雾: 霾}")
    assert run(*whole)[1] == [
        "terms/themes.yaml: line 7: no YAML: did not find expected ',' or '}'; unquoted comma?",
    ]


def test_what_is_not_published_may_lack_citations_and_no_more(whole):
    fixtures, _texts = whole
    lesson = "- key: fast\n  kind: advice\n  title: {en: Take 3 days}\n  text: {en: In 2031.}\n"
    edit(fixtures, "cases/bogota-air.yaml", "lessons:\n", f"lessons:\n{lesson}")
    assert {mistake.partition(": ")[2].partition(":")[0] for mistake in run(*whole)[1]} >= {
        "lessons.fast.citations",
        "bogota-air#lesson-fast",
    }
    edit(fixtures, "cases/bogota-air.yaml", "level: local", "level: local\nstate: draft")
    edit(fixtures, "transfers/transfers.yaml", "citations:\n  - {passage: report/bogota, anchor: 九个月}", "")
    assert run(*whole) == ("13 facts, 12 citations checked, 0 mistakes", [], 0)
    edit(fixtures, "cases/bogota-air.yaml", "anchor: 持久}", "anchor: 长久}")
    assert run(*whole)[1] == ["cases/bogota-air.yaml: bogota-air#lesson-slow: “长久” is nowhere in report/bogota"]

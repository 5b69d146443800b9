"""The draw of outcomes for a second reading: the same for the same seed, and all that a reader needs."""

import io
from decimal import Decimal

import pytest
import yaml
from django.core.management import CommandError, call_command

from casestudies.source_checks.content_facts import ContentFact, read_content
from casestudies.source_checks.outcome_draw import draw, outcomes_of

TEXT = f"{'前' * 400}弗里敦\n种植 120万棵树，\n存活率 80%。{'后' * 400}"
SOURCES = [
    {
        "slug": "book",
        "text_file": "book.txt",
        "passages": [
            {"slug": "all", "locator": {"en": "The book", "zh-hans": "书"}, "opening": "前前前" + "前" * 397}
        ],
    },
    {"slug": "other", "passages": [{"slug": "all", "locator": {"en": "Other", "zh-hans": "另"}}]},
]


def outcome(key, source="book", anchor="种植120万"):
    cited = [{"passage": f"{source}/all", "anchor": anchor}]
    return {"key": key, "value": 1200000, "sentence": {"en": "Trees.", "zh-hans": "树。"}, "citations": cited}


@pytest.fixture
def folders(tmp_path):
    rows = [*(outcome(f"o{index}") for index in range(6)), outcome("elsewhere", "other")]
    step = {"key": "plant", "citations": [{"passage": "book/all", "anchor": "种植"}]}
    documents = {"sources.yaml": SOURCES, "cases.yaml": [{"slug": "trees", "outcomes": rows, "steps": [step]}]}
    for name, document in documents.items():
        path = tmp_path / "fixtures" / name.removesuffix(".yaml") / name
        path.parent.mkdir(parents=True)
        path.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False))
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "book.txt").write_text(TEXT)
    return {"fixtures": tmp_path / "fixtures", "sources": tmp_path / "texts"}


def run(**options):
    out = io.StringIO()
    call_command("draw_outcomes", **options, stdout=out)
    return out.getvalue().splitlines()


def facts(*names):
    return [ContentFact("f", name, "outcome", {"value": Decimal(1)}, ()) for name in names]


def test_draw_depends_on_seed_and_names_alone():
    drawn = [fact.name for fact in draw(facts("a", "b", "c", "d", "e"), 2026, 5)]
    assert drawn == ["b", "c", "d", "e", "a"]
    assert [fact.name for fact in draw(facts("e", "c", "a", "d", "b"), 2026, 5)] == drawn
    assert [fact.name for fact in draw(facts("a", "b", "c", "d", "e"), 2027, 5)] != drawn


def test_added_fact_leaves_the_others_in_their_order():
    before = [fact.name for fact in draw(facts("a", "b", "c", "d", "e"), 2026, 5)]
    after = [fact.name for fact in draw(facts("new", "a", "b", "c", "d", "e"), 2026, 6)]
    assert [name for name in after if name != "new"] == before


def test_only_outcomes_are_drawn_and_only_those_of_the_source(folders):
    content = read_content(folders["fixtures"])
    assert len(outcomes_of(content)) == 7
    assert {fact.name for fact in outcomes_of(content, "book")} == {
        f"cases/trees#outcome-o{index}" for index in range(6)
    }
    assert [fact.name for fact in outcomes_of(content, "other")] == ["cases/trees#outcome-elsewhere"]


def test_names_only(folders):
    names = run(**folders, seed=1, count=3, names=True)
    assert names == [fact.name for fact in draw(outcomes_of(read_content(folders["fixtures"])), 1, 3)]
    assert len(names) == 3


def test_each_outcome_lies_beside_its_source(folders):
    (name,) = run(**folders, seed=1, count=1, source="book", names=True)
    assert run(**folders, seed=1, count=1, source="book") == [
        name,
        f"    key: {name.removeprefix('cases/trees#outcome-')}",
        "    value: 1200000",
        "    sentence:",
        "      en: Trees.",
        "      zh-hans: 树。",
        "  book/all (The book)",
        "    anchor: 种植120万",
        f"    > {'前' * 296}弗里敦",
        "    > 种植 120万棵树，",
        f"    > 存活率 80%。{'后' * 288}",
        "",
        "1 of 6 outcomes, seed 1",
    ]


def test_without_the_texts_the_anchors_stand_alone(folders):
    lines = run(fixtures=folders["fixtures"], seed=1, count=9, source="other")
    assert lines[-4:] == ["  other/all (Other)", "    anchor: 种植120万", "", "1 of 1 outcomes, seed 1"]


def test_source_exists(folders):
    with pytest.raises(CommandError, match="There is no source novel: book, other."):
        run(**folders, seed=1, count=1, source="novel")

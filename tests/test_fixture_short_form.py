"""The short form of a long list: each name becomes a record, and the list comes back as it was written."""
# ruff: noqa: E501 - mistakes as one would write them

import pytest

from casestudies.models import Affiliation, Organisation
from casestudies.source_checks.content_facts import read_content

from .test_fixture_mistakes import mistakes
from .test_fixture_tree import contents, edit, load_once, run, write_tree  # noqa: F401 the fixture

pytestmark = [pytest.mark.django_db, pytest.mark.once]

FUNDERS = """- each:
    kind: not-said
    name:
      en: '{name}'
    affiliations:
    - key: funds-c40
      kind: funder-of
      other: c40
      citations:
      - {passage: report/annex, anchor: '{anchor}'}
  names:
    amazon: Amazon
    arup:
      name: Arup
      anchor: Amazon Arup
    long-fund: The Foundation for Very Long Names
"""


@pytest.fixture
def listed(tree):
    (tree / "actors/funders.yaml").write_text(FUNDERS)
    return tree


def test_each_name_is_a_record_with_its_cited_fact(listed):
    run("load_fixtures", listed)
    facts = {
        fact.organisation.slug: (str(fact.organisation.name), fact.citations.get().anchor)
        for fact in Affiliation.objects.filter(other__slug="c40")
    }
    assert facts == {
        "amazon": ("Amazon", "Amazon"),
        "arup": ("Arup", "Amazon Arup"),
        "long-fund": ("The Foundation for Very Long Names", "The Foundation for Very L"),
    }
    assert Organisation.objects.get(slug="arup").kind == "not-said"


def test_evidence_check_reads_the_same_facts(listed):
    named = [fact for fact in read_content(listed).facts if fact.file == "actors/funders.yaml"]
    assert [(fact.name, fact.citations[0]["anchor"]) for fact in named] == [
        ("actors/amazon#affiliation-funds-c40", "Amazon"),
        ("actors/arup#affiliation-funds-c40", "Amazon Arup"),
        ("actors/long-fund#affiliation-funds-c40", "The Foundation for Very L"),
    ]


def test_loading_and_dumping_changes_no_byte(listed):
    load_once(listed)
    run("dump_fixtures", listed)
    assert (listed / "actors/funders.yaml").read_text() == FUNDERS
    dumped = contents(listed)
    assert run("load_fixtures", listed)[-1].endswith(" unchanged")
    run("dump_fixtures", listed)
    assert contents(listed) == dumped


def test_record_that_was_edited_is_written_out_and_loads_again(listed):
    load_once(listed)
    Organisation.objects.filter(slug="amazon").update(kind="company")
    run("dump_fixtures", listed)
    text = (listed / "actors/funders.yaml").read_text()
    assert text.startswith("- slug: amazon\n")
    assert "kind: company" in text
    assert "  names:\n    arup:\n" in text
    assert "amazon: Amazon" not in text
    run("load_fixtures", listed)
    run("dump_fixtures", listed)
    assert (listed / "actors/funders.yaml").read_text() == text


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("  names:\n", "  called: [a]\n  names:\n", "[1].called: unknown key: a short form has `each`"),
        ("amazon: Amazon", "amazon: 7", "[1].names.amazon: a name is needed, or {name: …, anchor: …}, not the number 7"),
        ("      anchor: Amazon Arup\n", "", "[1].names.arup: a name is needed, or {name: …, anchor: …}, not a mapping"),
        ("amazon: Amazon", "Amazon: Amazon", "[1].Amazon.slug: "),
        ("amazon: Amazon", "c40: Amazon", "[1].c40"),
        ("    kind: not-said", "    slug: all\n    kind: not-said", "[1].each.slug: each record has its own"),
        ("kind: not-said", "kind: fund", "[1].amazon.kind: “fund” can't be chosen"),
        ("'{anchor}'", "'{anker}'", "[1].each: nothing fills {anker}; there are {name} and {anchor}"),
    ],
)  # fmt: skip
def test_mistake_is_named_at_the_list(listed, old, new, line):
    edit(listed, "actors/funders.yaml", old, new)
    assert [one for one in mistakes(listed) if one.startswith(f"actors/funders.yaml: {line}")]


@pytest.mark.parametrize("each", ["[a]", "text", ""])
def test_list_without_what_all_have_is_a_mistake(listed, each):
    (listed / "actors/funders.yaml").write_text(f"- each: {each}\n  names: {{amazon: Amazon}}\n")
    assert mistakes(listed)[0].startswith("actors/funders.yaml: [1].each: a mapping is needed")
    (listed / "actors/funders.yaml").write_text(f"- each: {{kind: company}}\n  names: {each}\n")
    assert mistakes(listed)[0].startswith("actors/funders.yaml: [1].names: a mapping of slugs to names is needed")

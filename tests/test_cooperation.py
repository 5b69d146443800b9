"""Levels of government that act together: shown with who gives, who receives and how, cited, and found by both."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from casestudies.models import Cooperation
from tests import factories as make
from tests.downloads import Download
from tests.reading import Reading, texts

from .test_fixture_mistakes import mistakes
from .test_fixture_tree import contents, edit, run, write_tree  # noqa: F401 the fixture

pytestmark = pytest.mark.once

ZONE, ZUMA = "bogota-clean-air-zone", "zuma"


@pytest.fixture
def acting(cast):
    """The nation funds what Bogotá does, and takes up its pilot; in ZUMA, city and region plan together."""
    cast.grant = make.cooperation(
        "grant", case=cast.zone, **make.both("text", "The ministry paid for the sensors.", "部委出资购买传感器。")
    )
    cast.pilot = make.cooperation("pilot", "local", "national", "pilot-taken-up", case=cast.zone)
    cast.joint = make.cooperation("board", "local", "regional", "joint-planning", programme=cast.zuma)
    make.cite(cast.bogota_results, "部委出资", cooperation=cast.grant)
    make.cite(cast.bogota_results, "推广到全国", cooperation=cast.pilot)
    make.cite(cast.bogota_approach, "共同规划", cooperation=cast.joint)
    return cast


def section(client, path: str) -> tuple[Reading, list[str]]:
    page = Reading(client.get(path))
    return page, [texts(line) for line in page.all("li", page.one("section", id="cooperation"), id=None)]


def test_case_says_who_gave_what_to_whom_with_the_passage_that_proves_it(client, acting):
    page = Reading(client.get(f"/case-studies/{ZONE}/"))
    assert texts(page.one("h2", id="cooperation-title")) == "Levels acting together"
    grant = page.one("li", id="cooperation-grant")
    assert texts(grant).startswith("National → local: funding")
    assert texts(page.one("p", grant, class_="quiet")) == "The ministry paid for the sensors."
    assert [texts(quote) for quote in page.all("q", grant)] == ["部委出资"]
    assert texts(page.one("li", id="cooperation-pilot")).startswith("Local → national: pilot taken up")
    assert acting.grant.get_absolute_url() == f"/case-studies/{ZONE}/#cooperation-grant"


def test_planning_together_goes_both_ways(client, acting):
    page = Reading(client.get(f"/programmes/{ZUMA}/"))
    board = page.one("li", id="cooperation-board")
    assert texts(board).startswith("Local ↔ regional: joint planning")
    assert [texts(quote) for quote in page.all("q", board)] == ["共同规划"]


def test_page_without_it_has_no_such_section(client, cast):
    for path in (f"/case-studies/{ZONE}/", f"/programmes/{ZUMA}/"):
        assert Reading(client.get(path)).all(id="cooperation") == []


def test_chinese_page_has_the_chinese_text(client, acting):
    grant = Reading(client.get(f"/zh-hans/case-studies/{ZONE}/")).one("li", id="cooperation-grant")
    assert "部委出资购买传感器。" in texts(grant)


def test_passage_lists_it_among_its_facts(client, acting):
    page = Reading(client.get("/sources/c40-clean-air/"))
    facts = [texts(fact) for fact in page.all("li", page.one(id="bogota-results"))]
    assert "National → local: funding Clean air zones that put equity first 部委出资" in facts


def test_program_reads_it_in_its_record_and_in_a_list_of_its_own(read_api, acting):
    grant, pilot = read_api(f"case-studies/{ZONE}/")["cooperation"]
    assert {name: grant[name] for name in ("key", "level", "with_level", "manner")} == {
        "key": "grant", "level": "national", "with_level": "local", "manner": "funding",
    }  # fmt: skip
    assert grant["text"] == {"en": "The ministry paid for the sensors.", "zh-Hans": "部委出资购买传感器。"}
    assert [one["anchor"] for one in grant["citations"]] == ["部委出资"]
    assert pilot["text"] == {"en": None, "zh-Hans": None}
    assert [one["key"] for one in read_api(f"programmes/{ZUMA}/")["cooperation"]] == ["board"]
    assert read_api(f"cooperation/case/{ZONE}/grant/")["owner"]["slug"] == ZONE


@pytest.mark.everywhere
@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("", ["grant", "pilot", "board"]),
        ("cooperation=funding", ["grant"]),
        ("cooperation_level=national", ["grant", "pilot"]),
        ("cooperation_level=regional&cooperation=joint-planning", ["board"]),
        ("programme=zuma", ["board"]),
    ],
)
def test_list_for_programs_is_filtered_by_manner_and_either_level(read_api, acting, query, keys):
    assert [one["key"] for one in read_api(f"cooperation/?{query}")["results"]] == keys


def test_draft_case_has_none_in_public(read_api, acting):
    make.cooperation("secret", case=acting.ferry)
    assert read_api("cooperation/")["count"] == 3


@pytest.mark.everywhere
@pytest.mark.parametrize(
    ("name", "query", "rows"),
    [
        ("case-studies", "cooperation=funding", [ZONE]),
        ("case-studies", "cooperation=mandate&cooperation=pilot-taken-up", [ZONE]),
        ("case-studies", "cooperation=mandate", []),
        ("case-studies", "cooperation_level=national", [ZONE]),
        ("case-studies", "cooperation_level=regional", []),
        ("programmes", "cooperation=joint-planning&cooperation_level=regional", [ZUMA]),
        ("programmes", "cooperation_level=international", []),
    ],
)
def test_lists_find_it_by_manner_and_by_either_level(read_api, acting, name, query, rows):
    assert [row["slug"] for row in read_api(f"{name}/?{query}")["results"]] == rows


def test_facets_count_each_record_once(client, acting):
    page = Reading(client.get("/case-studies/"))
    for facet, counted in {
        "cooperation": ["Funding 1", "Pilot taken up 1"],
        "cooperation_level": ["Local 1", "National 1"],
    }.items():
        assert [texts(choice) for choice in page.choices(facet).values()] == counted


def test_download_has_it_in_three_lists_and_its_proofs(client, acting):
    (row,) = [row for row in Download(client.get("/case-studies.json")).json["rows"] if row["slug"] == ZONE]
    assert row["cooperation"] == ["funding", "pilot-taken-up"]
    assert row["cooperation_levels"] == ["national", "local"]
    assert row["cooperation_with_levels"] == ["local", "national"]
    assert [proof for proof in row["proves"] if proof == "cooperation"] == ["cooperation"] * 2
    (row,) = [row for row in Download(client.get("/programmes.json")).json["rows"] if row["slug"] == ZUMA]
    assert (row["cooperation"], row["anchors"]) == (["joint-planning"], ["共同规划"])


@pytest.mark.everywhere
def test_it_belongs_to_one_record(cast):
    fact = Cooperation(key="both", level="local", with_level="local", manner="data")
    fact.case, fact.programme = cast.zone, cast.zuma
    with pytest.raises(ValidationError, match="exactly one"):
        fact.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        make.cooperation("nobody")


@pytest.mark.everywhere
def test_key_is_unique_in_its_record(acting):
    make.cooperation("grant", programme=acting.zuma)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.cooperation("grant", case=acting.zone)


@pytest.mark.everywhere
def test_several_levels_are_no_level_of_a_pair(cast):
    with pytest.raises(ValidationError, match="several"):
        Cooperation(key="all", level="several", with_level="local", manner="data", case=cast.zone).full_clean()


def test_curator_sees_it_in_the_form_of_its_record(admin_client, acting):
    for record in (acting.zone, acting.zuma):
        form = admin_client.get(f"/admin/casestudies/{record._meta.model_name}/{record.pk}/change/")
        assert 'id="cooperation-group"' in form.content.decode()


# In content files

IN_FILE = """cooperation:
- key: grant
  level: national
  with_level: local
  manner: funding
  text: {en: The ministry paid., zh-hans: 部委出资。}
  citations:
  - {passage: report/bogota, anchor: 部委出资}
"""


@pytest.fixture
def told(tree):
    for path in ("cases/bogota-air.yaml", "programmes/zuma.yaml"):
        (tree / path).write_text((tree / path).read_text(encoding="utf-8") + IN_FILE, encoding="utf-8")
    run("load_fixtures", tree)
    return tree


@pytest.mark.django_db
def test_files_are_loaded_and_dumped_unchanged(told):
    assert sorted(fact.owner_name for fact in Cooperation.objects.all()) == ["case", "programme"]
    run("dump_fixtures", told)
    before = contents(told)
    assert b"cooperation:\n- key: grant\n  level: national\n" in before["cases/bogota-air.yaml"]
    run("load_fixtures", told)
    run("dump_fixtures", told)
    assert contents(told) == before
    assert Cooperation.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        ("  citations:\n  - {passage: report/bogota, anchor: 部委出资}\n", "", "cooperation.grant.citations: missing"),
        ("manner: funding", "manner: gift", "cooperation.grant.manner: “gift” can't be chosen"),
        ("level: national", "level: several", "cooperation.grant.level: “several” can't be chosen"),
    ],
)
def test_mistakes_are_named(told, wrong, right, message):
    edit(told, "cases/bogota-air.yaml", wrong, right)
    assert any(message in line for line in mistakes(told))

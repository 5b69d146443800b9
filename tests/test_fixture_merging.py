"""Content files that say that a record was merged into another: checked, loaded, dumped."""
# ruff: noqa: E501 - documents and mistakes as one would write them

import pytest

from casestudies.models import CaseStudy, FormerSlug, Lesson, Organisation, Programme, Transfer
from casestudies.source_checks.content_facts import read_content
from tests import factories as make

from .test_fixture_mistakes import mistakes
from .test_fixture_tree import contents, edit, load_once, run, write_tree  # noqa: F401 the fixture

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SMOG = """slug: bogota-smog
title: {en: Smog in Bogotá, zh-hans: 波哥大的雾霾}
summary: {en: They measured., zh-hans: 他们做了测量。}
depth: snapshot
level: local
places: [bogota, norway]
themes: [smog]
citations:
  summary:
  - {passage: report/bogota, anchor: 测量}
lessons:
- key: persist
  kind: advice
  title: {en: Persist, zh-hans: 坚持}
  text: {en: It pays., zh-hans: 有回报。}
  citations:
  - {passage: report/bogota, anchor: 坚持}
"""
MERGED = "slug: bogota-smog\nmerged_into: bogota-air\n"
FILE = "cases/bogota-smog.yaml"


@pytest.fixture
def loaded(tree, db):
    """The tree with a second case about the same action, loaded; then the files merge it into the first."""
    (tree / FILE).write_text(SMOG, encoding="utf-8")
    load_once(tree)
    (tree / FILE).write_text(MERGED, encoding="utf-8")
    return tree


def case(slug: str) -> CaseStudy:
    return CaseStudy.objects.get(slug=slug)


def lessons(slug: str) -> list[str]:
    return [lesson.key for lesson in case(slug).lessons.all()]


def test_facts_tags_and_places_move_and_the_address_leads_to_the_other(client, loaded):
    lines = run("load_fixtures", loaded)
    assert "case study bogota-smog: moved to bogota-air, whose file lacks it: Lesson “persist”" in lines
    assert case("bogota-smog").state == "merged"
    assert lessons("bogota-air") == ["slow", "persist"]
    assert {place.slug for place in case("bogota-air").places.all()} == {"bogota", "norway"}
    assert client.get("/case-studies/bogota-smog/")["Location"] == "/case-studies/bogota-air/"
    assert client.get("/zh-hans/case-studies/bogota-smog/")["Location"] == "/zh-hans/case-studies/bogota-air/"


def test_what_moved_is_kept_by_the_next_load_until_it_is_dumped(loaded):
    run("load_fixtures", loaded)
    edit(loaded, "programmes/zuma.yaml", "kind: programme", "kind: plan")
    lines = run("load_fixtures", loaded)
    assert "edited here since the last load: case study bogota-air; --overwrite replaces what was edited" in lines
    assert lessons("bogota-air") == ["slow", "persist"]
    run("dump_fixtures", loaded)
    before = contents(loaded)
    assert b"- key: persist" in before["cases/bogota-air.yaml"] and before[FILE] == MERGED.encode()
    assert run("load_fixtures", loaded)[-1].endswith("unchanged")
    run("dump_fixtures", loaded)
    assert contents(loaded) == before
    assert run("load_fixtures", loaded)[0].endswith("is already loaded")


def test_file_that_took_over_all_facts_leaves_nothing_to_dump(loaded):
    text = (loaded / "cases/bogota-air.yaml").read_text(encoding="utf-8")
    text = text.replace("places: [bogota]", "places: [bogota, norway]") + SMOG[SMOG.index("- key: persist") :]
    (loaded / "cases/bogota-air.yaml").write_text(text, encoding="utf-8")
    lines = run("load_fixtures", loaded)
    assert [line for line in lines if "moved" in line or "kept" in line] == []
    assert run("load_fixtures", loaded)[0].endswith("is already loaded")
    assert lessons("bogota-smog") == ["persist"]  # the same, out of sight


def test_fact_that_differs_under_one_key_stays_and_is_named(loaded):
    Lesson.objects.filter(key="slow").update(key="persist")
    CaseStudy.objects.update(loaded_digest="")
    assert "edited here" in "\n".join(run("load_fixtures", loaded))
    text = (loaded / "cases/bogota-air.yaml").read_text(encoding="utf-8").replace("- key: slow", "- key: persist")
    (loaded / "cases/bogota-air.yaml").write_text(text, encoding="utf-8")
    lines = run("load_fixtures", loaded, overwrite=True)
    assert "case study bogota-smog: kept with it out of sight, as bogota-air has its own: Lesson “persist”" in lines
    assert lessons("bogota-smog") == ["persist"]


def test_record_that_was_edited_here_is_left_alone_and_listed(loaded):
    CaseStudy.objects.filter(slug="bogota-smog").update(title_en="Edited")
    assert any(
        line.startswith("edited here since the last load: case study bogota-smog;")
        for line in run("load_fixtures", loaded)
    )
    assert case("bogota-smog").is_published and not FormerSlug.objects.exists()
    run("load_fixtures", loaded, overwrite=True)
    assert (case("bogota-smog").state, case("bogota-smog").title_en) == ("merged", "Edited")


def test_record_that_never_was_here_is_only_an_address(client, tree):
    (tree / FILE).write_text(MERGED, encoding="utf-8")
    lines = run("load_fixtures", tree)
    assert not CaseStudy.objects.filter(slug="bogota-smog").exists()
    assert client.get("/case-studies/bogota-smog/").status_code == 301
    assert [line for line in lines if "moved" in line] == []
    run("dump_fixtures", tree)
    assert (tree / FILE).read_text(encoding="utf-8") == MERGED


def test_former_addresses_are_dumped_into_an_empty_folder_too(loaded, tmp_path):
    run("load_fixtures", loaded)
    (tmp_path / "new").mkdir()
    run("dump_fixtures", tmp_path / "new")
    assert (tmp_path / "new" / FILE).read_text(encoding="utf-8") == MERGED


@pytest.mark.parametrize("at_once", [True, False])
def test_record_merged_on_leads_to_the_last_one(client, loaded, at_once):
    (loaded / "cases/last.yaml").write_text(
        SMOG.replace("bogota-smog", "last").replace("Smog", "Last").replace("的雾霾", "最后")
    )
    if not at_once:
        run("load_fixtures", loaded)
    (loaded / "cases/bogota-air.yaml").write_text("slug: bogota-air\nmerged_into: last\n")
    edit(loaded, "transfers/transfers.yaml", "from_case: bogota-air", "from_case: last")
    run("load_fixtures", loaded, overwrite=True)
    assert Transfer.objects.get().from_case.slug == "last"
    assert case("bogota-air").state == case("bogota-smog").state == "merged"
    for slug in ("bogota-smog", "bogota-air"):
        assert client.get(f"/case-studies/{slug}/")["Location"] == "/case-studies/last/"
    assert set(lessons("last")) == {"persist", "slow"}
    run("dump_fixtures", loaded)
    assert (loaded / FILE).read_text(encoding="utf-8") == MERGED


def test_record_that_is_a_document_again_is_there_again(client, loaded):
    run("load_fixtures", loaded)
    pk = case("bogota-smog").pk
    (loaded / FILE).write_text(SMOG, encoding="utf-8")
    run("load_fixtures", loaded, overwrite=True)
    assert (case("bogota-smog").pk, lessons("bogota-smog")) == (pk, ["persist"])
    assert client.get("/case-studies/bogota-smog/").status_code == 200
    assert not FormerSlug.objects.exists()


def test_records_that_no_file_has_name_the_other_one_and_do_not_count_as_edited(loaded):
    (loaded / "programmes/old.yaml").write_text("slug: old\nkind: plan\nname: {en: Old, zh-hans: 旧}\n")
    (loaded / "programmes/part.yaml").write_text(
        "slug: part\nkind: plan\nname: {en: Part, zh-hans: 部分}\nparent: old\n"
    )
    (loaded / FILE).write_text(SMOG, encoding="utf-8")
    run("load_fixtures", loaded)
    here = make.case("here", [], programmes=[Programme.objects.get(slug="old")])
    (loaded / "programmes/part.yaml").unlink()
    (loaded / "programmes/old.yaml").write_text("slug: old\nmerged_into: zuma\n")
    run("load_fixtures", loaded)
    assert [programme.slug for programme in here.programmes.all()] == ["zuma"]
    assert Programme.objects.get(slug="part").parent.slug == "zuma"
    (loaded / "programmes/part.yaml").write_text(
        "slug: part\nkind: fund\nname: {en: Part, zh-hans: 部分}\nparent: zuma\n"
    )
    run("load_fixtures", loaded)
    assert Programme.objects.get(slug="part").kind == "fund"


def test_merger_that_would_lose_something_is_refused_by_itself(loaded):
    """A case that no file has names both organisations in one role: a curator says which of the two facts is right."""
    text = (loaded / "actors/networks.yaml").read_text(encoding="utf-8")
    fund = "- {slug: fund, kind: foundation, name: {en: Fund}}\n"
    (loaded / "actors/networks.yaml").write_text(text + fund, encoding="utf-8")
    (loaded / FILE).write_text(SMOG, encoding="utf-8")
    run("load_fixtures", loaded)
    here = make.case("here", [])
    for slug in ("fund", "c40"):
        make.involvement(here, Organisation.objects.get(slug=slug))
    (loaded / "actors/networks.yaml").write_text(text + "- {slug: fund, merged_into: c40}\n", encoding="utf-8")
    lines = run("load_fixtures", loaded)
    assert any(
        line.startswith("organisation fund is not merged into c40: Organisation involved “fund-partner”")
        for line in lines
    )
    assert any(line.endswith("1 not merged or removed") for line in lines)
    assert Organisation.objects.get(slug="fund").is_published
    here.involvements.get(key="fund-partner").delete()
    run("load_fixtures", loaded)
    assert Organisation.objects.get(slug="fund").is_merged


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("slug: bogota-smog\nmerged_into: bogota-smog\n", "merged_into: goes round in a circle: bogota-smog → bogota-smog"),
        ("slug: bogota-smog\nmerged_into: oslo\n", "merged_into: no case study “oslo”; allowed: bogota-air"),
        ("slug: bogota-smog\nmerged_into: zuma\n", "merged_into: no case study “zuma”; allowed: bogota-air"),
        (f"{MERGED}depth: snapshot\n", "depth: a merged record has its slug and merged_into, and nothing else"),
        ("slug: bogota-smog\nmerged_into: Air\n", "merged_into: “Air” is no slug: lower-case English letters, digits, single hyphens"),
        ("slug: bogota-smog\nmerged_into:\n", "merged_into: missing"),
        ("merged_into: bogota-air\n", "slug: missing"),
        ("slug: bogota-air\nmerged_into: zuma\n", "slug: “bogota-air” is already in cases/bogota-air.yaml"),
        (SMOG + "state: merged\n", "state: say merged_into and the slug instead"),
    ],
)  # fmt: skip
def test_mistake_has_its_line(tree, text, message):
    (tree / FILE).write_text(text, encoding="utf-8")
    assert mistakes(tree) == [f"{FILE}: {message}"]


def test_mergers_that_lead_back_are_refused_also_over_one_that_is_only_in_the_database(tree):
    for old, new in (("a", "b"), ("b", "c"), ("c", "a")):
        (tree / f"cases/{old}.yaml").write_text(f"slug: {old}\nmerged_into: {new}\n")
    (line,) = mistakes(tree)
    assert "merged_into: goes round in a circle: " in line and line.count(" → ") == 3
    (tree / "cases/b.yaml").write_text("slug: b\nmerged_into: bogota-air\n")
    run("load_fixtures", tree)
    (tree / "cases/b.yaml").write_text("slug: b\nmerged_into: c\n")
    (tree / "cases/c.yaml").unlink()
    (line,) = mistakes(tree)
    assert "merged_into: goes round in a circle: " in line and line.count(" → ") == 3


def test_others_name_the_record_that_it_was_merged_into(loaded):
    edit(loaded, "transfers/transfers.yaml", "from_case: bogota-air", "from_case: bogota-smog")
    assert mistakes(loaded) == [
        "transfers/transfers.yaml: to-norway.from_case: “bogota-smog” was merged: name “bogota-air”"
    ]


def test_passage_of_a_merged_source_is_named_by_the_other_one(tree):
    text = (tree / "sources/report.yaml").read_text(encoding="utf-8")
    (tree / "sources/again.yaml").write_text(text.replace("slug: report", "slug: again", 1), encoding="utf-8")
    (tree / "sources/report.yaml").write_text("slug: report\nmerged_into: again\n")
    lines = mistakes(tree)
    assert (
        "actors/networks.yaml: c40.memberships.bogota.citations[1].passage: “report/bogota” was merged: name “again/bogota”"
        in lines
    )
    for file in tree.rglob("*.yaml"):
        file.write_text(file.read_text(encoding="utf-8").replace("report/", "again/"), encoding="utf-8")
    run("load_fixtures", tree)


def test_source_is_merged_with_all_that_cites_it(loaded):
    """Facts of the files cite the other source; a fact that only the database has is led there."""
    (loaded / FILE).write_text(SMOG, encoding="utf-8")
    run("load_fixtures", loaded)
    here = make.lesson("here", case=make.case("here", []))
    proof = make.cite(case("bogota-air").citations.first().passage, "只在这里", lesson=here)
    text = (loaded / "sources/report.yaml").read_text(encoding="utf-8")
    for file in loaded.rglob("*.yaml"):
        file.write_text(file.read_text(encoding="utf-8").replace("report/", "again/"), encoding="utf-8")
    (loaded / "sources/again.yaml").write_text(text.replace("slug: report", "slug: again", 1), encoding="utf-8")
    (loaded / "sources/report.yaml").write_text("slug: report\nmerged_into: again\n")
    run("load_fixtures", loaded)
    proof.refresh_from_db()
    assert proof.passage.source.slug == "again"
    assert run("load_fixtures", loaded)[0].endswith("is already loaded")


def test_check_of_the_evidence_asks_nothing_of_a_merged_record(loaded):
    assert "cases/bogota-smog" not in [record.name for record in read_content(loaded).records]
    assert read_content(loaded).mistakes == []

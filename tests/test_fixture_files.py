"""Loading and dumping the content files: what wins, what stays, and that nothing changes on the way."""

import shutil

import pytest
from django.conf import settings
from django.core.management import CommandError

from casestudies.models import (
    CaseStudy,
    Citation,
    ContentLoad,
    Lesson,
    Membership,
    Organisation,
    Outcome,
    Passage,
    Place,
    Source,
    Step,
    Theme,
    Transfer,
)

from .test_fixture_tree import contents, edit, load_tree, run, write_tree  # noqa: F401

pytestmark = pytest.mark.django_db


def rows() -> dict[str, list]:
    """Every row of the content, with primary keys, as the database has it; times and digests apart."""
    ignored = {"updated_at", "created_at", "published_at", "loaded_digest"}
    models = [Theme, Place, Organisation, Membership, Source, Passage, CaseStudy, Step, Lesson, Citation, Transfer]
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name not in ignored}
            for row in model.objects.order_by("pk").values()
        ]
        for model in models
    }


def version() -> str:
    return ContentLoad.objects.latest().version


def test_the_shipped_files_load_without_a_mistake_and_dumping_them_changes_no_byte(content, tmp_path):
    """Loading and dumping check them as `check_fixtures` does."""
    shutil.copytree(settings.FIXTURES, tmp_path / "copy")
    before = contents(tmp_path / "copy")
    run("dump_fixtures", tmp_path / "copy")
    assert contents(tmp_path / "copy") == before


def test_loading_says_what_it_does(tree):
    assert run("load_fixtures", tree) == [
        "17 documents read",
        "17 documents checked",
        "themes: 2 created",
        "SDG targets: 1 created",
        "units: 1 created",
        "indicators: 1 created",
        "glossary: 1 created",
        "places: 4 created",
        "organisations: 1 created",
        "sources: 1 created",
        "methods: 1 created",
        "programmes: 1 created",
        "case studies: 1 created",
        "events: 1 created",
        "transfers: 1 created",
        f"content version {version()}: 17 created",
    ]


def test_a_document_becomes_rows_with_their_order_dates_and_citations(tree):
    run("load_fixtures", tree)
    case = CaseStudy.objects.get()
    assert (case.state, case.published_at is not None) == ("published", True)
    assert (str(case.started), case.started_precision, str(case.ended), case.ended_precision) == (
        "2022-01-01",
        "year",
        "2024-01-31",
        "day",
    )
    assert [str(theme) for theme in case.themes.order_by("slug")] == ["Air", "Smog"]
    steps = case.steps.order_by("key").values_list("key", "order", "parent__key", "months", "text_en")
    assert list(steps) == [
        ("collect", 1, "evidence", None, "Collect:\n\n- air\n- traffic"),
        ("evidence", 1, None, 9, ""),
        ("pilot", 2, None, None, ""),
    ]
    cited = Citation.objects.filter(case=case).order_by("pk").values_list("part", "passage__slug", "anchor")
    assert list(cited) == [("summary", "bogota", "九个月"), ("summary", "annex", "证据")]
    assert Place.objects.get(slug="norway").iso_code == "NO"
    assert Place.objects.get(slug="bogota").parent.slug == "colombia"


@pytest.mark.once
def test_the_same_files_are_not_loaded_again(tree, rows_of_the_tree):
    assert run("load_fixtures", tree) == [f"content version {version()} is already loaded"]
    assert ContentLoad.objects.count() == 1


def test_the_same_files_are_loaded_again_if_the_database_lost_something(tree, rows_of_the_tree):
    Transfer.objects.all().delete()
    assert run("load_fixtures", tree)[-1].endswith(": 1 created, 16 unchanged")
    assert Transfer.objects.get().citations.count() == 1
    Lesson.objects.all().delete()  # nothing tells a loss from an edit: it is listed
    assert run("load_fixtures", tree)[-2].startswith("edited here since the last load: case study bogota-air;")
    assert run("load_fixtures", tree, overwrite=True)[-1].endswith(": 1 updated, 16 unchanged")
    assert Lesson.objects.count() == 1
    assert run("load_fixtures", tree)[0].endswith(" is already loaded")


def test_a_load_that_changes_nothing_touches_no_record(tree, rows_of_the_tree):
    before = list(CaseStudy.objects.values())
    edit(tree, "terms/themes.yaml", "# Two levels.", "# Two levels, no more.")
    assert run("load_fixtures", tree)[-1] == f"content version {version()}: 17 unchanged"
    assert list(CaseStudy.objects.values()) == before
    assert ContentLoad.objects.count() == 2


def test_an_update_keeps_the_keys_of_what_stays(tree, rows_of_the_tree):
    before, published = rows(), CaseStudy.objects.get().published_at
    edit(tree, "cases/bogota-air.yaml", "title: {en: Pilot, zh-hans: 试点}", "title: {en: The pilot, zh-hans: 试点}")
    assert run("load_fixtures", tree)[-1] == f"content version {version()}: 1 updated, 16 unchanged"
    pilot = next(step for step in before["Step"] if step["key"] == "pilot")
    pilot["title_en"] = "The pilot"
    assert rows() == before
    assert CaseStudy.objects.get().published_at == published


def test_rows_gone_from_a_document_are_deleted_and_new_ones_take_their_place(tree, rows_of_the_tree):
    evidence = Step.objects.get(key="evidence").pk
    edit(tree, "cases/bogota-air.yaml", "- key: pilot", "- key: second-pilot")
    run("load_fixtures", tree)
    assert list(Step.objects.filter(parent=None).order_by("order").values_list("key", "order")) == [
        ("evidence", 1),
        ("second-pilot", 2),
    ]
    assert Step.objects.get(key="evidence").pk == evidence


def test_a_substep_can_become_a_step(tree, rows_of_the_tree):
    text = (tree / "cases/bogota-air.yaml").read_text()
    start, end = text.index("  substeps:\n"), text.index("- key: pilot")
    collect = text[start:end].removeprefix("  substeps:\n").replace("\n  ", "\n").removeprefix("  ")
    (tree / "cases/bogota-air.yaml").write_text(text[:start] + collect + text[end:])
    assert run("load_fixtures", tree)[-1].endswith("1 updated, 16 unchanged")
    assert list(Step.objects.order_by("order").values_list("key", "parent")) == [
        ("evidence", None),
        ("collect", None),
        ("pilot", None),
    ]


def test_rows_keep_the_order_of_the_list(tree, rows_of_the_tree):
    text = (tree / "actors/networks.yaml").read_text()
    head, bogota, norway = text.split("  - key: ")
    (tree / "actors/networks.yaml").write_text(f"{head}  - key: {norway}  - key: {bogota}")
    run("load_fixtures", tree)
    assert list(Membership.objects.order_by("pk").values_list("key", flat=True)) == ["norway", "bogota"]
    assert run("load_fixtures", tree, overwrite=True)[-1].endswith("17 unchanged")


def test_two_memberships_can_change_places(tree, rows_of_the_tree):
    edit(tree, "actors/networks.yaml", "place: bogota", "place: x")
    edit(tree, "actors/networks.yaml", "place: norway", "place: bogota")
    edit(tree, "actors/networks.yaml", "place: x", "place: norway")
    run("load_fixtures", tree)
    assert list(Membership.objects.order_by("pk").values_list("key", "place__slug")) == [
        ("bogota", "norway"),
        ("norway", "bogota"),
    ]


def test_cited_passages_can_change_places_and_new_ones_come_between(tree, rows_of_the_tree):
    keys = dict(Passage.objects.values_list("slug", "pk"))
    annex = "- {slug: annex, locator: {en: Annex, zh-hans: 附件}}\n"
    between = "- {slug: between, locator: {en: Between, zh-hans: 之间}}\n"
    edit(tree, "sources/report.yaml", annex, "")
    edit(tree, "sources/report.yaml", "passages:\n", f"passages:\n{annex}{between}")
    run("load_fixtures", tree)
    assert list(Passage.objects.order_by("order").values_list("slug", "order")) == [
        ("annex", 1),
        ("between", 2),
        ("bogota", 3),
    ]
    assert keys.items() <= dict(Passage.objects.values_list("slug", "pk")).items()


def test_a_passage_goes_once_nothing_cites_it(tree, rows_of_the_tree):
    edit(tree, "sources/report.yaml", "- {slug: annex, locator: {en: Annex, zh-hans: 附件}}\n", "")
    for path in ("cases/bogota-air.yaml", "events/events.yaml"):
        edit(tree, path, "report/annex", "report/bogota")
    run("load_fixtures", tree)
    assert list(Passage.objects.values_list("slug", flat=True)) == ["bogota"]


@pytest.mark.once
def test_a_record_gone_from_the_files_is_reported_and_kept(tree, rows_of_the_tree):
    (tree / "transfers/transfers.yaml").unlink()
    (tree / "events/events.yaml").unlink()
    assert run("load_fixtures", tree)[-2:] == [
        "gone from the files, kept here: event forum, transfer to-norway",
        f"content version {version()}: 15 unchanged",
    ]
    assert Transfer.objects.count() == 1


@pytest.mark.parametrize(
    ("path", "model", "slug", "column"),
    [
        ("cases/bogota-air.yaml", CaseStudy, {"slug": "bogota-air"}, "title_en"),
        ("terms/themes.yaml", Theme, {"slug": "air"}, "name_en"),
        ("transfers/transfers.yaml", Transfer, {"key": "to-norway"}, "what_en"),
    ],
)
def test_what_was_edited_here_is_left_alone_and_listed(tree, path, model, slug, column, rows_of_the_tree):
    model.objects.filter(**slug).update(**{column: "Edited here"})
    for old, new in (("Air in Bogotá", "New"), ("en: Air,", "en: New,"), ("The zone", "New")):
        if old in (tree / path).read_text():
            edit(tree, path, old, new)
    name = f"{model._meta.verbose_name} {next(iter(slug.values()))}"
    listed = f"edited here since the last load: {name}; --overwrite replaces what was edited"
    assert run("load_fixtures", tree)[-2:] == [
        listed,
        f"content version {version()}: 16 unchanged, 1 edited here",
    ]
    assert getattr(model.objects.get(**slug), column) == "Edited here"
    assert listed in run("load_fixtures", tree)
    assert run("load_fixtures", tree, overwrite=True)[-1].endswith(": 1 updated, 16 unchanged")
    assert getattr(model.objects.get(**slug), column) == "New"


@pytest.mark.once
def test_an_edit_of_a_row_below_the_record_counts_too(tree, rows_of_the_tree):
    Citation.objects.filter(lesson__key="slow").update(anchor="长久")
    edit(tree, "cases/bogota-air.yaml", "en: Take time", "en: Be slow")
    assert run("load_fixtures", tree)[-1].endswith("16 unchanged, 1 edited here")


def test_an_edit_that_was_taken_back_lets_the_files_through(tree, rows_of_the_tree):
    CaseStudy.objects.update(title_en="Edited here")
    edit(tree, "cases/bogota-air.yaml", "Air in Bogotá", "New")
    run("load_fixtures", tree)
    CaseStudy.objects.update(title_en="Air in Bogotá")
    assert run("load_fixtures", tree)[-1].endswith("1 updated, 16 unchanged")
    assert CaseStudy.objects.get().title_en == "New"


@pytest.mark.once
def test_a_record_made_here_with_a_slug_of_the_files_is_left_alone(tree):
    Theme.objects.create(slug="air", name_en="Our air", name_zh_hans="空气")
    assert run("load_fixtures", tree)[-1].endswith(": 16 created, 1 edited here")
    assert Theme.objects.get(slug="air").name_en == "Our air"


@pytest.mark.once
def test_a_draft_is_loaded_as_a_draft(tree):
    edit(tree, "cases/bogota-air.yaml", "depth:", "state: draft\ndepth:")
    run("load_fixtures", tree)
    assert CaseStudy.objects.values_list("state", "published_at").get() == ("draft", None)
    edit(tree, "cases/bogota-air.yaml", "state: draft\n", "")
    run("load_fixtures", tree)
    assert CaseStudy.objects.get().published_at is not None


def test_loading_and_dumping_changes_nothing(tree, rows_of_the_tree):
    before = rows()
    run("dump_fixtures", tree)
    dumped = contents(tree)
    assert run("dump_fixtures", tree) == ["0 of 13 files written"]
    assert contents(tree) == dumped
    assert run("load_fixtures", tree)[-1].endswith("17 unchanged")
    assert rows() == before


@pytest.mark.once
def test_a_dumped_file_has_its_comment_and_the_canonical_style(tree, rows_of_the_tree):
    CaseStudy.objects.update(background_en="One\r\ntwo\r\n", background_zh_hans="一\n二", contact="+57 601 377 8881")
    run("dump_fixtures", tree)
    assert (tree / "terms/themes.yaml").read_text().startswith("# Two levels.\n- slug: air\n  order: 1\n  name:\n")
    text = (tree / "cases/bogota-air.yaml").read_text()
    assert text.startswith("""slug: bogota-air
title:
  en: Air in Bogotá
  zh-hans: 波哥大的空气
summary:
  en: Nine months of evidence.
  zh-hans: 九个月收集证据。
depth: snapshot
level: local
places: [bogota]
programmes: [zuma]
themes: [air, smog]
background:
  en: |
    One
    two
  zh-hans: |
    一
    二
contact: +57 601 377 8881
started: 2022
ended: '2024-01-31'
citations:
  summary:
  - {passage: report/bogota, anchor: 九个月}
  - {passage: report/annex, anchor: 证据}
steps:
- key: evidence
  method: evidence
""")


def test_scope_duration_family_and_the_key_of_geonames_come_back_as_they_were_written(tree):
    (tree / "terms/families.yaml").write_text("- slug: clean-air\n  name:\n    en: Clean air\n    zh-hans: 清洁空气\n")
    more = "dimension: count, measures: flow, results_level: output, family: clean-air"
    edit(tree, "terms/indicators.yaml", "dimension: count", more)
    edit(tree, "places/world.yaml", "parent: colombia,", "parent: colombia, geonames_id: 3688689,")
    told = "\n  ".join(
        [
            "months: 60",
            "months_qualifier: about",
            "accumulation: total",
            "per: tonne",
            "status: estimated",
            "scope: part",
        ]
    )
    edit(tree, "cases/bogota-air.yaml", "status: achieved", told)
    run("load_fixtures", tree)
    outcome = Outcome.objects.get()
    assert (outcome.months, outcome.scope, outcome.indicator.family.slug) == (60, "part", "clean-air")
    run("dump_fixtures", tree)
    assert f"  {told}\n" in (tree / "cases/bogota-air.yaml").read_text()
    assert "  geonames_id: 3688689\n" in (tree / "places/world.yaml").read_text()
    dumped = (tree / "terms/indicators.yaml").read_text()
    assert "  measures: flow\n  results_level: output\n  family: clean-air\n" in dumped
    assert run("dump_fixtures", tree) == ["0 of 14 files written"]


@pytest.mark.once
def test_new_records_are_dumped_to_the_file_of_their_kind(tree, rows_of_the_tree):
    Theme.objects.create(slug="heat", name_en="Heat", name_zh_hans="高温")
    Place.objects.create(
        slug="oslo", kind="city", parent=Place.objects.get(slug="norway"), name_en="Oslo", name_zh_hans="奥斯陆"
    )
    CaseStudy.objects.create(slug="oslo-heat", title_en="Heat", title_zh_hans="高温", depth="snapshot", level="local")
    run("dump_fixtures", tree)
    assert (
        (tree / "terms/themes.yaml").read_text().endswith("- slug: heat\n  name:\n    en: Heat\n    zh-hans: 高温\n")
    )
    assert (tree / "places/added.yaml").read_text().startswith("- slug: oslo\n  state: draft\n  kind: city\n")
    assert (tree / "cases/oslo-heat.yaml").read_text().startswith("slug: oslo-heat\nstate: draft\ntitle:\n")


@pytest.mark.once
def test_what_only_the_files_have_stays_in_them(tree, rows_of_the_tree):
    Transfer.objects.all().delete()
    assert run("dump_fixtures", tree)[0] == "in the files only, kept there: transfer to-norway"
    assert (tree / "transfers/transfers.yaml").is_file()


@pytest.mark.once
def test_a_folder_with_a_mistake_is_not_dumped_into(tree, rows_of_the_tree):
    edit(tree, "terms/themes.yaml", "order: 1", "ordre: 1")
    before = contents(tree)
    with pytest.raises(CommandError):
        run("dump_fixtures", tree)
    assert contents(tree) == before

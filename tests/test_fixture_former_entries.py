"""Content files that say what became of an indicator or theme: checked, loaded, dumped."""
# ruff: noqa: E501 - documents and mistakes as one would write them

import pytest

from casestudies.fixture_files.loading import refused
from casestudies.models import CaseStudy, FormerSlug, Indicator, Outcome, Theme
from casestudies.source_checks.content_facts import read_content
from tests import factories as make

from .test_fixture_mistakes import mistakes
from .test_fixture_tree import contents, edit, load_tree, run, write_tree  # noqa: F401 the fixture

pytestmark = pytest.mark.django_db

INDICATORS, THEMES, CASE = "terms/indicators.yaml", "terms/themes.yaml", "cases/bogota-air.yaml"
CLEAN = "- {slug: clean-zones, name: {en: Clean zones, zh-hans: 清洁区}, dimension: count}\n"


def write(tree, path: str, text: str) -> None:
    (tree / path).write_text(text, encoding="utf-8")


def add(tree, path: str, text: str) -> None:
    write(tree, path, (tree / path).read_text(encoding="utf-8") + text)


def indicator_of(key: str) -> str:
    return Outcome.objects.get(key=key).indicator.slug


@pytest.fixture
def renamed(tree, rows_of_the_tree):
    """The tree, loaded; then the files give its indicator another slug, and say so."""
    write(tree, INDICATORS, f"{CLEAN}- slug: air-zones\n  merged_into: clean-zones\n")
    edit(tree, CASE, "indicator: air-zones", "indicator: clean-zones")
    return tree


def test_renamed_indicator_has_the_figures_and_the_old_row_is_gone(client, renamed):
    lines = run("load_fixtures", renamed)
    assert [line for line in lines if "air-zones" in line] == []
    assert indicator_of("first-zone") == "clean-zones"
    assert [one.slug for one in Indicator.objects.all()] == ["clean-zones"]
    for prefix in ("", "/zh-hans"):
        assert client.get(f"{prefix}/indicators/air-zones/")["Location"] == f"{prefix}/indicators/clean-zones/"
    assert run("load_fixtures", renamed)[0].endswith("is already loaded")


def test_dump_writes_the_former_addresses_back_and_the_next_load_changes_nothing(renamed, tmp_path):
    add(renamed, INDICATORS, "- slug: fog-zones\n  removed: true\n")
    run("load_fixtures", renamed)
    run("dump_fixtures", renamed)
    before = contents(renamed)
    assert before[INDICATORS].endswith(
        b"- slug: air-zones\n  merged_into: clean-zones\n- slug: fog-zones\n  removed: true\n"
    )
    assert run("load_fixtures", renamed)[-1].endswith("unchanged")
    run("dump_fixtures", renamed)
    assert contents(renamed) == before
    (tmp_path / "new").mkdir()
    run("dump_fixtures", tmp_path / "new")
    dumped = (tmp_path / "new" / INDICATORS).read_text(encoding="utf-8")
    assert "slug: air-zones\n  merged_into: clean-zones\n" in dumped and "slug: fog-zones\n  removed: true\n" in dumped
    assert refused(tmp_path / "new") == []


def test_entries_that_never_were_here_are_only_addresses(client, tree):
    add(tree, INDICATORS, "- {slug: old, merged_into: air-zones}\n- {slug: gone, removed: true}\n")
    add(tree, THEMES, "- {slug: dirt, merged_into: smog}\n- {slug: noise, removed: true}\n")
    run("load_fixtures", tree)
    assert Indicator.objects.count() == 1 and Theme.objects.count() == 2
    answers = [
        client.get(path) for path in ("/indicators/old/", "/indicators/gone/", "/themes/dirt/", "/themes/noise/")
    ]
    assert [answer.status_code for answer in answers] == [301, 410, 301, 410]
    assert read_content(tree).mistakes == []
    assert not {"terms/old", "terms/gone", "terms/dirt"} & {record.name for record in read_content(tree).records}


def test_theme_that_became_another_takes_its_tags_there(client, tree, rows_of_the_tree):
    write(tree, THEMES, "- slug: air\n  name: {en: Air, zh-hans: 空气}\n- slug: smog\n  merged_into: air\n")
    edit(tree, CASE, "themes: [smog, air]", "themes: [air]")
    edit(tree, "methods/methods.yaml", "themes: [smog]", "themes: [air]")
    here = make.case("here", [], themes=[Theme.objects.get(slug="smog")])
    run("load_fixtures", tree)
    assert [theme.slug for theme in here.themes.all()] == ["air"]
    assert client.get("/themes/smog/")["Location"] == "/themes/air/"
    assert run("load_fixtures", tree)[0].endswith("is already loaded")


def test_figures_of_a_record_that_was_edited_here_are_led_to_the_other_one_and_named(renamed):
    CaseStudy.objects.update(title_en="Edited")
    lines = run("load_fixtures", renamed)
    assert "indicator air-zones: now of clean-zones, as no file says: Outcome “first-zone” of “Edited”" in lines
    assert "edited here since the last load: case study bogota-air; --overwrite replaces what was edited" in lines
    assert indicator_of("first-zone") == "clean-zones"
    assert CaseStudy.objects.get().title_en == "Edited"
    assert not Indicator.objects.filter(slug="air-zones").exists()


def test_indicator_that_was_edited_here_is_left_alone_and_listed(renamed):
    Indicator.objects.update(name_en="Edited")
    lines = run("load_fixtures", renamed)
    assert "edited here since the last load: indicator air-zones; --overwrite replaces what was edited" in lines
    assert Indicator.objects.get(slug="air-zones").name_en == "Edited"
    assert not FormerSlug.objects.exists()
    run("load_fixtures", renamed, overwrite=True)
    assert not Indicator.objects.filter(slug="air-zones").exists()


def test_figure_that_the_other_one_can_not_have_keeps_its_indicator_and_is_named(client, renamed):
    CaseStudy.objects.update(title_en="Edited")
    Outcome.objects.update(accumulation="at-date")
    edit(renamed, INDICATORS, "dimension: count}", "dimension: count, measures: flow}")
    lines = run("load_fixtures", renamed)
    assert any(
        line.startswith("indicator air-zones is not merged into clean-zones: Outcome “first-zone” of “Edited” names")
        for line in lines
    )
    assert indicator_of("first-zone") == "air-zones"
    assert client.get("/indicators/air-zones/").status_code == 200
    Outcome.objects.update(accumulation="")
    run("load_fixtures", renamed)
    assert indicator_of("first-zone") == "clean-zones"
    assert client.get("/indicators/air-zones/").status_code == 301


def test_removed_entry_goes_when_the_last_that_names_it_does(client, tree, rows_of_the_tree):
    write(tree, INDICATORS, f"{CLEAN}- slug: air-zones\n  removed: true\n")
    edit(tree, CASE, "indicator: air-zones", "indicator: clean-zones")
    here = make.outcome("here", case=make.case("here", []), indicator=Indicator.objects.get())
    lines = run("load_fixtures", tree)
    assert "indicator air-zones is not removed: named by Outcome “here” of “Here”" in lines
    assert indicator_of("here") == "air-zones" and indicator_of("first-zone") == "clean-zones"
    assert client.get("/indicators/air-zones/").status_code == 200
    here.delete()
    run("load_fixtures", tree)
    assert [one.slug for one in Indicator.objects.all()] == ["clean-zones"]
    assert client.get("/indicators/air-zones/").status_code == 410


def test_entry_that_has_a_document_again_is_there_again(client, renamed):
    run("load_fixtures", renamed)
    add(renamed, INDICATORS, "- {slug: gone, removed: true}\n")
    run("load_fixtures", renamed)
    write(
        renamed, INDICATORS, CLEAN + CLEAN.replace("clean-zones", "air-zones") + CLEAN.replace("clean-zones", "gone")
    )
    run("load_fixtures", renamed)
    assert not FormerSlug.objects.exists()
    for slug in ("air-zones", "gone", "clean-zones"):
        assert client.get(f"/indicators/{slug}/").status_code == 200


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- {slug: old, merged_into: old}\n", "old.merged_into: goes round in a circle: old → old"),
        ("- {slug: old, merged_into: smog}\n", "old.merged_into: no indicator “smog”; allowed: air-zones"),
        ("- {slug: old, merged_into: gone}\n- {slug: gone, removed: true}\n", "old.merged_into: no indicator “gone”; allowed: air-zones"),
        ("- {slug: air-zones, merged_into: air-zones}\n", "air-zones.slug: “air-zones” is already in terms/indicators.yaml"),
        (f"- {{slug: clean-zones, merged_into: air-zones}}\n{CLEAN}", "clean-zones.slug: “clean-zones” is already in terms/indicators.yaml"),
        ("- {slug: old, removed: true, dimension: count}\n", "old.dimension: a removed record has its slug and removed, and nothing else"),
        ("- {slug: old, removed: true, merged_into: air-zones}\n", "old.removed: a merged record has its slug and merged_into, and nothing else"),
        ("- {slug: old, removed: false}\n", "old.removed: say true, or leave it out"),
    ],
)  # fmt: skip
def test_mistake_has_its_line(tree, text, message):
    add(tree, INDICATORS, text)
    assert mistakes(tree) == [f"{INDICATORS}: {message}"]


def test_others_name_what_took_its_place_and_nothing_that_was_removed(tree):
    add(tree, INDICATORS, "- {slug: old, merged_into: air-zones}\n- {slug: gone, removed: true}\n")
    edit(tree, CASE, "indicator: air-zones", "indicator: old")
    assert mistakes(tree) == [f"{CASE}: outcomes.first-zone.indicator: “old” was merged: name “air-zones”"]
    edit(tree, CASE, "indicator: old", "indicator: gone")
    assert mistakes(tree) == [f"{CASE}: outcomes.first-zone.indicator: “gone” was removed"]


def test_record_with_a_state_is_withdrawn_and_not_removed(tree):
    write(tree, "programmes/old.yaml", "slug: old\nremoved: true\n")
    assert "programmes/old.yaml: removed: unknown key" in "\n".join(mistakes(tree))

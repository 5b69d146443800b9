"""An older installation comes through every migration since and a load of its files, and nothing of it is lost.

`installation_0024.json` has the rows of a database that loaded the tree of the tests with EDITS. Then a title and a
citation of the case were edited, the event withdrawn, a date of publication set by hand; a draft was made with a fact
that nobody cited, an organisation put in review, a term published, a former address kept, and a method merged.
"""

import pytest
from django.core.management import CommandError, call_command

from casestudies.models import CaseStudy, Event, Lesson, Method, Part, Programme, Term
from tests.migrating import fill, migrate, migrating, now, plain

from .test_fixture_tree import contents, edit, run, write_tree  # noqa: F401 the fixture

MAIN = "0024_parts_of_methods"
COOPERATION = """
cooperation:
- key: money
  level: national
  with_level: local
  manner: funding
  citations:
  - {passage: report/bogota, anchor: 出资}
steps:
"""
EDITS = [
    (
        "sources/report.yaml",
        "passages:\n",
        "parts:\n- {slug: cities, title: {en: Cities, zh-hans: 城市}}\npassages:\n",
    ),
    ("sources/report.yaml", "- {slug: bogota,", "- {slug: bogota, part: report/cities,"),
    ("methods/methods.yaml", "- {slug: evidence,", "- {slug: evidence, parent: concept, order: 1,"),
    ("methods/methods.yaml", "- {", "- {slug: concept, name: {en: The concept, zh-hans: 概念}}\n- {"),
    ("cases/bogota-air.yaml", "  themes: [air]\n", "  themes: [air]\n  example_programmes: [zuma]\n"),
    ("cases/bogota-air.yaml", "\nsteps:\n", COOPERATION),
]


@pytest.fixture
def files(tree):
    for path, old, new in EDITS:
        edit(tree, path, old, new)
    return tree


@pytest.fixture(scope="module")
def then(stage, django_db_setup, django_db_blocker):
    """The tables of the time of the installation.

    Each step of a migration takes long, so the tests of this file make one journey, in their order: to and fro, to the
    rows of then, and with them through all migrations since.
    """
    with django_db_blocker.unblock():
        stage.clear()
        with migrating():
            migrate(MAIN)
            yield
        flush()


@pytest.fixture(scope="module")
def methods_that_went_back_and_forth(then):
    """Their states, where nothing was lost."""
    fill(MAIN)
    Method.objects.update(parent=None, order=0)
    Lesson.objects.get(key="slow").example_programmes.clear()
    migrate("0019_definitions_of_our_own")
    migrate(MAIN)
    states = dict(Method.objects.values_list("slug", "state"))
    flush()
    return states


@pytest.fixture(scope="module")
def rows_of_then(methods_that_went_back_and_forth):
    """The rows of the installation, in the tables of its time."""
    return fill(MAIN)


@pytest.fixture(scope="module")
def rows_since_then(rows_of_then):
    """The rows of the installation, which has come through all migrations."""
    migrate()
    return rows_of_then


def flush() -> None:
    call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def upgraded(rows_since_then, db):
    return rows_since_then


def without_digests(rows: dict[str, list[dict]]) -> dict[str, list[dict]]:
    """A load writes the digest of what it compared; all else stays."""
    kept = {name: of_model for name, of_model in rows.items() if name != "contentload"}
    return {
        name: [{key: value for key, value in row.items() if key != "loaded_digest"} for row in of_model]
        for name, of_model in kept.items()
    }


def test_going_back_and_forth_where_nothing_is_lost_keeps_merged_records(methods_that_went_back_and_forth, db):
    assert methods_that_went_back_and_forth["evidence-base"] == "merged"


def test_going_back_is_refused_where_something_would_be_lost(rows_of_then, db):
    with pytest.raises(CommandError) as refused:
        migrate("0021_search_of_transfers")
    assert str(refused.value).startswith(
        "Nothing was changed: going back would lose “order” of 1 methods; “part of” of 1 methods; "
        "“examples: programmes” of 1 lessons. "
    )
    with pytest.raises(CommandError, match="rests on 0003_parts_of_sources: go back to 0009_several_jurisdictions"):
        migrate("0002_more_ways_to_qualify_a_figure")
    assert now(rows_of_then) == plain(rows_of_then)
    assert Part.objects.count() == Method.objects.exclude(parent=None).count() == 1


def test_nothing_is_lost_by_the_migrations_since(upgraded):
    assert now(upgraded) == plain(upgraded)


def test_nothing_is_lost_by_a_load_afterwards(upgraded, files):
    lines = run("load_fixtures", files)
    assert without_digests(now(upgraded)) == without_digests(plain(upgraded))
    listed = "edited here since the last load: case study bogota-air, event forum, programme zuma;"
    assert [line for line in lines if line.startswith(listed)] != []
    assert lines[-1].endswith(": 15 unchanged, 3 edited here")


def test_new_version_of_the_files_leaves_what_was_edited_there(upgraded, files):
    edit(files, "cases/bogota-air.yaml", "Air in Bogotá", "Another title")
    edit(files, "events/events.yaml", "They met.", "They talked.")
    edit(files, "terms/themes.yaml", "en: Smog", "en: Haze")
    assert run("load_fixtures", files)[-1].endswith(": 1 updated, 14 unchanged, 3 edited here")
    assert CaseStudy.objects.get(slug="bogota-air").title_en == "Air in Bogotá, edited here"
    assert (Event.objects.get().state, Event.objects.get().summary_en) == ("withdrawn", "They met.")


def test_what_is_dumped_there_loads_again_and_in_an_empty_database(upgraded, files):
    run("dump_fixtures", files)
    dumped = contents(files)
    assert run("load_fixtures", files)[-1].endswith(": 23 unchanged")
    run("dump_fixtures", files)
    assert contents(files) == dumped
    flush()
    assert run("load_fixtures", files)[-1].endswith(": 23 created")
    run("dump_fixtures", files)
    assert contents(files) == dumped
    assert f"{Programme.objects.get().published_at:%Y-%m-%d}" == "2024-05-01"
    assert f"{Term.objects.get(slug='heat').published_at:%Y-%m-%d}" == "2026-03-02"
    assert Lesson.objects.get(key="shade").citations.count() == 0


def test_going_back_is_refused_where_it_would_forget_who_began_a_draft(upgraded, django_user_model):
    chief = django_user_model.objects.create_user("chief")
    CaseStudy.objects.filter(pk=CaseStudy.objects.first().pk).update(created_by=chief)
    with pytest.raises(CommandError, match="going back would lose .*“created by” of 1 case studies"):
        migrate("0024_parts_of_methods")

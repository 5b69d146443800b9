"""What happens to a load when something else goes wrong: the database, the disk, another load. All or nothing."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import CommandError
from django.db import OperationalError, connection

from casestudies.fixture_files import folder
from casestudies.fixture_files.loading import load
from casestudies.models import CaseStudy, Citation, ContentLoad, Place, Step, Theme

from .test_fixture_mistakes import THEMES, mistakes
from .test_fixture_tree import edit, load_tree, run, write_tree  # noqa: F401 the fixture

NOTHING = [0] * 5


def counted() -> list[int]:
    return [model.objects.count() for model in (Theme, Place, CaseStudy, Citation, ContentLoad)]


def failing(table: str, kind: str, number: int = 2):
    """The database goes away at the second, or another, statement of this kind on a table."""
    seen = []

    def fail(execute, sql, *arguments):
        if sql.startswith(kind) and f'"{table}"' in sql:
            seen.append(sql)
            if len(seen) == number:
                raise OperationalError("the disk is full")
        return execute(sql, *arguments)

    return connection.execute_wrapper(fail)


REFUSED = "the database refuses: the disk is full; nothing was loaded. Is it migrated?"


@pytest.mark.parametrize(
    ("model", "kind", "number"),
    [(Theme, "INSERT", 2), (Place, "INSERT", 2), (Step, "INSERT", 2), (Citation, "INSERT", 1), (Theme, "UPDATE", 1)],
)
def test_load_that_the_database_ends_half_way_leaves_nothing_and_can_be_done_again(db, tree, model, kind, number):
    with failing(model._meta.db_table, kind, number), pytest.raises(CommandError) as refused:
        run("load_fixtures", tree)
    assert str(refused.value) == REFUSED
    assert counted() == NOTHING
    assert run("load_fixtures", tree)[-1].endswith(": 17 created")


def test_update_that_the_database_ends_half_way_leaves_what_was_there(db, tree, rows_of_the_tree):
    edit(tree, THEMES, "name: {en: Air,", "name: {en: Clean air,")
    edit(tree, "terms/themes.yaml", "name: {en: Smog,", "name: {en: Dirty air,")
    before, names = counted(), list(Theme.objects.values_list("name_en", flat=True))
    with failing(Theme._meta.db_table, "UPDATE"), pytest.raises(CommandError):
        run("load_fixtures", tree)
    assert (counted(), list(Theme.objects.values_list("name_en", flat=True))) == (before, names)
    assert run("load_fixtures", tree)[-1].endswith(": 2 updated, 15 unchanged")


@pytest.mark.parametrize("command", ["check_fixtures", "load_fixtures"])
def test_file_that_vanishes_while_the_folder_is_read_has_its_line(db, tree, command, monkeypatch):
    there = folder.paths(tree)
    (tree / "events/events.yaml").unlink()
    monkeypatch.setattr(folder, "paths", lambda _folder: there)
    assert mistakes(tree, command) == ["events/events.yaml: document: can't be read: No such file or directory"]
    assert counted() == NOTHING


def test_folder_that_is_not_there_has_its_line(db, tmp_path):
    assert mistakes(tmp_path / "nowhere", "load_fixtures") == [
        f"{tmp_path}/nowhere: *.yaml: there is none in this folder"
    ]


@pytest.mark.once
def test_text_of_a_million_characters_has_its_line(db, tree):
    edit(tree, THEMES, "name: {en: Air,", f"name: {{en: {'a' * 1_000_000},")
    assert mistakes(tree) == [f"{THEMES}: air.name.en: Ensure this value has at most 80 characters (it has 1000000)."]


@pytest.mark.once
def test_every_document_of_a_huge_file_has_its_line(db, tree):
    many = "".join(f"- {{slug: theme-{at}, name: {{en: Theme}}}}\n" for at in range(3000))
    edit(tree, THEMES, "# Two levels.\n", many)
    assert len(mistakes(tree, "load_fixtures")) == 3000
    assert counted() == NOTHING


@pytest.mark.once
def test_file_that_begins_with_a_mark_of_its_encoding_is_read(db, tree):
    text = (tree / THEMES).read_text(encoding="utf-8")
    (tree / THEMES).write_text(text, encoding="utf-8-sig")
    assert run("check_fixtures", tree) == ["17 documents, no mistakes"]


def test_two_loads_at_once_load_once(transactional_db, tree):
    """The second begins while the first is in the middle of its transaction."""
    second_reads, said = threading.Event(), {"first": [], "second": []}

    def first_says(line: str) -> None:
        said["first"].append(line)
        if line == "17 documents checked":
            threads.submit(loaded, second_says)
            assert second_reads.wait(60)

    def second_says(line: str) -> None:
        said["second"].append(line)
        second_reads.set()

    def loaded(say) -> None:
        try:
            load(tree, say=say)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        threads.submit(loaded, first_says).result()
    version = ContentLoad.objects.get().version
    assert said["first"][-1] == f"content version {version}: 17 created"
    assert said["second"][-1] == f"content version {version}: 17 unchanged"
    assert CaseStudy.objects.count() == 1

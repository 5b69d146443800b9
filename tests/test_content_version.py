"""The version of the content changes with every write, by whatever door, and with nothing else."""

import datetime
import os
import subprocess
import sys

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, migrations, models, transaction
from django.db.migrations.state import ProjectState
from django.urls import reverse

from casestudies.models import (
    CaseStudy,
    ContentLoad,
    ContentVersion,
    DeletedFact,
    FormerSlug,
    Place,
    Theme,
    Transfer,
)
from casestudies.triggers import content_tables, install
from tests import factories as make

from .test_admin_cases import form
from .test_fixture_tree import run, write_tree  # noqa: F401 the fixture
from .test_query_counts import world


def token() -> str:
    return ContentVersion.current().token


@pytest.fixture
def is_new(cast):
    """Whether what is done within gives the content another version, at once."""
    seen = {token()}

    def is_new() -> bool:
        before = len(seen)
        seen.add(token())
        return len(seen) > before

    return is_new


# Doors


def test_reading_leaves_it(is_new, client):
    client.get("/case-studies/?region=latin-america")
    list(CaseStudy.objects.published())
    assert not is_new()


@pytest.mark.parametrize(
    "write",
    [
        lambda cast: cast.zone.save(),
        lambda cast: CaseStudy.objects.filter(pk=cast.zone.pk).update(stage="completed"),
        lambda cast: CaseStudy.objects.bulk_update([cast.zone], ["level"]),
        lambda cast: CaseStudy.objects.bulk_create([CaseStudy(slug="new", depth="full-case", level="local")]),
        lambda cast: cast.lane.delete(),
        lambda cast: cast.zone.themes.add(cast.transport),
        lambda cast: cast.zone.themes.remove(cast.zones),
        lambda cast: cast.zone.places.through.objects.all().delete(),
        lambda cast: cast.slow.themes.set([cast.transport]),
        lambda cast: FormerSlug.objects.create(kind="place", slug="bakata", current="bogota"),
        lambda cast: ContentLoad.objects.create(digest="0" * 64),
        lambda cast: Place.objects.filter(slug="bogota").update(name_en="Bakatá"),
        lambda cast: cast.bogota.cases.clear(),
    ],
)
def test_every_write_of_the_orm_changes_it(is_new, cast, write):
    write(cast)
    assert is_new()


def test_raw_sql_changes_it(is_new):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE casestudies_theme SET name_en = 'Air'")
    assert is_new()


@pytest.fixture
def everything(db):
    """A row in each table of the content."""
    world(1)
    FormerSlug.objects.create(kind="place", slug="bakata", current="bogota")
    ContentLoad.objects.create(digest="0" * 64)
    DeletedFact.objects.create(kind="transfer", key="zones")
    Transfer.objects.first().from_further.add(Place.objects.first())


def test_update_delete_and_insert_change_it_in_every_table(everything):
    seen = [token()]
    with connection.cursor() as cursor:
        for table in content_tables():
            cursor.execute("CREATE TEMPORARY TABLE one_row AS SELECT * FROM %s LIMIT 1" % table)  # noqa: S608, UP031
            for write in (
                "UPDATE {} SET id = id WHERE id = (SELECT id FROM one_row)",
                "DELETE FROM {} WHERE id = (SELECT id FROM one_row)",
                "INSERT INTO {} SELECT * FROM one_row",
            ):
                cursor.execute(write.format(table))
                assert (table, cursor.rowcount) == (table, 1)
                assert token() not in seen, write.format(table)
                seen.append(token())
            cursor.execute("DROP TABLE one_row")


def test_admin_form_changes_it(is_new, admin_client, cast):
    page = reverse("admin:casestudies_theme_change", args=[cast.air.pk])
    data = form(admin_client, page) | {"name_en": "Clean air"}
    is_new()
    assert admin_client.post(page, data).status_code == 302
    assert is_new()


def test_load_of_files_changes_it_once(db, tree):
    before = token()
    run("load_fixtures", tree)
    loaded = token()
    run("load_fixtures", tree)
    assert before != loaded == token()


@pytest.mark.django_db(transaction=True)
def test_another_process_changes_it():
    make.case("zone")
    before = token()
    run_elsewhere("CaseStudy.objects.update(stage='completed')")
    assert token() != before


def run_elsewhere(statement: str) -> None:
    """In a process of its own, on the database of the tests."""
    program = f"""
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = {str(connection.settings_dict["NAME"])!r}
django.setup()
from casestudies.models import *
{statement}
"""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    subprocess.run([sys.executable, "-c", program], cwd=settings.BASE_DIR, env=environment, check=True)


def test_what_is_no_content_leaves_it(is_new, client):
    user = User.objects.create_user("ana", password="correct-horse")
    client.force_login(user)
    assert not is_new()


# Transactions


def test_rollback_takes_it_back_and_no_token_comes_twice(is_new):
    before = token()
    tokens = set()
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            Theme.objects.update(name_en="Air")
            tokens.add(token())
            1 / 0  # noqa: B018
        assert token() == before
    assert len(tokens | {before}) == 4


def test_each_state_that_a_transaction_reads_has_a_token_of_its_own(db):
    """Also where it went back to a savepoint after a write that changed nothing of the version."""
    states = {}
    with transaction.atomic():
        make.theme("air")
        states["air"] = token()
        make.theme("water")
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            make.theme("waste")
            states["air, water, waste"] = token()
            make.theme("food")
            states["air, water, waste, food"] = token()
            1 / 0  # noqa: B018
        states["air, water"] = token()
        assert states["air, water"] == token()
    assert len(set(states.values())) == 4


@pytest.mark.django_db(transaction=True)
def test_uncommitted_write_is_seen_by_nobody_else():
    before = token()
    with transaction.atomic():
        make.theme("air")
        within = token()
        run_elsewhere(f"assert ContentVersion.current().token == {before!r}")
    after = token()
    assert before not in (within, after)
    run_elsewhere(f"assert ContentVersion.current().token == {after!r}")


def test_time_of_the_change_never_goes_back(db):
    times = []
    for name in ("air", "water", "waste"):
        make.theme(name)
        times.append(ContentVersion.current().changed_at)
    assert times == sorted(times)
    assert abs((times[0] - datetime.datetime.now(datetime.UTC)).total_seconds()) < 60


# The triggers themselves


@pytest.mark.django_db(transaction=True)
def test_migration_that_rebuilds_a_table_leaves_no_write_unnoticed():
    old = CaseStudy._meta.get_field("contact")
    new = models.CharField(max_length=201, blank=True)
    for field in (new, old.clone()):
        alter = migrations.AlterField("casestudy", "contact", field)
        state = ProjectState.from_apps(apps)
        changed = state.clone()
        alter.state_forwards("casestudies", changed)
        with connection.schema_editor() as editor:
            alter.database_forwards("casestudies", editor, state, changed)
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    before = token()
    make.case("zone")
    assert token() != before


def test_installing_again_changes_nothing(is_new):
    install("default")
    assert not is_new()


@pytest.mark.django_db(transaction=True)
def test_flush_changes_it_and_the_next_write_too():
    make.theme("air")
    tokens = {token()}
    call_command("flush", interactive=False, verbosity=0)
    tokens.add(token())
    make.theme("air")
    assert len(tokens | {token()}) == 3


def test_database_without_the_row_never_has_the_same_content_twice(db):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM casestudies_contentversion")
    assert token() != token()


def test_asking_takes_one_query(cast, django_assert_num_queries):
    token()
    with django_assert_num_queries(1):
        token()

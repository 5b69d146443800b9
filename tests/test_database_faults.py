"""PostgreSQL restarts, is killed or freezes under readers and a curator who saves: all of them get a plain answer.

A server of its own, whatever the other tests run on, so that only one of their two runs collects this module.
"""

import os
import signal
import time
from collections.abc import Iterator
from http.client import HTTPConnection, IncompleteRead

import dj_database_url
import psycopg
import pytest
from django.db import ConnectionHandler, OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

from casestudies.trouble import reason
from cityclimate.postgresql.patience import at_most

from .faults import READ, Answer, Site, frozen, health, served, start_again

pytestmark = pytest.mark.waiting

READERS = 4


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("faults"), patience=4) as found:
        yield found


def refused(site: Site) -> list[Answer]:
    return [answer for answer in site.answers if answer.status not in (200, 302)]


def assert_nothing_lost(site: Site) -> None:
    """Every 503 was plain; what was confirmed is there, and nothing half of it; the same workers serve again."""
    assert {answer.status for answer in refused(site)} <= {503}
    assert [answer for answer in refused(site) if not answer.is_plain] == []
    until, served = time.monotonic() + 120, 0
    while served < 4 * len(READ):  # of both workers
        served = served + 1 if site.ask(READ[served % len(READ)].format(served)).status == 200 else 0
        assert time.monotonic() < until
    assert site.served.workers == site.workers
    saved = site.saved()
    assert set(site.confirmed) <= saved.keys() <= set(site.sent)
    assert set(saved.values()) == {1}


def test_a_clean_restart_ends_what_was_under_way_and_nothing_else(site):
    with site.busy(READERS):
        site.postgres.restart()
    assert len(refused(site)) <= READERS + 1  # one at a time of each
    assert_nothing_lost(site)


def test_a_clean_restart_between_two_requests_is_not_noticed(site):
    statuses = [site.ask(READ[turn % len(READ)].format(turn)).status for turn in range(40)]
    site.postgres.restart()
    statuses += [site.ask(READ[turn % len(READ)].format(turn)).status for turn in range(40)]
    assert statuses == [200] * 80


def test_a_killed_server_is_trouble_until_it_is_back(site):
    with site.busy(READERS):
        os.kill(site.postgres.pid, signal.SIGKILL)
        assert health(site) == (503, "The database cannot be reached.")
        start_again(site.postgres)
    assert refused(site)
    assert_nothing_lost(site)


def test_a_frozen_server_does_not_freeze_the_site(site):
    with site.busy(READERS), frozen(site.postgres.processes):
        assert health(site) == (503, "The database does not answer in time.")
        for path in READ:
            assert site.ask(path.format("frozen")).status == 503
    assert_nothing_lost(site)


def test_a_download_that_loses_the_database_is_cut_not_ended(site):
    """Its status is sent already: a client must see that the file is not whole."""
    with psycopg.connect(site.postgres.url, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO casestudies_source SELECT (jsonb_populate_record(source, jsonb_build_object("
            "'id', 1000 + number, 'slug', 'copy-' || number, 'title_en', repeat('long ', 39)))).* "
            "FROM casestudies_source source, generate_series(1, 30000) number WHERE slug = 'report'"
        )
        asked = HTTPConnection("127.0.0.1", site.served.port, timeout=60)
        asked.request("GET", "/sources.csv")
        answer = asked.getresponse()
        assert answer.status == 200
        answer.read(1000)
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'cityclimate' "
            "AND pid <> pg_backend_pid()"
        )
        with pytest.raises(IncompleteRead):
            answer.read()
        connection.execute("DELETE FROM casestudies_source WHERE slug LIKE 'copy-%'")


@pytest.fixture
def database(site, django_db_blocker) -> Iterator[BaseDatabaseWrapper]:
    """A connection of the site's, with a patience of three seconds."""
    address = dj_database_url.parse(site.postgres.url, engine="cityclimate.postgresql")
    connections = ConnectionHandler({"default": address | {"OPTIONS": {"patience": 3}}})
    with django_db_blocker.unblock():
        yield connections["default"]
        connections["default"].close()


def select(database, cursor):
    cursor.execute("SELECT 1")


def many(database, cursor):
    cursor.executemany("DELETE FROM casestudies_term WHERE slug = %s", [("a",), ("b",)])


def fetch(database, cursor):
    with database.chunked_cursor() as chunked:
        chunked.execute("SELECT 1")


def copy(database, cursor):
    with database.wrap_database_errors, cursor.copy("COPY casestudies_term TO STDOUT") as rows:
        list(rows)


def pipeline(database, cursor):
    with database.wrap_database_errors, database.connection.pipeline():
        cursor.execute("SELECT 1")


def save(database, cursor):
    database.commit()


def go_back(database, cursor):
    database.rollback()


@pytest.mark.parametrize("work", [select, many, fetch, copy, pipeline, save, go_back])
def test_patience_with_a_frozen_server_ends_whatever_is_asked_of_it(database, work):
    with database.cursor() as cursor:
        if work in (save, go_back):
            database.set_autocommit(False)
        cursor.execute("SELECT pg_backend_pid()")
        [[pid]] = cursor.fetchall()
        with frozen([pid]):
            with at_most(0.2), pytest.raises(OperationalError, match="did not answer within 0.2 s"):
                work(database, cursor)
            assert database.connection.closed


def test_the_server_ends_what_takes_too_long_and_serves_on(database):
    with database.cursor() as cursor:
        with pytest.raises(OperationalError) as slow:
            cursor.execute("SELECT pg_sleep(60)")
        assert reason(slow.value) == "The database does not answer in time."
        cursor.execute("SELECT 1")


def test_who_waits_for_a_lock_waits_no_longer_than_for_anything_else(site, database):
    with psycopg.connect(site.postgres.url) as other, database.cursor() as cursor:
        other.execute("LOCK TABLE casestudies_term")
        with pytest.raises(OperationalError) as waited:
            cursor.execute("DELETE FROM casestudies_term WHERE slug = 'none'")
        assert reason(waited.value) == "The database does not answer in time."


def test_a_command_waits_as_long_as_it_takes(database):
    database.settings_dict["OPTIONS"]["patience"] = 0
    with database.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)
    assert database.connection.patience is None

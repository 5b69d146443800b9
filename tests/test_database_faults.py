"""PostgreSQL restarts, is killed or freezes under readers and a curator who saves: all of them get a plain answer.

A server of its own, whatever the other tests run on, so that only one of their two runs collects this module.
"""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, IncompleteRead
from itertools import count
from urllib.parse import quote, urlencode

import dj_database_url
import psycopg
import pytest
from django.conf import settings
from django.db import ConnectionHandler, OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

from bench import servers
from casestudies.trouble import reason
from cityclimate.postgresql.patience import at_most

from .postgres import Server, server
from .test_fixture_tree import FILES
from .test_processes import TOKEN

READERS = 4
ADD = "/admin/casestudies/term/add/"
# A page that is held, two that are made each time, one for programs.
READ = ("/cities/bogota/", "/case-studies/?q=air{}", "/zh-hans/case-studies/?q=空气{}", "/api/v1/cities/?q=bogota{}")
# Words of the driver and of the server.
SECRET = re.compile(r"(?i:psycopg|traceback|fatal|socket|postgres|connection|terminat|libpq|/tmp/)|SELECT")
PREPARE = """
import django
django.setup()
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

call_command("migrate", verbosity=0)
call_command("load_fixtures", sys.argv[1], verbosity=0)
client = Client()
client.force_login(User.objects.create_superuser("curator"))
print(client.cookies["sessionid"].value)
"""


@dataclass
class Answer:
    path: str
    status: int
    headers: dict[str, str]
    body: str
    seconds: float

    @property
    def is_plain(self) -> bool:
        """Whether a 503 is in the language of the address, says when to come again, and no more than it should."""
        form = {
            "/api": '"status": 503',
            "/zh-": '<html lang="zh-Hans">',
        }.get(self.path[:4], '<html lang="en">')
        return (
            self.headers.get("Retry-After") == "10"
            and self.headers["Cache-Control"] == "no-store"
            and form in self.body
            and not SECRET.search(self.body)
        )


@dataclass
class Site:
    """The served site, its database, and what was asked of it."""

    served: servers.Server
    workers: list[int]
    postgres: Server
    session: str
    answers: list[Answer] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)

    def ask(self, path: str, data: dict | None = None) -> Answer:
        began = time.monotonic()
        connection = HTTPConnection("127.0.0.1", self.served.port, timeout=60)
        headers = {}
        if data is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Cookie"] = f"{settings.SESSION_COOKIE_NAME}={self.session}; csrftoken={TOKEN}"
        body = data and urlencode(data | {"csrfmiddlewaretoken": TOKEN})
        connection.request("POST" if body else "GET", quote(path, safe="/?=&"), body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return Answer(path, answer.status, dict(answer.headers), text, time.monotonic() - began)

    def read(self, stop: threading.Event) -> None:
        for turn in count():
            if stop.is_set():
                return
            answer = self.ask(READ[turn % len(READ)].format(turn))
            self.answers.append(answer)
            if answer.status == 503:
                time.sleep(0.1)  # no need to heat the machine

    def write(self, stop: threading.Event) -> None:
        """Terms, each with another name of it: two rows of one save."""
        while not stop.is_set():
            slug = f"term-{len(self.sent)}"
            self.sent.append(slug)
            answer = self.ask(ADD, term(slug))
            self.answers.append(answer)
            if answer.status == 302:
                self.confirmed.append(slug)

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Readers and one writer meanwhile, who saves something before and after; an exception is no answer."""
        stop, failed = threading.Event(), []

        def until_stopped(work: Callable) -> None:
            try:
                work(stop)
            except Exception as error:
                failed.append(error)

        self.answers.clear()
        threads = [
            threading.Thread(target=until_stopped, args=[work]) for work in [self.read] * READERS + [self.write]
        ]
        for thread in threads:
            thread.start()
        try:
            self.until_saved()
            yield
            self.until_saved()
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        assert failed == []

    def until_saved(self) -> None:
        """Wait until the writer is told that something is saved."""
        known, until = len(self.confirmed), time.monotonic() + 30
        while len(self.confirmed) == known:
            assert time.monotonic() < until
            time.sleep(0.05)

    def saved(self) -> dict[str, int]:
        """Slug → how many other names it has, of the terms that were sent."""
        with psycopg.connect(self.postgres.url) as connection:
            return dict(
                connection.execute(
                    "SELECT slug, count(variant.id) FROM casestudies_term term "
                    "LEFT JOIN casestudies_termvariant variant ON variant.term_id = term.id "
                    "WHERE slug LIKE 'term-%' GROUP BY slug"
                )
            )


def term(slug: str) -> dict[str, str | int]:
    return {
        "name_en": slug,
        "name_zh_hans": slug,
        "slug": slug,
        "variants-TOTAL_FORMS": 1,
        "variants-INITIAL_FORMS": 0,
        "variants-0-text": f"{slug} too",
        "variants-0-language": "en",
        "variants-0-kind": "variant",
        "citations-TOTAL_FORMS": 0,
        "citations-INITIAL_FORMS": 0,
        "_save": "1",
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("faults")
    for path, text in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    with server() as postgres, pytest.MonkeyPatch.context() as environment:
        with psycopg.connect(postgres.url.replace("/cityclimate", "/postgres"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE cityclimate")
        # Those of the bench keep connections between requests, as the site's do and those of the tests don't.
        for name, value in {"DATABASE_URL": postgres.url, "DJANGO_SETTINGS_MODULE": "bench.settings"}.items():
            environment.setenv(name, value)
        done = subprocess.run(
            [sys.executable, "-c", f"import sys\n{PREPARE}", folder],
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        environment.setenv("DATABASE_PATIENCE", "4")
        with servers.ours(2, folder / "log") as served:
            yield Site(served, served.workers, postgres, done.stdout.split()[-1])


def refused(site: Site) -> list[Answer]:
    return [answer for answer in site.answers if answer.status not in (200, 302)]


def assert_nothing_lost(site: Site) -> None:
    """Every 503 was plain; what was confirmed is there, and nothing half of it; the same workers serve again."""
    assert {answer.status for answer in refused(site)} <= {503}
    assert [answer for answer in refused(site) if not answer.is_plain] == []
    until, served = time.monotonic() + 20, 0
    while served < 4 * len(READ):  # of both workers
        served = served + 1 if site.ask(READ[served % len(READ)].format(served)).status == 200 else 0
        assert time.monotonic() < until
    assert site.served.workers == site.workers
    saved = site.saved()
    assert set(site.confirmed) <= saved.keys() <= set(site.sent)
    assert set(saved.values()) == {1}


def health(site: Site) -> tuple[int, str]:
    answer = site.ask("/healthz")
    return answer.status, json.loads(answer.body).get("reason")


def test_a_clean_restart_ends_what_was_under_way_and_nothing_else(site):
    with site.busy():
        site.postgres.restart()
    assert len(refused(site)) <= READERS + 1  # one at a time of each
    assert_nothing_lost(site)


def test_a_clean_restart_between_two_requests_is_not_noticed(site):
    statuses = [site.ask(READ[turn % len(READ)].format(turn)).status for turn in range(40)]
    site.postgres.restart()
    statuses += [site.ask(READ[turn % len(READ)].format(turn)).status for turn in range(40)]
    assert statuses == [200] * 80


def test_a_killed_server_is_trouble_until_it_is_back(site):
    with site.busy():
        os.kill(site.postgres.pid, signal.SIGKILL)
        assert health(site) == (503, "The database cannot be reached.")
        start_again(site.postgres)
    assert refused(site)
    assert_nothing_lost(site)


def start_again(postgres: Server) -> None:
    """The processes of the killed one take a moment to notice, and a new one refuses to start as long."""
    for _attempt in range(50):
        try:
            return postgres.start()
        except RuntimeError:
            time.sleep(0.2)
    return postgres.start()


def test_a_frozen_server_does_not_freeze_the_site(site):
    with site.busy(), frozen(site.postgres.processes):
        assert health(site) == (503, "The database does not answer in time.")
        for path in READ:
            assert site.ask(path.format("frozen")).status == 503
    assert_nothing_lost(site)


@contextmanager
def frozen(processes: list[int]) -> Iterator[None]:
    for pid in processes:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in processes:
            os.kill(pid, signal.SIGCONT)


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
    """A connection of the site's, with a patience of a second."""
    address = dj_database_url.parse(site.postgres.url, engine="cityclimate.postgresql")
    connections = ConnectionHandler({"default": address | {"OPTIONS": {"patience": 1}}})
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

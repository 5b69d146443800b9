"""The site on a PostgreSQL of its own, with readers and a curator who saves, and the faults that it is given.

The tests ask that everybody gets a plain answer; `python -m bench.faults` measures how soon.
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
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg

from bench import servers

from .postgres import Server, server
from .test_fixture_tree import FILES

TOKEN = "t" * 32
ADD = "/admin/casestudies/term/add/"
# A page that is held, two that are made each time, one for programs.
READ = ("/cities/bogota/", "/case-studies/?q=air{}", "/zh-hans/case-studies/?q=空气{}", "/api/v1/cities/?q=bogota{}")
# Words of the driver and of the server.
SECRET = re.compile(r"(?i:psycopg|traceback|fatal|socket|postgres|connection|terminat|libpq|/tmp/)|SELECT")
# With the tables of the models: what the migrations make is asked elsewhere.
PREPARE = """
import django
django.setup()
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
call_command("migrate", run_syncdb=True, verbosity=0)
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
            headers["Cookie"] = f"sessionid={self.session}; csrftoken={TOKEN}"
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
    def busy(self, readers: int) -> Iterator[None]:
        """Readers and one writer meanwhile, who saves something before and after; an exception is no answer."""
        stop, failed = threading.Event(), []

        def until_stopped(work: Callable) -> None:
            try:
                work(stop)
            except Exception as error:
                failed.append(error)

        self.answers.clear()
        threads = [
            threading.Thread(target=until_stopped, args=[work]) for work in [self.read] * readers + [self.write]
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
        known, until = len(self.confirmed), time.monotonic() + 120
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


@contextmanager
def served(folder: Path, patience: int) -> Iterator[Site]:
    """With two workers and a small world; `patience` in seconds."""
    for path, text in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    before = dict(os.environ)
    with server() as postgres:
        with psycopg.connect(postgres.url.replace("/cityclimate", "/postgres"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE cityclimate")
        # The settings of the bench keep connections between requests, as the site's do and those of the tests don't.
        os.environ |= {"DATABASE_URL": postgres.url, "DJANGO_SETTINGS_MODULE": "bench.settings"}
        os.environ["SECRET_KEY"] = "for-the-faults-only"
        try:
            done = subprocess.run(
                [sys.executable, "-c", f"import sys\n{PREPARE}", folder], capture_output=True, text=True
            )
            if done.returncode:
                raise RuntimeError(done.stderr)
            os.environ["DATABASE_PATIENCE"] = str(patience)
            with servers.ours(2, folder / "log") as site:
                yield Site(site, site.workers, postgres, done.stdout.split()[-1])
        finally:
            os.environ.clear()
            os.environ.update(before)


def health(site: Site) -> tuple[int, str]:
    answer = site.ask("/healthz")
    return answer.status, json.loads(answer.body).get("reason")


def start_again(postgres: Server) -> None:
    """The processes of the killed one take a moment to notice, and a new one refuses to start as long."""
    for _attempt in range(50):
        try:
            return postgres.start()
        except RuntimeError:
            time.sleep(0.2)
    return postgres.start()


@contextmanager
def frozen(processes: list[int]) -> Iterator[None]:
    for pid in processes:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in processes:
            os.kill(pid, signal.SIGCONT)

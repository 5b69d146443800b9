"""`prepare` and `make run`, twice at once: one waits for the other."""

import subprocess
import sys
import threading
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from casestudies.management.commands.prepare import one_at_a_time
from tests.served import database_url

from .test_fixture_tree import write_tree  # noqa: F401 the fixture

pytestmark = pytest.mark.waiting

PREPARE = """
import sys, django
from pathlib import Path
django.setup()
from django.conf import settings
from django.core.management import call_command
settings.FIXTURES = Path(sys.argv[1])
call_command("prepare")
"""


@pytest.fixture
def empty_database(transactional_db, outside, monkeypatch, tmp_path_factory):
    """The address of a database without a table, for processes of their own."""
    if connection.vendor == "sqlite":
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path_factory.mktemp('prepared')}/prepared.sqlite3")
        yield
        return
    name = f"prepared_{uuid4().hex}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        monkeypatch.setenv("DATABASE_URL", f"{database_url().rpartition('/')[0]}/{name}")
        yield
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_two_that_prepare_an_empty_database_at_once_both_succeed(empty_database, tree):
    both = [
        subprocess.Popen(
            [sys.executable, "-c", PREPARE, tree], cwd=settings.BASE_DIR,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _process in range(2)
    ]  # fmt: skip
    said = [process.communicate() for process in both]
    assert [(process.returncode, errors) for process, (_out, errors) in zip(both, said, strict=True)] == [(0, "")] * 2
    last = sorted(out.splitlines()[-1].partition(": ")[2] or "already loaded" for out, _errors in said)
    assert last == ["17 created", "already loaded"]


def test_second_one_enters_when_the_first_has_left(transactional_db):
    order, is_there = [], threading.Event()

    def second() -> None:
        is_there.set()
        with one_at_a_time():
            order.append("second")

    thread = threading.Thread(target=second)
    with one_at_a_time():
        thread.start()
        is_there.wait()
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


@pytest.mark.once
def test_two_commands_of_make_at_once_run_one_after_the_other(tmp_path):
    """Each writes its number, waits until the other was started, and writes it again."""
    alone = Path(settings.BASE_DIR, ".ci", "alone")
    script = "echo $0 >> log; sleep 0.2; echo $0 >> log"
    both = [subprocess.Popen([alone, "sh", "-c", script, number], cwd=tmp_path) for number in "12"]
    assert [process.wait() for process in both] == [0, 0]
    log = (tmp_path / "log").read_text().split()
    assert log in (["1", "1", "2", "2"], ["2", "2", "1", "1"])


@pytest.mark.once
def test_what_is_made_before_the_site_is_served_is_made_by_one_at_a_time():
    done = subprocess.run(["make", "-n", "run", "dev"], cwd=settings.BASE_DIR, capture_output=True, text=True)
    lines = done.stdout.splitlines()
    assert len([line for line in lines if line.startswith(".ci/alone ") and "static/vendor/.ready" in line]) == 2

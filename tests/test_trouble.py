"""Trouble with the database is told from mistakes of ours, and has a reason without the words of its driver."""

import socket
import threading
import time

import psycopg
import pytest
from django.db import ConnectionHandler, DatabaseError, IntegrityError, OperationalError, connection, transaction

from casestudies.models import Theme
from casestudies.trouble import is_trouble, reason
from cityclimate.postgresql import patience
from cityclimate.postgresql.patience import Gate

LATE = "The database does not answer in time."


@pytest.fixture
def opened(django_db_blocker):
    """Open a database that is not the one of the tests."""
    handlers = []

    def opened(**database):
        handlers.append(ConnectionHandler({"default": database}))
        return handlers[-1]["default"]

    with django_db_blocker.unblock():
        yield opened
        for handler in handlers:
            handler["default"].close()


@pytest.fixture
def file(opened, tmp_path):
    """Open the same SQLite file, as often as one likes, with little patience."""

    def file():
        options = {"timeout": 0.05, "transaction_mode": "IMMEDIATE"}
        return opened(ENGINE="django.db.backends.sqlite3", NAME=tmp_path / "db.sqlite3", OPTIONS=options)

    return file


def test_a_mistake_in_a_statement_is_ours(db):
    with pytest.raises(DatabaseError) as missing, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM nowhere")
    assert not is_trouble(missing.value)
    assert reason(missing.value) == "The database does not have the tables of this version of the site."


def test_a_row_that_the_database_refuses_is_our_mistake(db):
    Theme.objects.create(slug="air", name_en="Air")
    with pytest.raises(IntegrityError) as twice, transaction.atomic():
        Theme.objects.create(slug="air", name_en="Air")
    assert not is_trouble(twice.value)


def test_what_is_raised_in_the_wake_of_trouble_is_trouble():
    try:
        try:
            raise OperationalError
        except OperationalError as cause:
            raise RuntimeError from cause
    except RuntimeError as error:
        assert is_trouble(error)
    assert not is_trouble(RuntimeError())
    assert not is_trouble(None)


def test_a_writer_who_waits_too_long_for_another_meets_trouble(file):
    first, second = file(), file()
    with first.cursor() as cursor:
        cursor.execute("CREATE TABLE rows (id)")
        cursor.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError) as busy, second.cursor() as other:
            other.execute("INSERT INTO rows VALUES (1)")
        cursor.execute("ROLLBACK")
    assert is_trouble(busy.value)
    assert reason(busy.value) == LATE


def test_a_damaged_file_is_trouble(file, tmp_path):
    (tmp_path / "db.sqlite3").write_bytes(b"no database " * 1000)
    with pytest.raises(DatabaseError) as damaged, file().cursor() as cursor:
        cursor.execute("SELECT * FROM sqlite_master")
    assert is_trouble(damaged.value)
    assert reason(damaged.value) == "The database cannot be read."


@pytest.fixture
def silent():
    """A server that accepts and says nothing: its port, and the connections so far."""
    accepted = []

    def accept() -> None:
        try:
            while True:
                accepted.append(listening.accept()[0])
        except OSError:
            return

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=accept)
        thread.start()
        yield listening.getsockname()[1], accepted
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()
    for one in accepted:
        one.close()


def test_a_server_that_says_nothing_is_asked_by_one_thread_for_all(opened, silent, monkeypatch):
    monkeypatch.setattr("cityclimate.postgresql.base.gate", Gate())
    port, accepted = silent
    for _thread in range(3):
        database = opened(
            ENGINE="cityclimate.postgresql",
            **{"NAME": "any", "USER": "any", "HOST": "127.0.0.1", "PORT": port, "OPTIONS": {"patience": 5}},
        )
        with pytest.raises(OperationalError) as late:
            database.cursor()
        assert reason(late.value) == LATE
    assert len(accepted) == 1


def attempts(failures: int):
    """Connect, but not before so many attempts have failed."""
    made = []

    def connect() -> str:
        made.append(time.monotonic())
        if len(made) <= failures:
            raise psycopg.OperationalError("away")
        return "connected"

    return connect


def test_a_server_that_restarts_is_waited_for():
    assert Gate().open(attempts(failures=3)) == "connected"


def test_while_a_server_is_away_others_are_refused_until_an_attempt_succeeds(monkeypatch):
    monkeypatch.setattr(patience, "PAUSE", 3600)  # however slow this machine is
    gate, back = Gate(), attempts(failures=0)
    with pytest.raises(psycopg.OperationalError, match="away"):
        gate.open(attempts(failures=1000))
    with pytest.raises(psycopg.OperationalError, match="away"):
        gate.open(back)
    gate.opens_at = time.monotonic()
    assert [gate.open(back), gate.open(back)] == ["connected", "connected"]

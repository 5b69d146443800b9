import fcntl
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

KEY = 0x43697479  # of the advisory lock: "City"


def refuse_taken(port: int) -> None:
    """Raises CommandError if something already listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                f"Port {port} cannot be used: {error}. Stop what uses it, or choose another with PORT=8001."
            ) from error


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Waits until no other process prepares the same database: on SQLite by a file beside it."""
    with _held_by_server() if connection.vendor == "postgresql" else _held_by_file():
        yield


@contextmanager
def _held_by_server() -> Iterator[None]:
    """On a connection of its own, in a transaction, so that a pooler gives it to nobody else meanwhile."""
    with closing(connection.copy(alias=connection.alias)) as other, other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [KEY])
        yield


@contextmanager
def _held_by_file() -> Iterator[None]:
    path = Path(connection.settings_dict["NAME"])
    if connection.is_in_memory_db() or not path.parent.is_dir():
        yield  # nobody else can reach it; or `migrate` says what is wrong
        return
    with open(path.with_name(f"{path.name}.lock"), "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class Command(BaseCommand):
    help = "Make this installation ready to serve: message catalogues, database, shipped content. One at a time."
    # One process for all three: most of the time of a second `make run` would be spent starting Django.

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, help="Check that this port of 127.0.0.1 is free, before and after.")

    def handle(self, *, port, **options):
        if port is not None:
            refuse_taken(port)
        with one_at_a_time():
            self.say("catalogues", "cityclimate/locale")
            call_command("compile_catalogues", verbosity=0)
            self.say("database", connection.display_name)
            call_command("migrate", interactive=False, verbosity=0)
            self.say("content", "fixtures")
            call_command("load_fixtures", stdout=self.stdout, stderr=self.stderr)
        if port is not None:
            refuse_taken(port)  # the one that it waited for may serve by now

    def say(self, stage: str, what: str) -> None:
        self.stdout.write(f"{stage:16} {what}")
        self.stdout.flush()

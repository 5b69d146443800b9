import socket

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection


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


class Command(BaseCommand):
    help = "Make this installation ready to serve: message catalogues, database, shipped content."
    # One process for all three: most of the time of a second `make run` would be spent starting Django.

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, help="Check first that this port of 127.0.0.1 is free.")

    def handle(self, *, port, **options):
        if port is not None:
            refuse_taken(port)
        self.say("catalogues", "cityclimate/locale")
        call_command("compile_catalogues", verbosity=0)
        self.say("database", connection.display_name)
        call_command("migrate", interactive=False, verbosity=0)
        self.say("content", "fixtures")
        call_command("load_fixtures", stdout=self.stdout, stderr=self.stderr)

    def say(self, stage: str, what: str) -> None:
        self.stdout.write(f"{stage:16} {what}")
        self.stdout.flush()

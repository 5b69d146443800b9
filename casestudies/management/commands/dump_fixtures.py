from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from casestudies.fixture_files.dumping import dump
from casestudies.fixture_files.mistakes import reported


class Command(BaseCommand):
    help = "Write the records of the database back to the content files they came from."

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, default=settings.FIXTURES, metavar="DIR")

    def handle(self, *, folder, **options):
        with reported(self.stdout, "nothing was written"):
            dump(folder, self.stdout.write)

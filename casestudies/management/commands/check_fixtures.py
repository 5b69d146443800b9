from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from casestudies.fixture_files.loading import check
from casestudies.fixture_files.mistakes import reported


class Command(BaseCommand):
    help = "Report every mistake in the content files as “file: key: message”; write nothing."

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, default=settings.FIXTURES, metavar="DIR")

    def handle(self, *, folder, **options):
        with reported(self.stdout, "nothing was written"):
            self.stdout.write(f"{check(folder)} documents, no mistakes")

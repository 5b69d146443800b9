from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from casestudies.checked import mark_checked
from casestudies.fixture_files.loading import load
from casestudies.fixture_files.mistakes import reported


class Command(BaseCommand):
    help = "Check the content files and load them in one transaction. Records edited since are left alone."

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, default=settings.FIXTURES, metavar="DIR")
        parser.add_argument("--overwrite", action="store_true", help="Replace records edited here too.")

    def handle(self, *, folder, overwrite, **options):
        with reported(self.stdout, "nothing was loaded"):
            load(folder, overwrite, self.stdout.write)
        if marked := mark_checked(folder):
            self.stdout.write(f"checked against the texts, or not any more: {marked} records")

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


def compile_catalogues(folders: Iterable[Path]) -> Iterator[Path]:
    """Writes the .mo beside every .po that is newer, and yields it. Needs no gettext."""
    for folder in folders:
        for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
                continue
            # Replaced atomically, since another process may read or compile the same catalogue.
            part = target.with_suffix(f".{os.getpid()}.mo")
            polib.pofile(str(source)).save_as_mofile(str(part))
            part.replace(target)
            yield target


class Command(BaseCommand):
    help = "Compile the message catalogues that are newer than their compiled form."
    requires_system_checks: list[str] = []

    def handle(self, **options):
        for target in compile_catalogues(settings.LOCALE_PATHS):
            if options["verbosity"] > 0:
                self.stdout.write(str(target))

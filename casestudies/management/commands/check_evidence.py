import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from casestudies.fixture_files.loading import refused
from casestudies.source_checks.content_facts import changes, hashes, read_content, read_lock, write_lock
from casestudies.source_checks.evidence_check import check


class Command(BaseCommand):
    help = (
        "Check the content files, as check_fixtures does and against the texts of the sources, "
        "and write what was checked to evidence.lock."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sources", type=Path, required=True, metavar="DIR", help="Folder of the text files.")
        parser.add_argument(
            "--fixtures", type=Path, default=settings.BASE_DIR / "fixtures", metavar="DIR", help="Default: %(default)s"
        )
        parser.add_argument("--no-stamp", action="store_true", help="Check only.")

    def handle(self, *, sources: Path, fixtures: Path, no_stamp: bool, verbosity: int, **options: object) -> None:
        for folder in (sources, fixtures):
            if not folder.is_dir():
                raise CommandError(f"There is no folder {folder}.")
        content = read_content(fixtures)
        if verbosity:
            self.stdout.write(f"Read {len(content.records)} records and {len(content.passages)} passages.")
        mistakes = refused(fixtures)
        # A file that can't be read is among what a load would refuse.
        mistakes += [str(mistake) for mistake in check(content, sources) if mistake not in content.mistakes]
        for mistake in mistakes:
            self.stderr.write(mistake)
        lock, stamps = fixtures / "evidence.lock", hashes(content)
        if not mistakes and not no_stamp:
            before = read_lock(lock.read_text()) if lock.exists() else {}
            lock.write_text(write_lock(stamps))
            if verbosity:
                self.stdout.write(f"Stamped {len(changes(before, stamps))} changes into {lock}.")
        citations = sum(len(fact.citations) for fact in content.facts)
        self.stdout.write(f"{len(content.facts)} facts, {citations} citations checked, {len(mistakes)} mistakes")
        if mistakes:
            sys.exit(1)

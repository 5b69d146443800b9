import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from casestudies.source_checks.content_facts import read_content
from casestudies.source_checks.source_coverage import cover, read_explanations


class Command(BaseCommand):
    help = "Report what the sources say and no fact holds: passages, numbers, and text in no passage."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "wanted",
            nargs="*",
            metavar="SOURCE[/PART|/PASSAGE]",
            help="A source, one of its parts or one of its passages; several may be given. Default: all sources.",
        )
        parser.add_argument("--sources", type=Path, required=True, metavar="DIR", help="Folder of the text files.")
        parser.add_argument(
            "--fixtures", type=Path, default=settings.BASE_DIR / "fixtures", metavar="DIR", help="Default: %(default)s"
        )
        parser.add_argument(
            "--explanations",
            type=Path,
            default=settings.BASE_DIR / "docs" / "coverage.md",
            metavar="FILE",
            help="Default: %(default)s",
        )

    def handle(
        self,
        *,
        wanted: list[str],
        sources: Path,
        fixtures: Path,
        explanations: Path,
        verbosity: int,
        **options: object,
    ) -> None:
        for folder in (sources, fixtures):
            if not folder.is_dir():
                raise CommandError(f"There is no folder {folder}.")
        content = read_content(fixtures)
        for mistake in content.mistakes:
            self.stderr.write(str(mistake))
        gaps = len(content.mistakes)
        try:
            explained = list(read_explanations(explanations.read_text(encoding="utf-8")))
            for found in cover(content, sources, explained, wanted):
                for gap in found.gaps if verbosity else ():
                    self.stderr.write(gap)
                gaps += len(found.gaps)
                self.stdout.write(str(found))
        except (LookupError, OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        if gaps:
            sys.exit(1)

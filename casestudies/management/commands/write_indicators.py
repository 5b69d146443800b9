from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from casestudies.source_checks.content_facts import read_content
from casestudies.source_checks.indicator_table import write_indicators


class Command(BaseCommand):
    help = "Write docs/indicators.md: all indicators, with their number of outcomes and places."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--fixtures", type=Path, default=settings.BASE_DIR / "fixtures", metavar="DIR", help="Default: %(default)s"
        )
        parser.add_argument(
            "--page",
            type=Path,
            default=settings.BASE_DIR / "docs" / "indicators.md",
            metavar="FILE",
            help="Default: %(default)s",
        )
        parser.add_argument("--check", action="store_true", help="Write nothing; exit with 1 if the page is stale.")

    def handle(self, *, fixtures: Path, page: Path, check: bool, verbosity: int, **options: object) -> None:
        if not fixtures.is_dir():
            raise CommandError(f"There is no folder {fixtures}.")
        content = read_content(fixtures)
        if content.mistakes:
            raise CommandError("\n".join(map(str, content.mistakes)))
        text = write_indicators(content)
        current = page.is_file() and page.read_text(encoding="utf-8") == text
        if check and not current:
            raise CommandError(f"{page} is stale: run manage.py write_indicators")
        if not current:
            page.write_text(text, encoding="utf-8")
        if verbosity:
            self.stdout.write(f"{page} {'is current' if current else 'is written'}")

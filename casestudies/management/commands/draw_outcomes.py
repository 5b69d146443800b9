from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from casestudies.source_checks.content_facts import read_content
from casestudies.source_checks.outcome_draw import describe, draw, outcomes_of
from casestudies.source_checks.source_coverage import cut


class Command(BaseCommand):
    help = "Draw outcomes for a second reading, the same for the same seed, and print each beside its source."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, required=True)
        parser.add_argument("--count", type=int, required=True)
        parser.add_argument("--source", default="", metavar="SLUG", help="Only outcomes that cite this source.")
        parser.add_argument("--names", action="store_true", help="Print the names of the facts only.")
        parser.add_argument("--sources", type=Path, metavar="DIR", help="Folder of the text files, to print the text.")
        parser.add_argument(
            "--fixtures", type=Path, default=settings.BASE_DIR / "fixtures", metavar="DIR", help="Default: %(default)s"
        )

    def handle(
        self,
        *,
        seed: int,
        count: int,
        source: str,
        names: bool,
        sources: Path | None,
        fixtures: Path,
        verbosity: int,
        **options: object,
    ) -> None:
        for folder in filter(None, (sources, fixtures)):
            if not folder.is_dir():
                raise CommandError(f"There is no folder {folder}.")
        content = read_content(fixtures)
        slugs = [record.slug for record in content.in_folder("sources")]
        if source and source not in slugs:
            raise CommandError(f"There is no source {source}: {', '.join(slugs)}.")
        texts: dict[str, str | None] = {}
        if sources and not names:
            for record in content.in_folder("sources"):
                texts.update(cut(record, sources)[1])
        among = outcomes_of(content, source)
        drawn = draw(among, seed, count)
        for fact in drawn:
            self.stdout.write(fact.name if names else "\n".join(describe(fact, content.passages, texts)) + "\n\n")
        if verbosity and not names:
            self.stdout.write(f"{len(drawn)} of {len(among)} outcomes, seed {seed}")

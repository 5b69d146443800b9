"""What contradicts itself in a record of the database, by the rules for the content files."""

from collections.abc import Iterator

from django.db import models

from casestudies.fixture_files.kinds import KINDS
from casestudies.fixture_files.stored import document_of
from casestudies.i18n import LANGUAGES
from casestudies.models import Unit
from casestudies.source_checks.content_facts import NAMES
from casestudies.source_checks.contradictions import Finding, contradictions, with_digits


def findings_of(record: models.Model) -> list[Finding]:
    """The contradictions in a stored record and its rows. The number of queries does not depend on them."""
    symbols = Unit.objects.values_list("slug", *Unit.symbol.columns)
    units = {slug: {"symbol": dict(zip(LANGUAGES, texts, strict=True))} for slug, *texts in symbols}
    return list(contradictions(document_of(record), units, with_digits(_names())))


def _names() -> Iterator[str]:
    """The names with digits of all records, one query for each kind."""
    for kind in KINDS:
        columns = [column for name in NAMES if name in kind.shape.keys for column in kind.shape.keys[name].columns]
        if columns:
            has_digits = models.Q.create([(f"{column}__regex", "[0-9]") for column in columns], connector=models.Q.OR)
            for texts in kind.model._base_manager.filter(has_digits).order_by().values_list(*columns):
                yield from (line.strip() for text in texts for line in text.splitlines())

"""The columns that prove a row: which passage of which source says so, and by which words."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from casestudies.i18n import LANGUAGES, localized
from casestudies.models import Citation

from .fields import CellType, Column, Field, address, in_languages, there


def cited(*relations: str) -> list[Prefetch]:
    """Prefetches the public citations of a row, and of those of its `relations` that were `fetched`."""
    # Many citations share few passages and sources: fetched apart, each is made once.
    found = (
        Citation.objects.published()
        .prefetch_related("passage__source", "passage__part__source")
        .order_by("passage__source__slug", "passage__order", "pk")
    )
    ways = ["", *(f"{relation}_fetched__" for relation in relations)]
    return [Prefetch(f"{way}citations", found, to_attr="citations_fetched") for way in ways]


def citations(row) -> Iterable[Citation]:
    return there(row, "citations")


def proofs(read: Callable[[Any], Iterable[Citation]] = citations) -> Field:
    """Lists with an entry for each citation, in the same order."""
    return Field(
        (
            Column(
                "proves",
                CellType.LIST,
                _("proves"),
                _("What it proves: a text of the record, or a fact about it."),
            ),
            Column(
                "sources",
                CellType.LIST,
                _("sources"),
                _("The document that says so, by its slug, for each proof."),
            ),
            *in_languages(
                "locators",
                CellType.LIST,
                _("where in the source"),
                _("Where in the document to look, for each proof."),
            ),
            Column(
                "passages",
                CellType.LIST,
                _("passages"),
                _("The address of the passage here, with every fact drawn from it, for each proof."),
            ),
            Column(
                "anchors",
                CellType.LIST,
                _("anchors"),
                _("The shortest phrase of the original that proves it, for each proof."),
            ),
        ),
        lambda row: _cells(list(read(row))),
    )


def _cells(found: list[Citation]) -> list[list[str]]:
    return [
        [citation.part or citation.arc for citation in found],
        [citation.passage.source.slug for citation in found],
        *([str(localized(citation.passage, "locator", code)) for citation in found] for code in LANGUAGES),
        [address(citation.passage.get_absolute_url()) for citation in found],
        [citation.anchor for citation in found],
    ]

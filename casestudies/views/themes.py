from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from casestudies import canonical
from casestudies.evidence_table import Layer
from casestudies.finding import find
from casestudies.listing import Listing
from casestudies.listings import CASES, LESSONS, METHODS, OUTCOMES, PROGRAMMES, TERMS, THEMES
from casestudies.models import Citation, Lesson, Theme
from casestudies.notes import Notes

from . import evidence
from .excerpts import counted, most_used

SHOWN = 6
METHODS_SHOWN = 12


@dataclass(frozen=True)
class Part:
    """A section of the page: the first rows of a list under the theme, with other filters that it sets."""

    name: str
    title: Any
    listing: Listing
    filters: Mapping[str, list[str]]


PARTS = (
    Part("cases", CASES.title, CASES, {}),
    Part("outcomes", OUTCOMES.title, OUTCOMES, {}),
    Part("methods", METHODS.title, METHODS, {}),
    Part("lessons", LESSONS.title, LESSONS, {"kind": [Lesson.Kind.ADVICE, Lesson.Kind.ENABLER]}),
    Part("obstacles", _("Obstacles"), LESSONS, {"kind": [Lesson.Kind.BARRIER]}),
    Part("programmes", PROGRAMMES.title, PROGRAMMES, {}),
    Part("terms", _("Terms"), TERMS, {}),
)


def theme_detail(request, slug):
    """A door to all under a theme or one below it: of each list the first rows, their number, and the way to all."""
    theme = find(request, Theme.objects.select_related("parent"), slug)
    parts = [(part, *first_of(request, part, theme)) for part in PARTS]
    outcomes = next(rows for part, rows, _count, _url in parts if part.listing is OUTCOMES)
    return render(
        request,
        "casestudies/theme_detail.html",
        {
            "listing": THEMES,
            "theme": theme,
            "table": evidence.of_theme(request, theme),
            "layers": Layer,
            "children": counted(request, "theme", Theme.objects.filter(parent=theme)),
            "methods": methods_used(request, theme),
            "parts": [part for part in parts if part[1]],
            "notes": Notes(Citation.objects.of(outcome=outcomes).published().for_notes()),
        },
    )


def methods_used(request, theme: Theme) -> list[tuple[str, int, str]]:
    """The methods that the cases under the theme used most: name, number of these cases, address of their list."""
    cases = CASES.read(request, f"theme={theme.slug}")
    counts = cases.members("method").counts(cases.rows_without_filter("method"))
    allowed = cases.filters["method"].allowed
    return [
        (allowed[slug].label, counts[slug], CASES.address(canonical.query(cases, method=[slug])))
        for slug in most_used(cases, "method")[:METHODS_SHOWN]
    ]


def first_of(request, part: Part, theme: Theme) -> tuple[list, int, str]:
    """The first rows of a part, the number of all, and the address of the list that has exactly these."""
    query = urlencode({"theme": theme.slug, **part.filters}, doseq=True)
    found = part.listing.read(request, query)
    return found.card_rows(0, SHOWN), found.count, part.listing.address(canonical.query(found))

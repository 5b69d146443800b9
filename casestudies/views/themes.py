from django.shortcuts import render

from casestudies.evidence_table import Layer
from casestudies.finding import find
from casestudies.listings import CASES, LESSONS, METHODS, PROGRAMMES, THEMES
from casestudies.models import Theme

from . import evidence
from .excerpts import counted, first_under

SHOWN = 6


def theme_detail(request, slug):
    """The first rows of each list under a theme or a theme below it, with links to the lists."""
    theme = find(request, Theme.objects.select_related("parent"), slug)
    listed = {"cases": CASES, "methods": METHODS, "programmes": PROGRAMMES, "lessons": LESSONS}
    return render(
        request,
        "casestudies/theme_detail.html",
        {
            "listing": THEMES,
            "theme": theme,
            "table": evidence.of_theme(request, theme),
            "layers": Layer,
            "children": counted(request, "theme", Theme.objects.filter(parent=theme)),
        }
        | {name: first_under(request, listing, "theme", theme, SHOWN).rows for name, listing in listed.items()},
    )

from django.shortcuts import get_object_or_404, render

from casestudies.finding import refuse_parameters
from casestudies.listings import CASES, LESSONS, METHODS, PROGRAMMES, THEMES
from casestudies.models import Theme

from .under import counted, first_under

SHOWN = 6


def theme_detail(request, slug):
    """The first of everything under a theme and the themes below it, each with the way to all of it."""
    refuse_parameters(request)
    theme = get_object_or_404(Theme.objects.select_related("parent"), slug=slug)
    listed = {"cases": CASES, "methods": METHODS, "programmes": PROGRAMMES, "lessons": LESSONS}
    return render(
        request,
        "casestudies/theme_detail.html",
        {
            "listing": THEMES,
            "theme": theme,
            "children": counted(request, "theme", Theme.objects.filter(parent=theme)),
        }
        | {name: first_under(request, listing, "theme", theme, SHOWN).rows for name, listing in listed.items()},
    )

from django.shortcuts import get_object_or_404, render

from casestudies.filters import (
    CaseStudyFilterSet,
    LessonFilterSet,
    MethodFilterSet,
    ProgrammeFilterSet,
    ThemeFilterSet,
)
from casestudies.models import CaseStudy, Lesson, Method, Programme, Theme

from .addresses import refuse_parameters
from .browse import browse
from .under import counted, first_under

SHOWN = 6


def theme_list(request):
    return browse(
        request,
        ThemeFilterSet,
        Theme.objects.published().for_list(),
        "casestudies/theme_list.html",
        "casestudies/_theme_card.html",
    )


def theme_detail(request, slug):
    """The first of everything under a theme and the themes below it, each with the way to all of it."""
    refuse_parameters(request)
    theme = get_object_or_404(Theme.objects.select_related("parent"), slug=slug)
    listed = {
        "cases": (CaseStudyFilterSet, CaseStudy),
        "methods": (MethodFilterSet, Method),
        "programmes": (ProgrammeFilterSet, Programme),
        "lessons": (LessonFilterSet, Lesson),
    }
    return render(
        request,
        "casestudies/theme_detail.html",
        {
            "theme": theme,
            "children": counted(request, "theme", Theme.objects.filter(parent=theme)),
        }
        | {
            name: first_under(request, filterset, "theme", theme, model.objects.published().for_list(), SHOWN).rows
            for name, (filterset, model) in listed.items()
        },
    )

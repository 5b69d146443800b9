from django.shortcuts import get_object_or_404, render

from casestudies.filters import ThemeFilterSet
from casestudies.models import CaseStudy, Lesson, Method, Programme, Theme

from .addresses import refuse_parameters
from .browse import browse

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
    theme = get_object_or_404(Theme.objects.for_list(), slug=slug)
    under = Theme.objects.within([slug]).values("pk")
    return render(
        request,
        "casestudies/theme_detail.html",
        {
            "theme": theme,
            "children": Theme.objects.filter(parent=theme).for_list(),
            "cases": CaseStudy.objects.published()
            .on_themes([slug])
            .for_list()
            .order_by("-published_at", "slug")[:SHOWN],
            "methods": Method.objects.published().filter(themes__in=under).distinct().for_list()[:SHOWN],
            "programmes": Programme.objects.published().filter(themes__in=under).distinct().for_list()[:SHOWN],
            "lessons": Lesson.objects.published().filter(themes__in=under).distinct().for_list()[:SHOWN],
        },
    )

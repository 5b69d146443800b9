"""Home, about and the health of the installation."""

from django.db import DatabaseError, connection
from django.db.models import Case, When
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from casestudies.models import (
    CaseStudy,
    Citation,
    City,
    ContentLoad,
    Indicator,
    Lesson,
    Method,
    Network,
    Outcome,
    Place,
    Source,
    Theme,
)
from casestudies.notes import Notes

from .addresses import refuse_parameters

NEWEST = 3
DOORS = 6  # of a kind


def home(request):
    refuse_parameters(request)
    achieved = Outcome.objects.published().filter(status=Outcome.Status.ACHIEVED, preferred=True)
    shared = list(
        Indicator.objects.published().for_list().filter(place_count__gt=1).order_by("-place_count", "slug")[:DOORS]
    )
    # The plainest figure: one that needs no note by an editor, if there is one, and that other places have too.
    with_others = Case(When(indicator__in=shared, then=0), default=1)
    example = achieved.for_page().order_by("editors_note_en", with_others, "order", "pk").first()
    return render(
        request,
        "casestudies/home.html",
        {
            "counts": counts(),
            "regions": Place.objects.published().regions_with_cases(),
            "themes": Theme.objects.filter(parent=None)
            .for_list()
            .filter(case_count__gt=0)
            .order_by("-case_count", "order"),
            "networks": Network.objects.published().for_list().order_by("-case_count", "slug")[:DOORS],
            "methods": Method.objects.published().for_list().order_by("-case_count", "slug")[:DOORS],
            "indicators": shared,
            "newest": CaseStudy.objects.published().for_list().order_by("-published_at", "slug")[:NEWEST],
            "example": example,
            "notes": Notes(Citation.objects.filter(outcome=example).published().for_notes() if example else []),
        },
    )


def counts() -> dict[str, int]:
    """How much is in here, of what the public can see."""
    return {
        "cases": CaseStudy.objects.published().count(),
        "cities": City.objects.published().filter(cases__state=CaseStudy.State.PUBLISHED).distinct().count(),
        "methods": Method.objects.published().count(),
        "outcomes": Outcome.objects.published().count(),
        "lessons": Lesson.objects.published().count(),
        "sources": Source.objects.published().documents().count(),
    }


def about(request):
    refuse_parameters(request)
    return render(
        request,
        "casestudies/about.html",
        {
            "counts": counts(),
            "sources": Source.objects.published().for_list(),
            "load": ContentLoad.objects.last(),
        },
    )


@never_cache
def healthz(request):
    """200 with database and content version; 503 with the reason when the database does not answer."""
    try:
        load = ContentLoad.objects.last()
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        return JsonResponse({"status": "unavailable", "database": connection.vendor, "reason": reason}, status=503)
    return JsonResponse({"status": "ok", "database": connection.vendor, "content": load.version if load else None})

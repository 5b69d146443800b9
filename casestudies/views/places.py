from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render

from casestudies.filters import CityFilterSet
from casestudies.models import (
    CaseStudy,
    Citation,
    City,
    Involvement,
    Lesson,
    Membership,
    Method,
    Outcome,
    Place,
    Programme,
)
from casestudies.notes import Notes

from .addresses import find
from .browse import browse

SHOWN = 12  # of the figures and case studies of a country; the lists have all


def city_list(request):
    rows = City.objects.published().for_list()
    return browse(request, CityFilterSet, rows, "casestudies/city_list.html", "casestudies/_city_card.html")


def city_detail(request, slug):
    return profile(request, find(request, City.objects.with_parents(), slug))


def place_detail(request, slug):
    place = find(request, Place.objects.with_parents(), slug)
    if place.get_absolute_url() != request.path:  # cities and regions have pages of their own
        return HttpResponsePermanentRedirect(place.get_absolute_url())
    return profile(request, place)


def profile(request, place):
    """Everything about a place on one page; a country gathers what its cities did, cut where a list has it all."""
    shown = SHOWN if place.kind == Place.Kind.COUNTRY else None
    cases = CaseStudy.objects.published().in_places([place.slug]).for_list()
    outcomes = Outcome.objects.about_place(place, cases)
    involved = Involvement.objects.published().filter(case__in=cases.values("pk"))
    citations = Citation.objects.of(place=[place], case=cases.values("pk"))
    citations |= Citation.objects.filter(membership__place=place)
    return render(
        request,
        "casestudies/place_detail.html",
        {
            "place": place,
            "cities": City.objects.published().within([place.slug]).exclude(pk=place.pk).for_list().order_by("slug"),
            "cases": cases.order_by("slug")[:shown],
            "case_count": cases.count(),
            "outcomes": outcomes.for_page()[:shown],
            "outcome_count": outcomes.count(),
            "programmes": Programme.objects.published().of_place(place, cases).for_list(),
            "methods": Method.objects.published().filter(steps__case__in=cases.values("pk")).distinct(),
            "lessons": Lesson.objects.filter(case__in=cases.values("pk")).for_list(),
            "memberships": Membership.objects.published().filter(place=place).select_related("network"),
            "organisations": involved.by_organisation(),
            "notes": Notes(citations.published().for_notes()),
        },
    )

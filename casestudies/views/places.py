from django.http import HttpResponsePermanentRedirect, QueryDict
from django.shortcuts import render

from casestudies.filters import CaseStudyFilterSet, CityFilterSet, LessonFilterSet, OutcomeFilterSet
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

SHOWN = 12  # of the figures, case studies, lessons and so on of a place; the lists have all


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
    """Everything about a place on one page, cut where a list has it all; what is newest or used most comes first."""
    found = CaseStudyFilterSet(QueryDict(), CaseStudy.objects.published().in_places([place.slug]).for_list())
    cases = found.page_rows(0, SHOWN)
    counted = {facet.name: facet.choices for facet in found.facets}
    methods, programmes = ([choice.value for choice in counted[name][:SHOWN]] for name in ("method", "programme"))
    outcomes = list(Outcome.objects.about_place(place, cases).for_page()[:SHOWN])
    lessons = list(Lesson.objects.filter(case__in=cases).for_list()[:SHOWN])
    cities = City.objects.published().within([place.slug]).exclude(pk=place.pk).for_list()
    memberships = Membership.objects.published().filter(place=place)
    citations = Citation.objects.of(place=[place], case=cases)
    citations |= Citation.objects.filter(membership__in=memberships.values("pk"))
    return render(
        request,
        "casestudies/place_detail.html",
        {
            "place": place,
            "listed": place.kind in {Place.Kind.CITY, Place.Kind.COUNTRY} and place.is_published,
            "cities": cities.order_by("slug") if place.kind != Place.Kind.CITY else [],
            "cases": cases,
            "case_count": found.count,
            "outcomes": outcomes,
            "outcome_count": max(len(outcomes), under(OutcomeFilterSet, Outcome, place)),
            "programmes": Programme.objects.published().of_place(place, programmes).for_list()[:SHOWN],
            "programme_count": len(counted["programme"]),
            "methods": sorted(Method.objects.filter(slug__in=methods), key=lambda method: methods.index(method.slug)),
            "method_count": len(counted["method"]),
            "lessons": lessons,
            "lesson_count": max(len(lessons), under(LessonFilterSet, Lesson, place)),
            "memberships": memberships.select_related("network"),
            "organisations": Involvement.objects.published().filter(case__in=cases).by_organisation(),
            "notes": Notes(citations.published().for_notes()),
        },
    )


def under(filterset, model, place) -> int:
    """How many rows a list has in a place."""
    filters = filterset(QueryDict(), model.objects.published())
    return len(filters.filters["city"].held_members(filters.held, model).get(place.slug, ()))

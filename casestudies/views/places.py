from django.db.models import Q
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
from .under import SHOWN, counted, most_used


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
    found = CaseStudyFilterSet(
        QueryDict(), CaseStudy.objects.published().in_places([place.slug]).for_list(), request=request
    )
    cases = found.page_rows(0, SHOWN)
    used = {name: most_used(found, name) for name in ("method", "programme")}
    methods, programmes = (used[name][:SHOWN] for name in used)
    outcomes = list(Outcome.objects.about_place(place, cases).for_page()[:SHOWN])
    lessons = list(Lesson.objects.filter(case__in=cases).for_list()[:SHOWN])
    cities = City.objects.published().within([place.slug]).exclude(pk=place.pk).for_list()
    memberships = Membership.objects.published().filter(place=place)
    citations = Citation.objects.of(place=[place], case=cases, membership=memberships)
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
            "outcome_count": max(len(outcomes), within(request, OutcomeFilterSet, Outcome, place)),
            "programmes": counted(
                request, "programme", Programme.objects.published().of_place(place, programmes).for_list()[:SHOWN]
            ),
            "programme_count": len(used["programme"]),
            "methods": sorted(Method.objects.filter(slug__in=methods), key=lambda method: methods.index(method.slug)),
            "method_count": len(used["method"]),
            "lessons": lessons,
            "lesson_count": max(len(lessons), within(request, LessonFilterSet, Lesson, place)),
            "memberships": memberships.select_related("network"),
            "organisations": Involvement.objects.published().filter(case__in=cases).by_organisation(),
            "notes": Notes(citations.published().for_notes()),
        },
    )


def within(request, filterset, model, place) -> int:
    """How many rows a list has in a place; one that the list does not filter by is counted in the database."""
    filters = filterset(QueryDict(), model.objects.published(), request=request)
    if place.kind in filters.filters:
        return len(filters.members(place.kind).get(place.slug, ()))
    city, inside, there = filters.filters["city"], Place.objects.published().within([place.slug]), Q()
    for way in getattr(city, "ways", [city]):
        there |= Q(pk__in=model.objects.filter(**{f"{way.path}__in": inside}).order_by().values("pk"))
    return model.objects.published().filter(there).count()

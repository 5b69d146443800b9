from django.db.models import Q
from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render
from pyroaring import BitMap64

from casestudies.filters.base import ListFilterSet
from casestudies.finding import find
from casestudies.listing import Listing
from casestudies.listings import CASES, CITIES, EVENTS, LESSONS, OUTCOMES, PLACES
from casestudies.models import (
    CaseStudy,
    Citation,
    City,
    Event,
    Involvement,
    Lesson,
    Membership,
    Method,
    Outcome,
    Place,
    Programme,
)
from casestudies.notes import Notes

from .excerpts import SHOWN, counted, most_used


def city_detail(request, slug):
    return profile(request, find(request, City.objects.with_parents(), slug))


def place_detail(request, slug):
    place = find(request, Place.objects.with_parents(), slug)
    if place.get_absolute_url() != request.path:  # cities, regions and the world have other addresses
        return HttpResponsePermanentRedirect(place.get_absolute_url())
    return profile(request, place)


def profile(request, place):
    """Everything about a place on one page: the newest and most used, with links to the lists that have all."""
    found = cases_in(request, place)
    cases = found.page_rows(0, SHOWN)
    used = {name: most_used(found, name) for name in ("method", "programme")}
    methods, programmes = (used[name][:SHOWN] for name in used)
    outcomes = list(Outcome.objects.about_place(place, cases).for_page()[:SHOWN])
    lessons = list(Lesson.objects.filter(case__in=cases).for_list()[:SHOWN])
    listed = place.kind in {Place.Kind.CITY, Place.Kind.COUNTRY} and place.is_published
    events = list(Event.objects.published().in_place(place).newest().for_list()[:SHOWN])
    cities = City.objects.published().within([place.slug]).exclude(pk=place.pk).for_list()
    memberships = Membership.objects.published().filter(place=place)
    elsewhere = place.involvements.published().exclude(case__places=place)
    involvements = elsewhere.select_related("case").order_by("case__slug", "pk")
    citations = Citation.objects.of(place=[place], case=cases, membership=memberships, involvement=involvements)
    return render(
        request,
        "casestudies/place_detail.html",
        {
            "listing": CITIES if place.kind == Place.Kind.CITY else PLACES,
            "place": place,
            "listed": listed,
            "cities": cities.order_by("slug") if place.kind != Place.Kind.CITY else [],
            "cases": cases,
            "case_count": found.count,
            "outcomes": outcomes,
            "outcome_count": max(len(outcomes), count_in_place(request, OUTCOMES, place)),
            "programmes": counted(
                request, "programme", Programme.objects.published().of_place(place, programmes).for_list()[:SHOWN]
            ),
            "programme_count": len(used["programme"]),
            "methods": sorted(Method.objects.filter(slug__in=methods), key=lambda method: methods.index(method.slug)),
            "method_count": len(used["method"]),
            "lessons": lessons,
            "lesson_count": max(len(lessons), count_in_place(request, LESSONS, place)),
            "events": events,
            "event_count": max(len(events), count_in_place(request, EVENTS, place)),
            "all_events": f"{place.kind}={place.slug}" if listed else "",
            "memberships": memberships.select_related("network"),
            "affiliations": place.affiliations.published().select_related("other").in_order(),
            "involvements": involvements,
            "actors": Involvement.objects.published().filter(case__in=cases).exclude(place=place).by_actor(),
            "notes": Notes(citations.published().for_notes()),
        },
    )


def cases_in(request, place) -> ListFilterSet:
    """The case studies of a place and of all places in it; for a draft place, from the database."""
    if place.is_published:
        keys = CASES.under(request, "city", place.slug)
    else:
        keys = BitMap64(CaseStudy.objects.in_places([place.slug]).values_list("pk", flat=True))
    return CASES.read(request, "", within=keys)


def count_in_place(request, listing: Listing, place) -> int:
    """The number of rows of a list in a place. If the list has no facet for the place, the database counts."""
    facets = listing.filters.base_filters
    if place.kind in facets:
        return len(listing.under(request, place.kind, place.slug))
    inside, there = Place.objects.published().within([place.slug]), Q()
    for facet in getattr(facets["city"], "alternatives", [facets["city"]]):
        there |= Q(pk__in=listing.model.objects.filter(**{f"{facet.path}__in": inside}).order_by().values("pk"))
    return listing.published().filter(there).count()

from django.db.models import Q
from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render
from pyroaring import BitMap64

from casestudies.filters.base import ListFilterSet
from casestudies.filters.likeness import Alike
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
    Method,
    Outcome,
    Participation,
    Place,
    Programme,
    Transfer,
)
from casestudies.models.facts import Fact
from casestudies.notes import ARC_OF, Notes

from .excerpts import SHOWN, counted, most_used
from .peers import with_peers

SIMILAR = 6
DOORS = 60  # to the cities of a country or region


def city_detail(request, slug):
    return profile(request, find(request, City.objects.with_parents(), slug))


def place_detail(request, slug):
    place = find(request, Place.objects.with_parents(), slug)
    if place.get_absolute_url() != request.path:  # a city
        return HttpResponsePermanentRedirect(place.get_absolute_url())
    return profile(request, place)


def profile(request, place):
    """Everything about a place on one page: the newest and most used, with links to the lists that have all."""
    found = cases_in(request, place)
    cases = found.page_rows(0, SHOWN)
    used = {name: most_used(found, name) for name in ("method", "programme")}
    methods, slugs = (used[name][:SHOWN] for name in used)
    programmes = counted(
        request, "programme", Programme.objects.published().of_place(place, slugs).for_cards()[:SHOWN]
    )
    own = [programme for programme in programmes if place in programme.jurisdictions.all()]
    outcomes = list(Outcome.objects.about_place(place, own, cases, SHOWN))
    lessons = list(Lesson.objects.told_in(own, cases).for_page()[:SHOWN])
    events = list(Event.objects.published().in_place(place).newest().for_list()[:SHOWN])
    actors = list(Involvement.objects.published().filter(case__in=cases).exclude(place=place).by_actor())
    facts = facts_of(place)
    proven = {ARC_OF[type(rows[0])]: rows for rows in facts.values() if rows} | {
        "outcome": outcomes,
        "lesson": lessons,
    }
    proven["involvement"] = [*facts["involvements"], *actors]
    return render(
        request,
        "casestudies/place_detail.html",
        {
            "listing": CITIES if place.kind == Place.Kind.CITY else PLACES,
            "place": place,
            "of": place,
            "lists": lists_of(place),
            "cases": cases,
            "case_count": found.count,
            "outcomes": with_peers(request, outcomes),
            "outcome_count": max(len(outcomes), count_in_place(request, OUTCOMES, place)),
            "programmes": programmes,
            "programme_count": len(used["programme"]),
            "methods": sorted(Method.objects.filter(slug__in=methods), key=lambda method: methods.index(method.slug)),
            "method_count": len(used["method"]),
            "lessons": lessons,
            "lesson_count": max(len(lessons), count_in_place(request, LESSONS, place)),
            "events": events,
            "event_count": max(len(events), count_in_place(request, EVENTS, place)),
            "actors": actors,
            "similar": similar_to(request, place),
            "notes": Notes(Citation.objects.of(place=[place], **proven).published().for_notes()),
        }
        | facts
        | inside(request, place),
    )


def similar_to(request, place) -> list[Alike]:
    return CITIES.alike(request, place, SIMILAR) if place.kind == Place.Kind.CITY else []


def facts_of(place) -> dict[str, list[Fact]]:
    """The facts that have the place at one end, by the names of the relations to them."""
    elsewhere = place.involvements.published().exclude(case__places=place)
    facts = {
        "memberships": place.memberships.published().with_lines("network").order_by("network__slug"),
        "affiliations": place.affiliations.published().with_lines("other").in_order(),
        "involvements": elsewhere.with_lines("case").order_by("case__slug", "pk"),
        "participations": Participation.objects.published().of_place(place).for_page(),
        "offices": place.offices.published().with_lines("organisation").order_by("organisation__slug", "pk"),
        "leadership_terms": place.leadership_terms.published().with_lines("organisation").by_time(),
        "transfers": Transfer.objects.published().at("place", place).for_list(),
    }
    return {name: list(rows) for name, rows in facts.items()}


def inside(request, place) -> dict[str, list[Place] | int]:
    """What lies in a place: its parts, each with the number of its cases, and its first cities; none in a city."""
    if place.kind == Place.Kind.CITY:
        return {"parts": [], "cities": [], "city_count": 0}
    parts = Place.objects.published().filter(parent=place).exclude(kind=Place.Kind.CITY).order_by("kind", "slug")
    cities = City.objects.published().within([place.slug]).exclude(pk=place.pk)
    if place.kind == Place.Kind.WORLD:  # its regions have the cities
        cities = cities.none()
    doors = {"parts": list(parts), "cities": list(cities.order_by("slug")[:DOORS])}
    for door in (*doors["parts"], *doors["cities"]):
        door.case_count = len(CASES.under(request, "city", door.slug))
    doors["parts"].sort(key=lambda part: -part.case_count)  # those of which nothing is told yet stand last
    return doors | {"city_count": cities.count()}


def lists_of(place) -> str | None:
    """The query string under which lists have what is in a place; None if they have no facet for places like it."""
    if not place.is_published or place.kind in {Place.Kind.TERRITORY, Place.Kind.AREA}:
        return None
    return "" if place.kind == Place.Kind.WORLD else f"?{place.kind}={place.slug}"


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

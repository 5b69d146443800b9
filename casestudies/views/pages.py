"""Home and about."""

from itertools import chain

from django.db.models import Case, Model, When
from django.shortcuts import render
from django.utils.translation import gettext as _

from casestudies.finding import refuse_parameters
from casestudies.gazetteer import gazetteer
from casestudies.index import Index
from casestudies.listing import Listing
from casestudies.listings import CASES, CITIES, INDICATORS, METHODS, NETWORKS, SOURCES
from casestudies.models import (
    CaseStudy,
    Citation,
    ContentLoad,
    Indicator,
    Lesson,
    Method,
    Outcome,
    Place,
    Source,
    Theme,
)
from casestudies.notes import Notes

from .excerpts import counted
from .maps import Key, Map, cases_of, city_address, map_of

EVIDENCED = 3
PER_KIND = 6  # networks, methods, indicators


def home(request):
    refuse_parameters(request)
    cases = CASES.read(request, "")
    main = counted(request, "theme", Theme.objects.filter(parent=None).order_by("order", "pk"))
    shared = shared_indicators(request)
    example = Outcome.objects.for_page().filter(pk=example_key(request, shared)).first()
    return render(
        request,
        "casestudies/home.html",
        {
            "counts": counts(request),
            "map": map_of_cases(request),
            "themes": sorted((theme for theme in main if theme.case_count), key=lambda theme: -theme.case_count),
            "networks": [network for network in most_cases(request, NETWORKS) if network.case_count],
            "methods": most_cases(request, METHODS),
            "indicators": shared,
            "evidenced": cases.page_rows(0, EVIDENCED),
            "example": example,
            "notes": Notes(Citation.objects.filter(outcome=example).published().for_notes() if example else []),
        },
    )


def map_of_cases(request) -> Map:
    """The cities with case studies; the key leads to those of a region."""
    regions = Place.objects.published().filter(kind=Place.Kind.REGION)
    keys = [
        Key(
            place.slug,
            str(place.name),
            place.case_count,
            place.case_count and CASES.address(f"region={place.slug}&view=map"),
        )
        for place in counted(request, "region", regions)
    ]
    return map_of(
        _("Case studies by city"),
        CASES.members(request, "city").counts(None),
        gazetteer(request),
        keys,
        cases_of,
        city_address,
        twin=CITIES.address("cases=with"),
    )


def most_cases(request, listing: Listing) -> list[Model]:
    filters = listing.read(request, "sort=cases", rows=listing.published())
    return filters.page_rows(0, PER_KIND, numbers=["case_count"])


def shared_indicators(request) -> list[Indicator]:
    """The indicators with figures of most places, if there is more than one place."""
    filters = INDICATORS.read(request, "sort=places")
    shown = filters.page_rows(0, PER_KIND, numbers=["place_count"])
    return [indicator for indicator in shown if indicator.place_count > 1]


def example_key(request, shared: list[Indicator]) -> int | None:
    """The key of an achieved result to show, preferably without editor's note and of a shared indicator."""
    index = Index.for_request(request)

    def read():
        with_others = Case(When(indicator__in=shared, then=0), default=1)
        achieved = Outcome.objects.results().filter(status=Outcome.Status.ACHIEVED, preferred=True)
        achieved = achieved.values_list("pk", flat=True)
        # Two queries over figures alone: sorting all of them by note and owner takes three times as long.
        plain = achieved.filter(editors_note_en="").order_by(with_others, "order", "pk").iterator()
        noted = achieved.exclude(editors_note_en="").order_by("editors_note_en", with_others, "order", "pk").iterator()
        return next(filter(index.rows(Outcome).__contains__, chain(plain, noted)), None)

    return index.get("example", read)


def counts(request) -> dict[str, int]:
    """The numbers of public records and facts."""
    index = Index.for_request(request)
    listed = {"cases": CaseStudy, "methods": Method, "outcomes": Outcome, "lessons": Lesson}
    return {name: len(index.rows(model)) for name, model in listed.items()} | {
        "cities": len(CITIES.members(request, "cases")["with"]),
        "sources": len(SOURCES.members(request, "kind").get(Source.Kind.DOCUMENT, ())),
    }


def about(request):
    refuse_parameters(request)
    return render(
        request,
        "casestudies/about.html",
        {
            "counts": counts(request),
            "sources": Source.objects.published().for_list(),
            "load": ContentLoad.objects.last(),
        },
    )

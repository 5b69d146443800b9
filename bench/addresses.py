"""Every kind of public address, with the largest records and worst filters: the requests of a hostile client."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, Model

from casestudies.citing import FORMATS as CITATIONS
from casestudies.exports.formats import FORMATS as FILES
from casestudies.exports.formats import XLSX_ROWS
from casestudies.filters.base import ListFilterSet
from casestudies.listing import Listing
from casestudies.listings import LISTINGS, WITH_PAGE
from casestudies.models import (
    CaseStudy,
    City,
    Indicator,
    Lesson,
    Method,
    Network,
    Organisation,
    Part,
    Place,
    Programme,
    Source,
    Theme,
)
from casestudies.models.facts import Fact
from casestudies.models.record import Record
from casestudies.paging import PAGE_SIZE
from casestudies.serializers.addresses import of_record
from cityclimate.urls import SITEMAPS

LETTERS = "etaoinsrhldc"
PAIRS = ["in", "er", "an", "re", "on", "at", "en", "nd", "ti", "es", "or", "te"]
TEXTS = ["a", "数", "clean air", "x" * 100, "市 空 气 的"]
CHINESE = "/zh-hans"
HEADERS = {"HX-Request": "true"}


@dataclass(frozen=True)
class Address:
    """An address to measure. `is_stream` marks downloads of lists, which may take longer."""

    path: str
    is_stream: bool = False
    headers: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.path if not self.headers else f"{self.path} (htmx)"


def every() -> Iterator[Address]:
    for path in [*_pages(), *_details()]:
        yield Address(path)
        yield Address(CHINESE + path)
    for listing in WITH_PAGE:
        yield from _list(listing)
    yield from map(Address, _api())
    yield from map(Address, _sitemaps())


def _pages() -> list[str]:
    return ["/", "/about/", "/about/data/", "/api/"]


def _list(listing: Listing) -> Iterator[Address]:
    """A list in each order, with the fullest value of each facet, with texts, in each format."""
    name, plain = listing.name, listing.read(None, "")
    letters = f"q={'+'.join(LETTERS[: plain.max_words])}"
    for query in _queries(plain):
        yield Address(f"/{name}/{query and '?'}{query}")
    for view in listing.views[1:]:
        yield Address(f"/{name}/?view={view.name}")
    for query in ("", letters, "all=" + _longest(plain)):
        yield Address(f"{CHINESE}/{name}/{query and '?'}{query}")
        yield Address(f"/{name}/{query and '?'}{query}", headers=tuple(HEADERS.items()))
    for extension in FILES:
        if extension != "geojson" or listing.places:
            yield Address(f"/{name}.{extension}" + (_few(plain) if extension == "xlsx" else ""), is_stream=True)
    for prefix in ("", CHINESE):
        yield Address(f"{prefix}/{name}.atom")
        yield Address(f"{prefix}/{name}.atom?{letters}")
        for extension in CITATIONS:
            yield Address(f"{prefix}/{name}/cite.{extension}")


def _few(plain: ListFilterSet) -> str:
    """The query for the largest part of a list that fits into a spreadsheet, by one facet; empty if all of it fits."""
    if plain.count <= XLSX_ROWS:
        return ""
    counted = ((count, facet.name, value) for facet in plain.facets for value, count in facet.counts.items())
    _count, name, value = max(one for one in counted if one[0] <= XLSX_ROWS)
    return f"?{urlencode({name: value})}"


def _longest(plain: ListFilterSet) -> str:
    return max(plain.facets, key=len).name


def _queries(plain: ListFilterSet) -> list[str]:
    fullest = {facet.name: max(facet.counts, key=facet.counts.__getitem__) for facet in plain.facets if facet.counts}
    last = max(1, -(-plain.count // PAGE_SIZE))
    found: list[dict[str, object]] = [{}, {"page": last}, {"page": max(1, last // 2)}]
    for sort in plain.sorts:
        found += [{"sort": sort}, {"sort": sort, "page": last}]
    found += [{name: value} for name, value in fullest.items()]
    found += [{"all": facet.name} for facet in plain.facets]
    found += [dict(list(fullest.items())[:2]), fullest]
    if "q" in plain.filters:
        most = plain.max_words
        texts = [" ".join(LETTERS[:most]), " ".join(PAIRS[:most]), " ".join([*LETTERS[: most - 1], "zone"])]
        found += [{"q": text} for text in [*TEXTS, *texts]]
        found += [fullest | {"q": text} for text in (texts[0], "nothing at all")]
    if {"year_min", "year_max"} <= set(plain.filters):
        found += [{"year_min": 1950, "year_max": 2099}, {"year_min": 2030}]
    if "unit" in plain.filters:
        *_, unit = plain.filters["unit"].allowed
        found += [{"unit": unit, "amount_min": 1}, {"unit": unit, "amount_min": 1, "amount_max": 50}]
    if "population_min" in plain.filters:
        found += [{"population_min": 1000}]
    return list(dict.fromkeys(urlencode(one) for one in found))


# The largest records

MOST_BELOW = {
    CaseStudy: ("outcomes", "steps", "lessons", "involvements", "citations"),
    City: ("cases", "memberships"),
    Programme: ("cases", "participations", "outcomes"),
    Network: ("involvements", "memberships"),
    Organisation: ("involvements", "published_sources", "outcomes"),
    Method: ("steps", "lessons"),
    Theme: ("cases", "lessons", "children"),
    Indicator: ("outcomes",),
    Source: ("passages", "parts"),
}


def fullest(model: type[Model], relation: str) -> Model | None:
    """The published record with the most rows of a relation."""
    return model._default_manager.published().annotate(rows=Count(relation)).order_by("-rows", "pk").first()


def _records() -> Iterator[Model]:
    for model, relations in MOST_BELOW.items():
        yield from filter(None, (fullest(model, relation) for relation in relations))
    for kind in (Place.Kind.COUNTRY, Place.Kind.TERRITORY, Place.Kind.AREA):
        yield from Place.objects.published().filter(kind=kind).annotate(n=Count("children__cases")).order_by("-n")[:1]


@cache
def records() -> list[Model]:
    return list(dict.fromkeys(_records()))


def _details() -> Iterator[str]:
    for record in records():
        yield record.get_absolute_url()
        if isinstance(record, Record):
            yield from (f"{record.get_absolute_url()}cite.{extension}" for extension in CITATIONS)
    case = fullest(CaseStudy, "outcomes")
    yield f"{case.get_absolute_url()}cite.bib?fact={case.outcomes.first().anchor_id}"
    yield Lesson.objects.published().filter(case__isnull=False).select_related("case").first().get_absolute_url()
    part = Part.objects.published().annotate(rows=Count("passages")).order_by("-rows").select_related("source").first()
    yield part.get_absolute_url()


# For programs


def _sitemaps() -> Iterator[str]:
    yield "/sitemap.xml"
    for name, sitemap in SITEMAPS.items():
        pages = sitemap.paginator.num_pages
        yield f"/sitemap-{name}.xml"
        if pages > 1:
            yield f"/sitemap-{name}.xml?p={pages}"


def _api() -> Iterator[str]:
    yield "/api/v1/openapi.json"
    yield "/api/v1/"
    for listing in LISTINGS:
        for query in _queries(listing.read(None, "")):
            if "all=" not in query:
                yield f"/api/v1/{listing.name}/?page_size=20&{query}"
        yield f"/api/v1/{listing.name}/?page_size=100"
    for record in records():
        yield of_record(record).removeprefix(settings.SITE_URL)
    for model in (listing.model for listing in LISTINGS if issubclass(listing.model, Fact)):
        if fact := model.objects.published().order_by("-pk").first():
            yield of_record(fact).removeprefix(settings.SITE_URL)
    source = fullest(Source, "passages")
    yield f"/api/v1/sources/{source.slug}/passages/?page_size=100"
    yield of_record(source.passages.annotate(rows=Count("citations")).order_by("-rows").first()).removeprefix(
        settings.SITE_URL
    )

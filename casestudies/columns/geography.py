"""The columns for places, countries and regions, and the coordinates for GeoJSON."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from casestudies.models import ClimateZone, Place, SizeClass

from .fields import CellType, Column, Field, cells_of, cells_of_all, records, slug_and_names

# Enough for a city in a territory, so that the walk upwards needs no more queries.
ANCESTORS = "parent__parent__parent__parent"


def with_places() -> QuerySet:
    """Public places with their ancestors, for a prefetch."""
    # Many places share few countries. Prefetched, each country is created once.
    return Place.objects.published().defer(*Place.profile.columns, "folded").prefetch_related(ANCESTORS)


def where(read: Callable[[Any], Iterable[Place]]) -> list[Field]:
    """The places of a row, their countries and their regions, each once."""
    return [records("places", _("places"), _("Where it is."), read), countries_and_regions(read)]


def countries_and_regions(read: Callable[[Any], Iterable[Place]]) -> Field:
    """The countries and the regions of the places of a row, each once."""

    def cells(row):
        countries, regions = ({}, {})
        for place in read(row):
            for there in (place, *place.lineage):
                if there.kind == Place.Kind.COUNTRY:
                    countries[there] = None
                elif there.kind == Place.Kind.REGION:
                    regions[there] = None
        return [*cells_of_all(countries), [country.iso_code for country in countries], *cells_of_all(regions)]

    return Field(
        (
            *slug_and_names("countries", CellType.LIST, _("countries"), _("The countries that the places lie in.")),
            Column(
                "country_codes", CellType.LIST, _("codes of the countries"), _("ISO 3166-1 codes, in the same order.")
            ),
            *slug_and_names(
                "regions",
                CellType.LIST,
                _("regions"),
                _("The regions of the places, of the seven that C40 groups cities by."),
            ),
        ),
        cells,
    )


def kinds_of_cities(read: Callable[[Any], Iterable[Place]]) -> Field:
    """The size classes and climate zones of the cities of a row, each once."""

    def cells(row):
        places = list(read(row))
        sizes, zones = ({get(place): None for place in places} for get in (_size, attrgetter("climate_zone")))
        return [list(filter(None, sizes)), list(filter(None, zones))]

    return Field(
        (
            Column(
                "city_sizes",
                CellType.LIST,
                _("sizes of the cities"),
                _("The classes of their populations."),
                SizeClass,
            ),
            Column(
                "climate_zones",
                CellType.LIST,
                _("climate zones"),
                _("The Köppen-Geiger classes of the positions of the cities, from a data set."),
                ClimateZone,
            ),
        ),
        cells,
    )


def _size(place: Place) -> str:
    size = place.city_size
    return size.value if size else ""


def country_and_region(read: Callable[[Any], Place | None]) -> Field:
    """The country and the region of one place."""

    def cells(row):
        place = read(row)
        country = place and place.country
        return [*cells_of(country), country.iso_code if country else "", *cells_of(place and place.region)]

    return Field(
        (
            *slug_and_names("country", CellType.TEXT, _("country"), _("The country that it lies in.")),
            Column("country_code", CellType.TEXT, _("code of the country"), _("ISO 3166-1 code.")),
            *slug_and_names(
                "region",
                CellType.TEXT,
                _("region"),
                _("The region that it lies in, of the seven that C40 groups cities by."),
            ),
        ),
        cells,
    )


def position(place: Place) -> list[Decimal] | None:
    """Longitude and latitude, in the order of RFC 7946."""
    return None if place.latitude is None else [place.longitude, place.latitude]

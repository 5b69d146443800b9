"""Facets by the kind of city: the climate zone and the size class of the places of a row."""

from abc import abstractmethod
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap64

from casestudies.facets import Option, rolled_up
from casestudies.index import Index
from casestudies.models import City, SizeClass
from casestudies.models.climate import ClimateGroup, ClimateZone

from .facet_kinds import FacetFilter


class KindOfCity(FacetFilter):
    """What kind of city the places of another facet are. Their rows are in the index already, so nothing is joined."""

    order = None
    heading: object
    note = _("From a data set, not from the sources.")

    def __init__(self, places: FacetFilter):
        """`places` is a PlaceFacet, or several in an AnyOf."""
        self.places = places
        super().__init__(places.path, label=self.heading)

    @property
    def join_path(self):
        return type(self), self.places.join_path

    @property
    def ways(self) -> list[FacetFilter]:
        return getattr(self.places, "alternatives", [self.places])

    def direct(self, index, model):
        return index.get(("direct", model, self.join_path), lambda: self.read_direct(index, model))

    def read_direct(self, index, model):
        by_place = [way.direct(index, model) for way in self.ways]
        parts: dict[str, list[BitMap64]] = {}
        for slug, kind in index.get(
            ("kinds of cities", type(self)), lambda: self.kinds(kinds_of_cities(index))
        ).items():
            parts.setdefault(kind, []).extend(rows[slug] for rows in by_place if slug in rows)
        return {kind: BitMap64().union(*rows) for kind, rows in parts.items()}

    @abstractmethod
    def kinds(self, cities: list[tuple[str, str, int | None]]) -> Mapping[str, str]:
        """Slug of a city → its value, from slugs, climate zones and populations; cities without one are left out."""


def kinds_of_cities(index: Index) -> list[tuple[str, str, int | None]]:
    def read():
        cities = City.objects.published().exclude(climate_zone="", population=None)
        return list(cities.order_by().values_list("slug", "climate_zone", "population"))

    return index.get("kinds of cities", read)


class ClimateFacet(KindOfCity):
    """Climate zones, below their main groups."""

    vocabulary = ("climate zones",)
    heading = _("Climate zone")

    def options(self, index):
        groups = [Option(value, str(label)) for value, label in ClimateGroup.choices]
        return [*groups, *(Option(value, str(label), value[0]) for value, label in ClimateZone.choices)]

    def kinds(self, cities):
        return {slug: zone for slug, zone, _population in cities if zone}

    def read(self, index, model):
        return rolled_up(self.direct(index, model), {zone: zone[0] for zone in ClimateZone.values}, 1)


class SizeFacet(KindOfCity):
    """Size classes, from the smallest."""

    vocabulary = ("size classes",)
    heading = _("Size of city")

    def options(self, index):
        return [Option(value, str(label)) for value, label in SizeClass.choices]

    def kinds(self, cities):
        return {slug: size.value for slug, _zone, population in cities if (size := SizeClass.of(population))}

    def read(self, index, model):
        return self.direct(index, model)

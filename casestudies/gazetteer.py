"""Where the published cities are, for maps: made once for each version of the content and language, in one query."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from .atlas import Box, Point, project, unrolled
from .i18n import active_language
from .index import Index
from .models import City, Place

HALF_THE_WORLD = 180  # degrees


@dataclass(frozen=True, slots=True)
class Located:
    """A city with coordinates; `key` is its primary key.

    `above` has the slugs of the places that it lies in, `region` that of its region, or is
    empty. `point` is where it
    is on a map of the world, `near` on a map of its region: the two differ only beyond the date line.
    """

    key: int
    slug: str
    name: str
    country: str
    region: str
    region_name: str
    above: tuple[str, ...]
    point: Point
    near: Point

    @property
    def full_name(self) -> str:
        """Bogotá, Colombia."""
        return self.name + _(", ") + self.country if self.country else self.name


Gazetteer = Mapping[str, Located]
Projection = Callable[[float, float], Point]


def gazetteer(request: HttpRequest | None) -> Gazetteer:
    """The published cities that have coordinates, by slug: by region, then by name."""
    index = Index.for_request(request)
    return index.get(("gazetteer", active_language()), read)


def read() -> Gazetteer:
    by_region: dict[str, list[City]] = defaultdict(list)
    for city in City.objects.published().located():
        by_region[city.region.slug if city.region else ""].append(city)
    found = {}
    for _region, cities in sorted(by_region.items()):
        near = project if _span(cities) < HALF_THE_WORLD else unrolled
        for city in sorted(cities, key=lambda city: str(city.name).casefold()):
            found[city.slug] = _located(city, near)
    return found


def _located(place: Place, near: Projection) -> Located:
    at, country, region = _position(place), place.country_to_name, place.region
    return Located(
        place.pk,
        place.slug,
        str(place.name),
        str(country.name) if country else "",
        region.slug if region else "",
        str(region.name) if region else "",
        tuple(above.slug for above in place.lineage),
        project(*at),
        near(*at),
    )


def _position(place: Place) -> tuple[float, float]:
    return float(place.longitude), float(place.latitude)


def _span(cities: Iterable[City]) -> float:
    longitudes = [float(city.longitude) for city in cities]
    return max(longitudes) - min(longitudes)


def inside(known: Gazetteer, slugs: Collection[str]) -> list[Located]:
    """The cities that are one of these places or lie in one of them."""
    return [city for city in known.values() if not {city.slug, *city.above}.isdisjoint(slugs)]


LOCATOR = (4 / 3, 1500)  # width to height of a small map, and its least width: a sixth of the world
NAMED = 2  # places of a small map that have their names beside them
LONG = 16  # letters of a name beside a dot in its middle


@dataclass(frozen=True, slots=True)
class Spot:
    """A dot of a small map: where it is, in percent; its name if it is one of the places that the map is about."""

    x: str
    y: str
    region: str
    name: str

    @property
    def is_long(self) -> bool:
        """Whether the name needs the whole width, above the dot."""
        return len(self.name) > LONG


@dataclass(frozen=True)
class Window:
    """A small map: `spots` are the places that it is about, `others` are cities around them."""

    name: str
    box: Box
    spots: list[Spot]
    others: list[Spot]


def window(places: Iterable[Place], known: Gazetteer) -> Window | None:
    """The small map of cities, countries or other places; None if nobody knows where they are."""
    places = list(places)
    mine = {at: city for place in places for at, city in _spots(place, known).items()}
    if not mine:
        return None
    box = Box.around((city.near for city in mine.values()), *LOCATOR)
    around = (city for slug, city in known.items() if slug not in mine and city.near in box)
    named = len(mine) <= NAMED
    return Window(
        ", ".join(str(place.name) for place in places),
        box,
        [Spot(*box.place(city.near), city.region, city.name if named else "") for city in mine.values()],
        [Spot(*box.place(city.near), "", "") for city in around],
    )


def _spots(place: Place, known: Gazetteer) -> Gazetteer:
    """The place itself, or the cities in it if it has no coordinates of its own."""
    if place.kind == Place.Kind.CITY and place.slug in known:
        return {place.slug: known[place.slug]}
    if place.latitude is not None:  # a draft, or a territory with coordinates of its own
        return {place.slug: _located(place, project)}
    return {slug: city for slug, city in known.items() if place.slug in city.above}

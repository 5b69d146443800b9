"""Maps: a dot for each city, in the hue of its region, as large as what is there; the key is the facet of regions."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from casestudies.atlas import WORLD, Box, Point, radius
from casestudies.gazetteer import Gazetteer, Located

NEAR = (2, 1500)  # width to height of a map of regions or countries, and its least width: a sixth of the world


@dataclass(frozen=True, slots=True)
class Dot:
    """A city: where it is, in percent from the left and the top, its radius in pixels, what it says and leads to."""

    label: str
    address: str
    x: str
    y: str
    radius: float
    is_right: bool  # in the right half, so that its label is left of it
    is_empty: bool  # nothing is told of it yet


@dataclass(frozen=True)
class Region:
    """A region of the key: its name, number and address, and the dots in it.

    `shape` is the path of a line through its dots, whose wide stroke is the part of the map that leads to the region.
    """

    slug: str
    name: str
    count: int
    address: str
    is_chosen: bool
    dots: list[Dot]
    shape: str


@dataclass(frozen=True)
class Map:
    """`twin` is the address of the list that has the same; `elsewhere` counts what has no place on the map."""

    title: str
    box: Box
    regions: list[Region]
    twin: str = ""
    elsewhere: int = 0

    @property
    def is_near(self) -> bool:
        return self.box != WORLD

    @property
    def size(self) -> int:
        return sum(len(region.dots) for region in self.regions)


@dataclass(frozen=True)
class Key:
    """What the key says of a region; without an address it is only said."""

    slug: str
    name: str
    count: int
    address: str = ""
    is_chosen: bool = False


def map_of(
    title: str,
    counts: Mapping[str, int],
    known: Gazetteer,
    keys: Iterable[Key],
    label: Callable[[str, int], str],
    address: Callable[[str], str],
    **more: Any,
) -> Map:
    """The map of the cities that are counted, by slug; those without coordinates are not on it.

    `label` gets the full name of a city and its number, `address` its slug. `more` are further attributes of the map.
    """
    box = more.setdefault("box", WORLD)
    by_region: dict[str, list[tuple[Located, int]]] = defaultdict(list)
    for city in known.values():
        if (count := counts.get(city.slug)) is not None:
            by_region[city.region].append((city, count))

    def dots(cities: list[tuple[Located, int]]) -> Iterator[Dot]:
        for city, count in sorted(cities, key=lambda one: -one[1]):  # small dots lie upon large ones
            at = point(city)
            x, y = box.place(at)
            is_right = at.x > box.x + box.width / 2
            yield Dot(label(city.full_name, count), address(city.slug), x, y, radius(count), is_right, not count)

    def point(city: Located) -> Point:
        return city.point if box == WORLD else city.near

    keys = {key.slug: key for key in keys}
    regions = []
    for slug in sorted({*keys, *by_region}):
        cities, key = by_region[slug], keys.get(slug) or Key(slug, "", 0)
        shape = "".join(f"M{at.x} {at.y}h0" for at in (point(city) for city, _ in cities))
        regions.append(Region(slug, key.name, key.count, key.address, key.is_chosen, list(dots(cities)), shape))
    return Map(title, regions=regions, **more)


def around(cities: Iterable[Located]) -> Box:
    """The part of the world that a map of these cities shows: all of it if there are none."""
    points = [city.near for city in cities]
    return Box.around(points, *NEAR) if points else WORLD


def cases_of(name: str, count: int) -> str:
    """What the dot of a city says: Bogotá, Colombia: 3 case studies."""
    return ngettext("%(name)s: %(count)d case study", "%(name)s: %(count)d case studies", count) % {
        "name": name,
        "count": count,
    }


def city_address(slug: str) -> str:
    return reverse("city-detail", args=[slug])

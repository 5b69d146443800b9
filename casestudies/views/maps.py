"""Maps: a dot for each city, in the hue of its region, as large as what is there; the key is the facet of regions."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pyroaring import BitMap64

from casestudies import canonical
from casestudies.arcs import Arc, arcs, moves
from casestudies.atlas import WORLD, Box, Point, radius
from casestudies.facets import chosen_rows
from casestudies.filters.base import ListFilterSet
from casestudies.gazetteer import Gazetteer, Located, gazetteer, inside
from casestudies.index import Index
from casestudies.listing import Listing
from casestudies.listings import CASES
from casestudies.models import CaseStudy, City, Event, Outcome, Programme, Transfer

LEAST = 2  # cities that a map is worth
NEAR = (1.6, 1500)  # width to height of a map of regions or countries, and its least width: a sixth of the world


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
    arcs: Sequence[Arc] = ()

    @property
    def is_near(self) -> bool:
        return self.box != WORLD

    @property
    def arrow(self) -> int:
        """The length of the arrow at the end of an arc."""
        return self.box.width // 100

    @property
    def caption(self) -> tuple[int, int, int]:
        """Where the name of an arc is shown, in the lower left corner, and how high its letters are."""
        letters = self.box.width // 60
        return self.box.x + letters, self.box.y + self.box.height - letters, letters

    @property
    def size(self) -> int:
        """How many links it has for the keyboard."""
        return sum(len(region.dots) for region in self.regions) + len(self.arcs)


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
    """The part of the world that a map of these cities shows: all of it if there are none, or if it is not less."""
    points = [city.near for city in cities]
    box = Box.around(points, *NEAR) if points else WORLD
    return box if box.height < WORLD.height else WORLD


def map_of_places(request: HttpRequest, title: str, slugs: Iterable[str]) -> Map | None:
    """The map of some cities, say the members of a network; None if it would show less than two."""
    known = gazetteer(request)
    cities = [known[slug] for slug in set(slugs) if slug in known]
    if len(cities) < LEAST:
        return None
    numbers = Counter((city.region, city.region_name) for city in cities)
    return map_of(
        title,
        dict.fromkeys((city.slug for city in cities), 1),
        known,
        [Key(slug, name, number) for (slug, name), number in numbers.items()],
        lambda name, _count: name,
        city_address,
        box=around(cities),
    )


def cases_of(name: str, count: int) -> str:
    """What the dot of a city says: Bogotá, Colombia: 3 case studies."""
    said = ngettext("%(name)s: %(count)d case study", "%(name)s: %(count)d case studies", count)
    return said % {"name": name, "count": count}


def city_address(slug: str) -> str:
    return reverse("city-detail", args=[slug])


def _programmes_of(name: str, count: int) -> str:
    said = ngettext("%(name)s: %(count)d programme", "%(name)s: %(count)d programmes", count)
    return said % {"name": name, "count": count}


def _figures_of(name: str, count: int) -> str:
    said = ngettext("%(name)s: %(count)d figure", "%(name)s: %(count)d figures", count)
    return said % {"name": name, "count": count}


def _events_of(name: str, count: int) -> str:
    said = ngettext("%(name)s: %(count)d event", "%(name)s: %(count)d events", count)
    return said % {"name": name, "count": count}


def _transfers_of(name: str, count: int) -> str:
    said = ngettext("%(name)s: %(count)d transfer", "%(name)s: %(count)d transfers", count)
    return said % {"name": name, "count": count}


# What a dot says of each kind of rows that have places.
LABELS = {
    CaseStudy: cases_of,
    City: cases_of,
    Programme: _programmes_of,
    Outcome: _figures_of,
    Event: _events_of,
    Transfer: _transfers_of,
}
PLACES = ("city", "country", "region")  # facets, from the nearest


def map_of_list(request: HttpRequest, listing: Listing, filters: ListFilterSet) -> Map:
    """All rows that match, by city; only the places that are chosen, if any are. A dot leads to the rows of its city.

    Counted from the index, whatever the number of rows.
    """
    known = gazetteer(request)
    chosen = next((values for name in PLACES if (values := filters.values.get(name))), None)
    shown = known if chosen is None else {city.slug: city for city in inside(known, chosen)}
    if issubclass(listing.model, City):
        cases = CASES.totals(request, "city")
        counts = {slug: cases(slug) for slug, city in shown.items() if city.key in filters.matching}
        elsewhere, address = filters.count - len(counts), city_address
    else:
        counts = filters.members_matching("city")
        elsewhere = len(filters.matching - _rows_in(request, listing, None if chosen is None else shown))
        path, narrowed = canonical.path(request), canonical.query_builder(filters, "city", view=[])

        def address(slug: str) -> str:
            return f"{path}?{narrowed([slug])}"

    box = WORLD if chosen is None else around(shown.values())
    moved = (
        (move for key, move in moves(request).items() if key in filters.matching) if listing.model is Transfer else ()
    )
    return map_of(
        _("%(list)s on a map") % {"list": listing.title},
        counts,
        shown,
        key_of_facet(request, filters),
        LABELS[listing.model],
        address,
        box=box,
        twin=canonical.path(request, canonical.query(filters, view=[], page=[])),
        elsewhere=elsewhere,
        arcs=arcs(moved, known, box),
    )


def _rows_in(request: HttpRequest, listing: Listing, shown: Gazetteer | None) -> BitMap64:
    """The keys of all rows of a list in these cities, by default in all that have coordinates."""
    members = listing.members(request, "city")
    if shown is not None:
        return chosen_rows(members, shown)
    key = ("located", listing.name)
    return Index.for_request(request).get(key, lambda: chosen_rows(members, gazetteer(request)))


def key_of_facet(request: HttpRequest, filters: ListFilterSet) -> list[Key]:
    """The facet of regions: each leads to the list with it, or without it if it is chosen."""
    facet = next(facet for facet in filters.facets if facet.name == "region")
    query = canonical.query_builder(filters, "region")
    found = []
    for slug, option in facet.options.items():
        count, is_chosen = facet.counts.get(slug, 0), slug in facet.values
        values = set(facet.values) ^ {slug}
        address = canonical.path(request, query(values)) if count or is_chosen else ""
        found.append(Key(slug, option.label, count, address, is_chosen))
    return found

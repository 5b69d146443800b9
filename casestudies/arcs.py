"""Which cities a practice moved between, kept by the index, and the curves that a map draws of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from math import hypot

from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from .atlas import WORLD, Box, Point
from .gazetteer import Gazetteer, Located
from .i18n import active_language
from .index import Index
from .models import Transfer
from .models.evidence import SIDES

FITS = {"en": 90, "zh-hans": 45}  # letters of a line as wide as a map
BEND = 0.22  # how far a curve rises, as a share of its length


@dataclass(frozen=True, slots=True)
class Move:
    """A transfer with cities at both ends, by their slugs."""

    what: str
    address: str
    ends: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Arc:
    """A transfer as a path, a curve for each pair of cities; `label` says what it is, `address` leads to it."""

    label: str
    address: str
    path: str

    @property
    def caption(self) -> str:
        """As much of the label as fits below a map, in the active language."""
        return Truncator(self.label).chars(FITS[active_language()], truncate="…")


def moves(request: HttpRequest | None) -> Mapping[int, Move]:
    """The published transfers between cities, by primary key."""
    return Index.for_request(request).get(("moves", active_language()), _read)


def _read() -> dict[int, Move]:
    found = {}
    for transfer in Transfer.objects.published().for_map():
        ends = {side: tuple(place.slug for place in transfer.places_at(side)) for side in SIDES}
        if all(ends.values()):
            found[transfer.pk] = Move(str(transfer.what), transfer.get_absolute_url(), ends)
    return found


def arcs(among: Iterable[Move], known: Gazetteer, box: Box) -> list[Arc]:
    """The curves on a map that shows `box`; a transfer within one city, or of unknown cities, has none."""
    found = []
    for move in among:
        start, end = ([known[slug] for slug in move.ends[side] if slug in known] for side in SIDES)
        pairs = [(a, b) for a, b in product(start, end) if a != b]
        if pairs:
            names = [_(", ").join(city.name for city in cities) for cities in (start, end)]
            path = "".join(curve(_at(a, box), _at(b, box), box.y) for a, b in pairs)
            found.append(Arc(" → ".join(names) + _(": ") + move.what, move.address, path))
    return found


def _at(city: Located, box: Box) -> Point:
    return city.point if box == WORLD else city.near


def curve(start: Point, end: Point, top: int) -> str:
    """From one point to another, bent towards the north, but not beyond the top of the map."""
    middle = (start.y + end.y) / 2
    highest = max(middle - BEND * hypot(end.x - start.x, end.y - start.y), top)
    return f"M{start.x} {start.y}Q{(start.x + end.x) // 2} {round(2 * highest - middle)} {end.x} {end.y}"

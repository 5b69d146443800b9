"""The geometry of maps: places in the Equal Earth projection, and the boxes that maps show of the world.

A point has whole units from the top left corner of a world that is 10,000 units wide. The land that `land` draws has
the same units, so a box of this world is a viewBox of the land.

The projection: Šavrič, Patterson, Jenny (2018), doi:10.1080/13658816.2018.1504949.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import asin, cos, pi, radians, sin, sqrt
from typing import NamedTuple

WIDTH = 10_000
A1, A2, A3, A4, M = 1.340264, -0.081106, 0.000893, 0.003796, sqrt(3) / 2
SCALE = WIDTH / (
    2 * pi / (M * A1)
)  # units for each unit of the projection: the equator is as long as the world is wide

# Places beyond this meridian lie near New Zealand and Fiji, on the far side of the date line.
BEYOND_THE_DATE_LINE = -140
ROOM = 0.12  # left free around the places of a box, as a share of its sides


class Point(NamedTuple):
    x: int
    y: int


def _plane(longitude: float, latitude: float) -> tuple[float, float]:
    angle = asin(M * sin(radians(latitude)))
    square = angle * angle
    sixth = square**3
    x = radians(longitude) * cos(angle) / (M * (A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square)))
    return x, angle * (A1 + A2 * square + sixth * (A3 + A4 * square))


TOP = _plane(0, 90)[1] * SCALE


def project(longitude: float, latitude: float) -> Point:
    """Where a place is in the world. A longitude above 180 lies right of the world's rim."""
    x, y = _plane(longitude, latitude)
    return Point(round(WIDTH / 2 + x * SCALE), round(TOP - y * SCALE))


def unrolled(longitude: float, latitude: float) -> Point:
    """As `project`, but Samoa and Tonga are right of Fiji instead of at the other end of the world."""
    return project(longitude + 360 if longitude < BEYOND_THE_DATE_LINE else longitude, latitude)


@dataclass(frozen=True)
class Box:
    """A part of the world: its top left corner and its sides."""

    x: int
    y: int
    width: int
    height: int

    @classmethod
    def around(cls, points: Iterable[Point], ratio: float, least: int) -> "Box":
        """The smallest box of a ratio of width to height that has all points with room around them.

        It is at least `least` units wide. ValueError without points.
        """
        xs, ys = zip(*points, strict=True)
        share = 1 - 2 * ROOM
        width = max((max(xs) - min(xs)) / share, (max(ys) - min(ys)) / share * ratio, least)
        left, top = (min(xs) + max(xs) - width) / 2, (min(ys) + max(ys) - width / ratio) / 2
        return cls(round(left), round(top), round(width), round(width / ratio))

    def __str__(self) -> str:
        """As a viewBox."""
        return f"{self.x} {self.y} {self.width} {self.height}"

    def __contains__(self, point: Point) -> bool:
        return 0 <= point.x - self.x <= self.width and 0 <= point.y - self.y <= self.height

    def place(self, point: Point) -> tuple[str, str]:
        """Where a point lies, from the left and from the top: ("12.5%", "40%")."""
        return _percent(point.x - self.x, self.width), _percent(point.y - self.y, self.height)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.5g}%" if part else "0%"


# From northern Greenland to Cape Horn: nobody lives further north or south, and Antarctica would take a quarter.
WORLD = Box(0, project(0, 84).y, WIDTH, project(0, -57).y - project(0, 84).y)


def radius(count: int) -> float:
    """The radius of a dot in pixels: its area grows with the number of what is there, up to that of about 60."""
    return round(min(3.2 + 1.3 * sqrt(count), 13), 1)

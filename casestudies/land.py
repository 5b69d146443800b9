"""Draws the land of every map, at set-up: `python -m casestudies.land land-110m.json land.svg`.

A third argument simplifies it: shores may be so many units of `atlas` from where they are. The input is TopoJSON of
world-atlas, made from Natural Earth. The output is one path with the id `land`, in the units of `atlas`. Without
Antarctica, where no city is.
"""

import json
import sys
from collections.abc import Iterator
from math import hypot
from pathlib import Path
from typing import Any

from casestudies.atlas import WIDTH, WORLD, Point, project

Position = tuple[float, float]  # longitude and latitude
ANTARCTICA = -60  # its northern end


def arcs(topology: dict[str, Any]) -> list[list[Position]]:
    """The lines that rings are put together from. TopoJSON holds each as whole numbers, from one point to the next."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x, y, line = 0, 0, []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            line.append((x * kx + dx, y * ky + dy))
        found.append(line)
    return found


def rings(topology: dict[str, Any], name: str = "land") -> Iterator[list[Position]]:
    """The closed lines around an object: shores of continents, islands and lakes."""
    lines = arcs(topology)

    def line(at: int) -> list[Position]:
        return lines[at] if at >= 0 else lines[~at][::-1]  # ~at: the same line backwards

    def polygons(geometry: dict[str, Any]) -> Iterator[list[list[int]]]:
        if geometry["type"] == "GeometryCollection":
            for part in geometry["geometries"]:
                yield from polygons(part)
        elif geometry["type"] == "MultiPolygon":
            yield from geometry["arcs"]
        elif geometry["type"] == "Polygon":
            yield geometry["arcs"]

    for polygon in polygons(topology["objects"][name]):
        for ring in polygon:
            yield [position for at in ring for position in line(at)[:-1]]  # each ends where the next begins


def at_the_date_line(ring: list[Position]) -> list[list[Position]]:
    """A ring in two parts, one at each end of the world, if it crosses the meridian of 180 degrees; else unchanged."""
    line, turn = ring[:1], 0
    for (before, _), (longitude, latitude) in zip(ring, ring[1:], strict=False):
        turn -= round((longitude - before) / 360) * 360  # from 179 to -179 is a step of 2 degrees
        line.append((longitude + turn, latitude))
    parts = [(line, 0), (_cut(line, 180, 1), -360), (_cut(line, -180, -1), 360)]
    if not parts[1][0] and not parts[2][0]:
        return [ring]
    parts[0] = _cut(_cut(line, 180, -1), -180, 1), 0
    return [[(longitude + shift, latitude) for longitude, latitude in part] for part, shift in parts if part]


def _cut(ring: list[Position], meridian: float, side: int) -> list[Position]:
    """What of a ring is east (side 1) or west (side -1) of a meridian, closed along it."""
    found = []
    for before, after in zip([ring[-1], *ring], ring, strict=False):
        first, last = ((position[0] - meridian) * side for position in (before, after))
        if first * last < 0:
            share = first / (first - last)
            found.append((meridian, before[1] + share * (after[1] - before[1])))
        if last >= 0:
            found.append(after)
    return found if any(position[0] != meridian for position in found) else []


def simplified(points: list[Point], tolerance: float) -> list[Point]:
    """The line without points that lie within `tolerance` of it: Douglas and Peucker (1973). Both ends stay."""
    kept, parts = {0, len(points) - 1}, [(0, len(points) - 1)]
    while parts:
        first, last = parts.pop()
        far, at = max(
            ((_distance(points[n], points[first], points[last]), n) for n in range(first + 1, last)), default=(0, 0)
        )
        if far > tolerance:
            kept.add(at)
            parts += [(first, at), (at, last)]
    return [points[n] for n in sorted(kept)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """From a point to a straight line, or to its start if the line has no length."""
    dx, dy = end.x - start.x, end.y - start.y
    if not (length := hypot(dx, dy)):
        return hypot(point.x - start.x, point.y - start.y)
    return abs(dx * (start.y - point.y) - dy * (start.x - point.x)) / length


def outline(ring: list[Position], tolerance: float = 0) -> str:
    """A ring as a part of an SVG path. Empty for one that is too small to be seen."""
    points: list[Point] = []
    for position in ring:
        if (point := project(*position)) not in points[-1:]:
            points.append(point)
    points = simplified(points, tolerance) if tolerance else points
    if len(points) < 3:
        return ""
    steps = (f"{b.x - a.x} {b.y - a.y}" for a, b in zip(points, points[1:], strict=False))
    return f"M{points[0].x} {points[0].y}l{' '.join(steps)}z".replace(" -", "-")


def drawn(topology: dict[str, Any], tolerance: float = 0) -> str:
    """The file. The line around the land has the same width however large the map is shown."""
    shores = [ring for ring in rings(topology) if max(latitude for _, latitude in ring) > ANTARCTICA]
    pieces = [piece for ring in shores for piece in at_the_date_line(ring)]
    path = "".join(outline(piece, tolerance) for piece in pieces)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {WORLD.y + WORLD.height}">'
        f'<path id="land" vector-effect="non-scaling-stroke" d="{path}"/></svg>\n'
    )


if __name__ == "__main__":
    source, target, *tolerance = sys.argv[1:]
    Path(target).write_text(drawn(json.loads(Path(source).read_text()), *map(float, tolerance)))

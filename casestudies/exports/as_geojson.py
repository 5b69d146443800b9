"""GeoJSON as RFC 7946 has it: longitude before latitude, a feature for each row with all its columns.

A row in several places is one feature with a MultiPoint; one without known coordinates has the geometry null.
"""

from collections.abc import Iterable, Iterator

from casestudies.models import Place

from .answers import Asked, decimal
from .as_json import as_object, dumped
from .places import position

CONTENT_TYPE = "application/geo+json"


def write(asked: Asked) -> Iterator[str]:
    yield f"{dumped({'type': 'FeatureCollection', **asked.facts})[:-1]}, {dumped('features')}: ["
    link = asked.table.names.index("link_en")
    for number, line in enumerate(asked.lines):
        properties = as_object(asked.table.columns, line.cells)
        yield (
            (",\n" if number else "\n")
            + f'{{"type": "Feature", "id": {dumped(line.cells[link])}, "geometry": {geometry(line.places)}, '
            + f'"properties": {properties}}}'
        )
    yield "\n]}\n"


def geometry(places: Iterable[Place]) -> str:
    points = [f"[{', '.join(map(decimal, at))}]" for place in places if (at := position(place))]
    if not points:
        return "null"
    if len(points) == 1:
        return f'{{"type": "Point", "coordinates": {points[0]}}}'
    return f'{{"type": "MultiPoint", "coordinates": [{", ".join(points)}]}}'

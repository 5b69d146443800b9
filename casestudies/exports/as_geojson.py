"""GeoJSON as RFC 7946 has it: longitude before latitude, a feature for each row with all its columns.

A row in several places is one feature with a MultiPoint; one without known coordinates has the geometry null.
"""

from collections.abc import Iterable, Iterator

from casestudies.columns.geography import position
from casestudies.models import Place

from .as_json import as_object, dumped
from .download import Download, decimal

CONTENT_TYPE = "application/geo+json"


def write(download: Download) -> Iterator[str]:
    yield f"{dumped({'type': 'FeatureCollection', **download.facts})[:-1]}, {dumped('features')}: ["
    link = download.table.names.index("link_en")
    for number, line in enumerate(download.lines):
        properties = as_object(download.table.columns, line.cells)
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

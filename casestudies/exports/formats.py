"""The formats of a download, by the extension of its address."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from . import as_csv, as_geojson, as_json, as_xlsx
from .answers import Asked
from .tables import Table

XLSX_ROWS = 20_000  # more than a reader can use in a spreadsheet; CSV has no limit


@dataclass(frozen=True)
class Format:
    extension: str
    label: str
    content_type: str
    write: Callable[[Asked], Iterator[str | bytes]]


FORMATS = {
    one.extension: one
    for one in (
        Format("csv", "CSV", as_csv.CONTENT_TYPE, as_csv.write),
        Format("xlsx", "XLSX", as_xlsx.CONTENT_TYPE, as_xlsx.write),
        Format("json", "JSON", as_json.CONTENT_TYPE, as_json.write),
        Format("geojson", "GeoJSON", as_geojson.CONTENT_TYPE, as_geojson.write),
    )
}


def files(table: Table, query: str) -> list[tuple[Format, str]]:
    """Each format that the list has, with its address for a query string; a map is of what has places."""
    return [
        (one, address("download", query, name=table.name, extension=one.extension))
        for one in FORMATS.values()
        if one.extension != "geojson" or table.places
    ]


def feed(table: Table, query: str) -> str:
    return address("feed", query, name=table.name)


def address(view: str, query: str, **arguments: str) -> str:
    path = reverse(view, kwargs=arguments)
    return f"{path}?{query}" if query else path

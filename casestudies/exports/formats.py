"""The formats of a download, by the extension of its address."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from . import as_csv, as_geojson, as_json, as_xlsx
from .answers import Asked

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

"""The formats of a download, by the extension of its address."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from casestudies.listing import Listing

from . import as_csv, as_geojson, as_json, as_xlsx
from .download import Download

XLSX_ROWS = 20_000  # more than a reader can use in a spreadsheet; CSV has no limit


@dataclass(frozen=True)
class FileFormat:
    extension: str
    label: str
    content_type: str
    write: Callable[[Download], Iterator[str | bytes]]


FORMATS = {
    one.extension: one
    for one in (
        FileFormat("csv", "CSV", as_csv.CONTENT_TYPE, as_csv.write),
        FileFormat("xlsx", "XLSX", as_xlsx.CONTENT_TYPE, as_xlsx.write),
        FileFormat("json", "JSON", as_json.CONTENT_TYPE, as_json.write),
        FileFormat("geojson", "GeoJSON", as_geojson.CONTENT_TYPE, as_geojson.write),
    )
}


def files(listing: Listing, query: str) -> list[tuple[FileFormat, str]]:
    """Each format that the list has, with its address for a query string; only rows with places make a map."""
    return [
        (one, listing.file(one.extension, query))
        for one in FORMATS.values()
        if one.extension != "geojson" or listing.table.places
    ]

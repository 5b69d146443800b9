"""What every format writes: the rows of a list, with its address, the time and the version of the content."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import parse_qsl

from django.db.models import Model
from django.utils import translation
from django.utils.text import slugify

from casestudies import licence
from casestudies.columns.fields import Cell, CellType, address
from casestudies.columns.tables import Table
from casestudies.i18n import HTML_LANG
from casestudies.listing import Listing
from casestudies.models import Place
from casestudies.models.dates import write_date

from .turns import resting

LONGEST_NAME = 80  # characters of a file name for its filters
CHUNK = 200  # rows read at a time: large enough for few queries, small enough to pause often


@dataclass(frozen=True)
class Line:
    """The cells of a row, and its places for a map."""

    cells: list[Cell]
    places: list[Place]


@dataclass(frozen=True)
class Download:
    """`keys` are the primary keys of the rows, in order; `query` is the query string without question mark.

    `numbered` sets the numbers of rows, such as `case_count`, from the index; counting in the database took seconds.
    """

    listing: Listing
    keys: list[int]
    numbered: Callable[[list[Model]], list[Model]]
    query: str
    language: str
    at: datetime.datetime
    version: str | None

    @property
    def table(self) -> Table:
        return self.listing.table

    @property
    def lines(self) -> Iterator[Line]:
        """The rows, with a fixed number of queries for each chunk, without those withdrawn in the meantime."""
        for start in resting(range(0, len(self.keys), CHUNK)):
            # A chunk is read at once: a language left active while the stream pauses would leak into other responses.
            with translation.override("en"):
                chunk = self.keys[start : start + CHUNK]
                found = self.table.fetch(self.listing.published()).order_by().in_bulk(chunk)
                lines = [self._line(row) for row in self.numbered([found[key] for key in chunk if key in found])]
            yield from lines

    def _line(self, row: Model) -> Line:
        return Line(self.table.cells(row), list(self.table.places(row)) if self.table.places else [])

    @property
    def page(self) -> str:
        """The address of the list with the same rows."""
        return self.link(f"{self.listing.name}/")

    @property
    def columns_page(self) -> str:
        """The address of the page that explains the columns."""
        return address(f"/about/data/#{self.listing.name}", self.language)

    def link(self, path: str) -> str:
        return address(f"/{path}{self.query and '?'}{self.query}", self.language)

    @property
    def facts(self) -> dict:
        """Facts about the download, as JSON has them."""
        return {
            "generated": self.at.isoformat(timespec="seconds"),
            "content_version": self.version,
            "language": HTML_LANG[self.language],
            "query": self.query,
            "page": self.page,
            "licence": licence.facts(),
        }

    def file_name(self, extension: str) -> str:
        """Names the list, its filters and the day, in ASCII: cityclimate-cities-latin-america-2026-11-29.csv."""
        return "-".join(["cityclimate", self.listing.name, *self._filters, f"{self.at:%Y-%m-%d}.{extension}"])

    @property
    def _filters(self) -> list[str]:
        """Its filters as parts of a file name; the slug of a record says enough alone. The rest is left out."""
        filters, found, length = self.listing.filters.base_filters, [], 0
        for name, value in parse_qsl(self.query):
            if name == "sort":
                continue
            part = slugify(value) or "text"  # a word in Chinese has no letters for a file name
            if getattr(filters[name], "record", None) is None:
                part = f"{name.replace('_', '-')}-{part}"
            length += len(part) + 1
            if length > LONGEST_NAME:
                return [*found, "and-more"]
            found.append(part)
        return found


class Counts(Download):
    """A download of rows that are counted, not stored: `keys` has the rows themselves."""

    @property
    def lines(self) -> Iterator[Line]:
        with translation.override("en"):
            lines = [self._line(row) for row in self.keys]
        yield from lines


def json_value(cell: Cell, kind: CellType) -> str | Decimal | int | bool | list[str] | None:
    """A cell as a value of JSON: a date as ISO text; None for an unknown number or date."""
    if kind is CellType.DATE:
        return write_date(*cell) or None
    return cell


def decimal(number: Decimal | int) -> str:
    """An exact number without exponent and without trailing zeros: -65.9."""
    digits = f"{number:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits

"""What every format is told: the table, the rows asked for, and when, from where and of which content they are."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Model

from casestudies import licence
from casestudies.i18n import HTML_LANG
from casestudies.models.dates import write_date

from .columns import Cell, Kind, address
from .tables import Line, Table


@dataclass(frozen=True)
class Asked:
    """A download: `keys` are the primary keys of its rows, in order; `query` is the query string without its mark.

    `numbered` gives rows the numbers that their list shows.
    """

    table: Table
    keys: list[int]
    numbered: Callable[[list[Model]], list[Model]]
    query: str
    language: str
    at: datetime.datetime
    version: str | None

    @property
    def lines(self) -> Iterator[Line]:
        return self.table.lines(self.keys, self.numbered)

    @property
    def page(self) -> str:
        """The address of the list that holds the same rows."""
        return self.link(f"{self.table.name}/")

    @property
    def columns_page(self) -> str:
        """The address of the page that explains the columns."""
        return address(f"/about/data/#{self.table.name}", self.language)

    def link(self, path: str) -> str:
        return address(f"/{path}{self.query and '?'}{self.query}", self.language)

    @property
    def facts(self) -> dict:
        """As JSON writes them."""
        return {
            "generated": self.at.isoformat(timespec="seconds"),
            "content_version": self.version,
            "language": HTML_LANG[self.language],
            "query": self.query,
            "page": self.page,
            "licence": licence.facts(),
        }

    def file_name(self, extension: str) -> str:
        return f"cityclimate-{self.table.name}-{self.at:%Y-%m-%d}.{extension}"


def plain(cell: Cell, kind: Kind) -> str | Decimal | int | bool | list[str] | None:
    """A cell as JSON means it: a date as ISO text, None where a number or a date is not known."""
    if kind is Kind.DATE:
        return write_date(*cell) or None
    return cell


def decimal(number: Decimal | int) -> str:
    """Exact, without an exponent and without zeros at the end: -65.9."""
    digits = f"{number:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits

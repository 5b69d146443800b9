"""The kinds of columns of a download: their names, which never change, their meaning, and how to read their cells.

A translated text has a column for each language, `title_en` and `title_zh_hans`, with exactly what is stored: empty if
the translation is missing. Other records have columns for slugs and for names in each language. A name that is missing
in one language is given in the other, so that the first name always belongs to the first slug.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from casestudies.i18n import LANGUAGES, columns, in_language, localized

Read = Callable[[Any], Any]
PATH_PREFIX = {"en": "", "zh-hans": "/zh-hans"}


class CellType(StrEnum):
    """The type of a cell. An empty cell is an empty text, an empty list, or None."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    LINK = "link"
    LIST = "list"

    @property
    def label(self):
        return CELL_TYPE_LABELS[self]


CELL_TYPE_LABELS = {
    CellType.TEXT: _("text"),
    CellType.NUMBER: _("number"),
    CellType.BOOLEAN: _("true or false"),
    CellType.DATE: _("date, as precise as the source"),
    CellType.LINK: _("address"),
    CellType.LIST: _("list"),
}

Cell = str | Decimal | int | bool | tuple[datetime.date | None, str] | list[str] | None


@dataclass(frozen=True)
class Column:
    """`choices` are the possible values of its cells, if there is a fixed list."""

    name: str
    kind: CellType
    heading: Any
    meaning: Any
    choices: type[models.TextChoices] | None = None


@dataclass(frozen=True)
class Field:
    """Columns that are read together: `read` returns a cell for each; a date is a pair with its precision."""

    columns: tuple[Column, ...]
    read: Callable[[Any], Iterable[Cell]]


def column(name: str, kind: CellType, heading, meaning="", read: Read | None = None, choices=None) -> Field:
    found = read or attrgetter(name)
    return Field((Column(name, kind, heading, meaning, choices),), lambda row: (found(row),))


def text(name: str, heading, meaning="", read: Read | None = None) -> Field:
    return column(name, CellType.TEXT, heading, meaning, read)


def number(name: str, heading, meaning="", read: Read | None = None) -> Field:
    return column(name, CellType.NUMBER, heading, meaning, read)


def choice(name: str, choices: type[models.TextChoices], heading, meaning="") -> Field:
    return column(name, CellType.TEXT, heading, meaning, choices=choices)


def date(name: str, heading, meaning="") -> Field:
    """A date as precise as the source gives it."""
    return column(name, CellType.DATE, heading, meaning, attrgetter(name, f"{name}_precision"))


def day(name: str, heading, meaning="", attribute: str = "") -> Field:
    """The day of a timestamp, in UTC."""
    moment = attrgetter(attribute or name)
    return column(name, CellType.DATE, heading, meaning, lambda row: ((at := moment(row)) and at.date(), "day"))


def in_languages(name: str, kind: CellType, heading, meaning="") -> tuple[Column, ...]:
    """A column for each language."""
    return tuple(
        Column(f"{name}_{suffix}", kind, in_language(heading, code), meaning) for code, suffix in LANGUAGES.items()
    )


def translated(name: str, heading, meaning="") -> Field:
    """A translated text, as stored in each language."""
    return Field(in_languages(name, CellType.TEXT, heading, meaning), attrgetter(*columns(name)))


def computed(name: str, heading, meaning, read: Callable[[Any, str], Any], kind: CellType = CellType.TEXT) -> Field:
    """A text that `read(row, language)` computes for each language."""
    return Field(
        in_languages(name, kind, heading, meaning), lambda row: [read(row, language) for language in LANGUAGES]
    )


def slug_and_names(name: str, kind: CellType, heading, meaning="") -> tuple[Column, ...]:
    """A column for slugs, and one for names in each language."""
    return Column(name, kind, heading, meaning), *in_languages(name, kind, heading, meaning)


def name_of(record, language: str) -> str:
    return str(localized(record, "title" if hasattr(record, "title") else "name", language))


def cells_of(record) -> list[str]:
    """The slug and the names of a record, empty for None."""
    if record is None:
        return ["", *("" for language in LANGUAGES)]
    return [record.slug, *(name_of(record, language) for language in LANGUAGES)]


def cells_of_all(records: Iterable) -> list[list[str]]:
    """The slugs of records, and their names in each language in the same order."""
    found = [cells_of(record) for record in records]
    return [[cells[at] for cells in found] for at in range(1 + len(LANGUAGES))]


def record(name: str, heading, meaning="", read: Read | None = None) -> Field:
    """One other record: its slug, and its name in each language. `read` gives the record or None."""
    found = read or attrgetter(name)
    return Field(slug_and_names(name, CellType.TEXT, heading, meaning), lambda row: cells_of(found(row)))


def prefetch_list(name: str, rows: QuerySet | None = None) -> Prefetch:
    """Prefetches a relation for `prefetched`, as a list: a queryset for each row takes longer than the columns."""
    return Prefetch(name, rows, to_attr=f"{name}_fetched")


def prefetched(row, name: str) -> list:
    """The related records that `prefetch_list` fetched."""
    return getattr(row, f"{name}_fetched")


def records(name: str, heading, meaning="", read: Callable[[Any], Iterable] | None = None) -> Field:
    """Other records: their slugs, and their names in each language in the same order."""
    found = read or (lambda row: prefetched(row, name))
    return Field(slug_and_names(name, CellType.LIST, heading, meaning), lambda row: cells_of_all(found(row)))


def address(path: str, code: str = "en") -> str:
    """The absolute address of an English path, in a language; empty for an empty path."""
    return path and f"{settings.SITE_URL}{PATH_PREFIX[code]}{path}"


def link(name: str, heading, meaning="", read: Read | None = None) -> Field:
    """The address of the row, or of what `read` returns, in each language. English must be the active language."""

    def addresses(row):
        path = (read(row) if read else row).get_absolute_url()
        return [address(path, language) for language in LANGUAGES]

    return Field(in_languages(name, CellType.LINK, heading, meaning), addresses)


def public(found) -> Any:
    """The record if the public may see it, else None."""
    return found if found is not None and found.is_published else None

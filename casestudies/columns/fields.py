"""The columns of a download: their names, which never change, what they mean, and how each is read from a row.

A text in two languages is two columns, `title_en` and `title_zh_hans`, and exactly what is stored: empty where a
language lacks it. Records are named by their slugs, with their names in both languages beside them; there a name that
is missing in one language is given in the other, so that the first name belongs to the first slug.
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
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from casestudies.i18n import LANGUAGES, NAMES, columns, localized

Read = Callable[[Any], Any]
SECOND = {"en": "", "zh-hans": "/zh-hans"}  # what stands before a path in each language


class CellType(StrEnum):
    """What a cell holds. Empty is the empty text, the empty list, or nothing at all."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    LINK = "link"
    LIST = "list"

    @property
    def label(self):
        return KINDS[self]


KINDS = {
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
    """`choices` are the values that its cells may have."""

    name: str
    kind: CellType
    heading: Any
    meaning: Any
    choices: type[models.TextChoices] | None = None


@dataclass(frozen=True)
class Field:
    """Columns that are read together: `read` gives their cells of a row; of a date, the date and its precision."""

    columns: tuple[Column, ...]
    read: Callable[[Any], Iterable[Cell]]


def one(name: str, kind: CellType, heading, meaning="", read: Read | None = None, choices=None) -> Field:
    found = read or attrgetter(name)
    return Field((Column(name, kind, heading, meaning, choices),), lambda row: (found(row),))


def text(name: str, heading, meaning="", read: Read | None = None) -> Field:
    return one(name, CellType.TEXT, heading, meaning, read)


def number(name: str, heading, meaning="", read: Read | None = None) -> Field:
    return one(name, CellType.NUMBER, heading, meaning, read)


def choice(name: str, choices: type[models.TextChoices], heading, meaning="") -> Field:
    return one(name, CellType.TEXT, heading, meaning, choices=choices)


def date(name: str, heading, meaning="") -> Field:
    """As precise as the source gives it."""
    return one(name, CellType.DATE, heading, meaning, attrgetter(name, f"{name}_precision"))


def day(name: str, heading, meaning="", of: str = "") -> Field:
    """The day of a moment, in UTC."""
    moment = attrgetter(of or name)
    return one(name, CellType.DATE, heading, meaning, lambda row: ((at := moment(row)) and at.date(), "day"))


def in_languages(name: str, kind: CellType, heading, meaning="") -> tuple[Column, ...]:
    """A column for each language."""
    return tuple(
        Column(
            f"{name}_{suffix}", kind, format_lazy("{name} ({language})", name=heading, language=NAMES[code]), meaning
        )
        for code, suffix in LANGUAGES.items()
    )


def both(name: str, heading, meaning="") -> Field:
    """A text as it is stored in each language."""
    return Field(in_languages(name, CellType.TEXT, heading, meaning), attrgetter(*columns(name)))


def written(name: str, heading, meaning, read: Callable[[Any, str], Any], kind: CellType = CellType.TEXT) -> Field:
    """What `read(row, language)` writes in each language."""
    return Field(
        in_languages(name, kind, heading, meaning), lambda row: [read(row, language) for language in LANGUAGES]
    )


def slugged(name: str, kind: CellType, heading, meaning="") -> tuple[Column, ...]:
    """A column for slugs, and one for names in each language."""
    return Column(name, kind, heading, meaning), *in_languages(name, kind, heading, meaning)


def named(record, language: str) -> str:
    return str(localized(record, "title" if hasattr(record, "title") else "name", language))


def cells_of(record) -> list[str]:
    """The slug and the names of a record, empty for None."""
    if record is None:
        return ["", *("" for language in LANGUAGES)]
    return [record.slug, *(named(record, language) for language in LANGUAGES)]


def cells_of_all(records: Iterable) -> list[list[str]]:
    """The slugs of records, and their names in each language in the same order."""
    found = [cells_of(record) for record in records]
    return [[cells[at] for cells in found] for at in range(1 + len(LANGUAGES))]


def record(name: str, heading, meaning="", read: Read | None = None) -> Field:
    """One other record: its slug, and its name in each language. `read` gives the record or None."""
    found = read or attrgetter(name)
    return Field(slugged(name, CellType.TEXT, heading, meaning), lambda row: cells_of(found(row)))


def fetched(name: str, rows: QuerySet | None = None) -> Prefetch:
    """To fetch a relation with rows, for `there`: a list, as a queryset for each row takes longer than the columns."""
    return Prefetch(name, rows, to_attr=f"{name}_fetched")


def there(row, name: str) -> list:
    """What was fetched of a relation."""
    return getattr(row, f"{name}_fetched")


def records(name: str, heading, meaning="", read: Callable[[Any], Iterable] | None = None) -> Field:
    """Other records: their slugs, and their names in each language in the same order."""
    found = read or (lambda row: there(row, name))
    return Field(slugged(name, CellType.LIST, heading, meaning), lambda row: cells_of_all(found(row)))


def address(path: str, code: str = "en") -> str:
    """The absolute address of an English path, in a language."""
    return path and f"{settings.SITE_URL}{SECOND[code]}{path}"


def link(name: str, heading, meaning="", read: Read | None = None) -> Field:
    """The address of the row, or of what `read` gives, in each language; rows are read while English is active."""

    def addresses(row):
        path = (read(row) if read else row).get_absolute_url()
        return [address(path, language) for language in LANGUAGES]

    return Field(in_languages(name, CellType.LINK, heading, meaning), addresses)


def public(found) -> Any:
    """The record if the public may see it, else None."""
    return found if found is not None and found.is_published else None

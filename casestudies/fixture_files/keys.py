"""The kinds of keys in a document, and the columns that each stands for.

A key can `clean` a value from a file, `get` the same value from a row, and `set` it on a row. None means that the key
is left out. `names(model, pk)` gives a slug, `find(model, slug)` a primary key.
"""

import re
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models

from casestudies.i18n import LANGUAGES
from casestudies.models import Part, Passage
from casestudies.models.dates import parse_date, write_date
from casestudies.models.record import IN_ONE_LANGUAGE, Record, SlugField

from .mistakes import At, did_you_mean
from .syntax import Slugs

Names = Callable[[type[models.Model], int], str]
Find = Callable[[type[models.Model], str], int]
# Models whose slugs are unique within a source only, with an example of a reference.
IN_SOURCES = {Part: "c40-at-20/africa", Passage: "c40-clean-air/bogota-results"}
# The keys by which the document of a former record says where it went, or that no other took its place.
MERGED_INTO = "merged_into"
REMOVED = "removed"
SLUG = SlugField.pattern
# What forms let through, and no file may have.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+")


def described(value) -> str:
    """The type of a value, for messages: `a list`, `the number 9`."""
    kinds = {list: "a list", dict: "a mapping", str: "a text", bool: "true or false"}
    return kinds.get(type(value)) or f"the number {value}"


def tidy(value):
    """A text stripped, with plain line ends and no control characters; a number without trailing zeros."""
    if isinstance(value, str):
        return CONTROL.sub(" ", re.sub(r"\r\n?", "\n", value)).strip()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value.normalize()
    return value


def clean_text(value, at: At) -> str | None:
    if type(value) in (int, Decimal, bool):
        at.says(f"a text is needed: put {str(value).lower()} in quotes")
    elif type(value) is not str:
        at.says(f"a text is needed, not {described(value)}")
    elif any(char < " " and char not in "\t\r\n" or char == "\x7f" or "\ud800" <= char <= "\udfff" for char in value):
        at.says("there is a control character in the text: delete it")
    else:
        return tidy(value)
    return None


def clean_slug(value, at: At) -> str | None:
    text = clean_text(value, at)
    if text is not None and not SLUG.fullmatch(text):
        at.says(f"“{text}” is no slug: lower-case English letters, digits, single hyphens")
        return None
    return text


def is_former(content: dict) -> bool:
    """Whether the document only says what became of its record: merged into another, or removed."""
    return MERGED_INTO in content or REMOVED in content


def clean_former(value: dict, at: At) -> dict:
    """The document of a former record. What is wrong is empty, so that it still is the document of one."""
    told, what = (MERGED_INTO, "merged") if MERGED_INTO in value else (REMOVED, "removed")
    for name in sorted(value.keys() - {"slug", told}):
        (at / name).says(f"a {what} record has its slug and {told}, and nothing else")
    if told == MERGED_INTO:
        return {name: _needed_slug(value, name, at) for name in ("slug", MERGED_INTO)}
    if value[REMOVED] is not True:
        (at / REMOVED).says("say true, or leave it out")
    return {"slug": _needed_slug(value, "slug", at), REMOVED: True}


def _needed_slug(value: dict, name: str, at: At) -> str:
    if value.get(name) is None:
        (at / name).says("missing")
        return ""
    return clean_slug(value[name], at / name) or ""


class Later:
    """Rows to which nothing refers: created all together in the end, a query for many of them."""

    def __init__(self):
        self.rows: defaultdict[type[models.Model], list[models.Model]] = defaultdict(list)

    def add(self, row: models.Model) -> None:
        self.rows[type(row)].append(row)

    def create(self) -> None:
        for model, rows in self.rows.items():
            model._base_manager.bulk_create(rows)
        self.rows.clear()


class Key(ABC):
    """One key of a document. `columns` maps each column to the path of its value under the key.

    A key that is `required` and `can_wait` may be missing until its record is published, since no column is null then.
    """

    name: str
    required = False
    can_wait = False
    columns: dict[str, tuple[str, ...]] = {}

    @abstractmethod
    def clean(self, value, at: At):
        """The value in canonical form; None, with the mistake noted `at` its place, if it is wrong."""

    @abstractmethod
    def get(self, row: models.Model, names: Names):
        """The value of a row, in the form that a file has."""

    def set(self, row: models.Model, value, find: Find) -> None:  # noqa: B027 - some keys only save
        """Called before the row is saved."""

    def save(self, row: models.Model, value, find: Find, is_new: bool, later: Later) -> None:  # noqa: B027 - most only set
        """Called after the row is saved."""

    def references(self, value, at: At):
        """`(at, model, slug)` of each reference in the value."""
        return ()


class PlainKey(Key):
    """A text, number, choice or boolean: one column."""

    def __init__(self, field: models.Field):
        self.name, self.field, self.columns = field.name, field, {field.name: ()}
        of_record = issubclass(field.model, Record) and field.name == "state"
        self.default = Record.State.PUBLISHED if of_record else field.get_default()
        self.required = not field.blank and not field.has_default()
        self.can_wait = isinstance(field, models.CharField) and not isinstance(field, models.SlugField)

    def clean(self, value, at):
        if isinstance(self.field, models.SlugField):
            return clean_slug(value, at)
        for kind, types, needed in (
            (models.BooleanField, (bool,), "true or false"),
            (models.DecimalField, (int, Decimal), "a number such as 9 or 1.5"),
            (models.IntegerField, (int,), "a whole number"),
        ):
            if isinstance(self.field, kind):
                if type(value) in types:
                    return self._unless_default(tidy(value))
                return at.says(f"{needed} is needed, without quotes, not {described(value)}")
        return self._unless_default(clean_text(value, at))

    def get(self, row, names):
        return self._unless_default(tidy(getattr(row, self.name)))

    def set(self, row, value, find):
        setattr(row, self.name, self.default if value is None else value)

    def _unless_default(self, value):
        return None if value == "" or value == self.default else value


class TranslatedKey(Key):
    """A text in both languages: two columns."""

    can_wait = True

    def __init__(self, name: str, fields: list[models.Field]):
        self.name, self.fields = name, dict(zip(LANGUAGES, fields, strict=True))
        self.columns = {field.name: (code,) for code, field in self.fields.items()}
        self.required = not all(field.blank for field in fields)
        # An optional name may be in one language, as in its source. Every other text is translated.
        self.needs_both = self.required or name not in IN_ONE_LANGUAGE

    def clean(self, value, at):
        if type(value) is not dict:
            return at.says("both languages are needed: {en: …, zh-hans: …}")
        for code in sorted(value.keys() - LANGUAGES.keys()):
            near = "; unquoted comma?" if value[code] is None else did_you_mean(code, LANGUAGES)
            (at / code).says(f"unknown language{near}")
        texts = {code: self.clean_one(value[code], at / code) for code in LANGUAGES if value.get(code) is not None}
        if not any(texts.values()) and not at.has_mistakes:
            at.says("empty: give a value or leave the key out")
        return {code: text for code, text in texts.items() if text} or None

    def missing(self, value: dict[str, object] | None) -> list[str]:
        """The languages that a published record lacks."""
        return [code for code in LANGUAGES if code not in value] if value and self.needs_both else []

    def get(self, row, names):
        texts = {code: self.get_one(getattr(row, field.name)) for code, field in self.fields.items()}
        return {code: text for code, text in texts.items() if text} or None

    def set(self, row, value, find):
        for code, field in self.fields.items():
            setattr(row, field.name, self.set_one((value or {}).get(code)))

    def clean_one(self, value, at: At):
        return clean_text(value, at)

    def get_one(self, column: str):
        return tidy(column)

    def set_one(self, value) -> str:
        return value or ""


class LinesKey(TranslatedKey):
    """Other names: a list for each language. The column has one name per line."""

    def __init__(self, name, fields):
        super().__init__(name, fields)
        self.needs_both = False

    def clean_one(self, value, at):
        if type(value) is not list:
            return at.says(f"a list is needed, not {described(value)}")
        lines = [clean_text(line, at[number]) for number, line in enumerate(value, 1)]
        for number, line in enumerate(lines, 1):
            if line == "" or "\n" in (line or ""):
                at[number].says("one name on one line is needed")
        return [line for line in lines if line]

    def get_one(self, column):
        return [tidy(line) for line in column.splitlines() if line.strip()]

    def set_one(self, value):
        return "\n".join(value or ())


class DateKey(Key):
    """A date as precise as its source: a date column and its precision."""

    def __init__(self, field: models.Field):
        self.name, self.required = field.name, not field.blank
        self.columns = {field.name: (), f"{field.name}_precision": ()}

    def clean(self, value, at):
        if type(value) not in (int, str):
            return at.says(f"a date is needed: 2023, '2023-09' or '2023-09-18', not {described(value)}")
        try:
            return self._written(*parse_date(value))
        except ValidationError as error:
            return at.says(error.messages[0])

    def get(self, row, names):
        return self._written(getattr(row, self.name), getattr(row, f"{self.name}_precision"))

    def set(self, row, value, find):
        date, precision = (None, "") if value is None else parse_date(value)
        setattr(row, self.name, date)
        setattr(row, f"{self.name}_precision", precision)

    def _written(self, date, precision):
        text = write_date(date, precision)
        # A year is written as a number, unless it would lose leading zeros.
        return int(text) if len(text) == 4 and text[0] != "0" else text or None


class PublishedKey(Key):
    """When a record was first published, if a person set that date; a load gives the others the time when it runs."""

    name = "published_at"
    columns = {name: ()}

    def clean(self, value, at):
        try:
            return self._written(datetime.fromisoformat(value))
        except (TypeError, ValueError):
            return at.says(f"a day or time of UTC is needed: '2024-05-01' or '2024-05-01T09:30:00', not “{value}”")

    def get(self, row, names):
        is_ours = row.published_at is not None and row.published_at != row.loaded_published_at
        return self._written(row.published_at) if is_ours else None

    def set(self, row, value, find):
        if value:
            row.published_at, row.loaded_published_at = datetime.fromisoformat(value).replace(tzinfo=UTC), None
        else:
            row.loaded_published_at = row.published_at

    def _written(self, time: datetime) -> str:
        """In UTC to the second, without an hour if it is midnight."""
        text = (time.astimezone(UTC) if time.tzinfo else time).replace(tzinfo=None).isoformat(timespec="seconds")
        return text.removesuffix("T00:00:00")


class ReferenceKey(Key):
    """The slug of another record; `source/passage` or `source/part` for a passage or part."""

    def __init__(self, field: models.ForeignKey):
        self.name, self.column, self.model = field.name, field.attname, field.related_model
        self.required = not field.blank

    def clean(self, value, at):
        return clean_reference(value, at, self.model)

    def get(self, row, names):
        pk = getattr(row, self.column)
        return None if pk is None else names(self.model, pk)

    def set(self, row, value, find):
        setattr(row, self.column, None if value is None else find(self.model, value))

    def references(self, value, at):
        yield at, self.model, value


class ReferencesKey(Key):
    """A list of slugs, kept sorted, since the site has its own order."""

    can_wait = True

    def __init__(self, field: models.ManyToManyField):
        self.name, self.model, self.required = field.name, field.related_model, not field.blank
        self.through, self.ends = field.remote_field.through, (field.m2m_column_name(), field.m2m_reverse_name())

    def clean(self, value, at):
        if type(value) is not list:
            return at.says(f"a list of slugs is needed, such as [bogota], not {described(value)}")
        slugs = [clean_reference(slug, at[number], self.model) for number, slug in enumerate(value, 1)]
        for number, slug in enumerate(slugs, 1):
            if slug is not None and slug in slugs[: number - 1]:
                at[number].says(f"“{slug}” is listed twice")
        return in_order({slug for slug in slugs if slug is not None}) or None

    def get(self, row, names):
        return in_order({names(self.model, other.pk) for other in getattr(row, self.name).all()}) or None

    def save(self, row, value, find, is_new, later):
        keys = [find(self.model, slug) for slug in value or ()]
        if not is_new:
            getattr(row, self.name).set(keys)
            return
        for key in keys:
            later.add(self.through(**dict(zip(self.ends, (row.pk, key), strict=True))))

    def references(self, value, at):
        for slug in value:
            yield at / slug, self.model, slug


def in_order(slugs: set[str]) -> Slugs:
    """Sorted, with numbers by value: 3-9 before 11-6."""
    return Slugs(sorted(slugs, key=lambda slug: [int(p) if p.isdigit() else p for p in re.split(r"(\d+)", slug)]))


def clean_reference(value, at: At, model: type[models.Model]) -> str | None:
    if model not in IN_SOURCES:
        return clean_slug(value, at)
    text, name = clean_text(value, at), model._meta.model_name
    if text is not None and not all(map(SLUG.fullmatch, text.split("/"))) or (text or "/").count("/") != 1:
        return at.says(f"“{text}” is no {name}: write source/{name}, such as {IN_SOURCES[model]}")
    return text

"""Rows nested in the document of their owner: steps, lessons, passages, citations.

A row is identified by its key. Rows without an `order` are in the order of their primary keys, so a row that moves in
the list is deleted and created again; every other row keeps its primary key.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F

from .keys import IN_SOURCES, Find, Key, Later, described
from .mistakes import At

if TYPE_CHECKING:
    from .shapes import Shape

Wanted = tuple[models.Model, dict, At]


def uniques(row: models.Model) -> list[tuple[tuple[str, ...], tuple]]:
    """(columns, values) of each unique constraint on the row, without those whose values are empty."""
    meta = row._meta
    groups = [(field.name,) for field in meta.fields if field.unique and not field.primary_key]
    groups += [c.fields for c in meta.constraints if isinstance(c, models.UniqueConstraint)]
    found = [(tuple(names), tuple(getattr(row, meta.get_field(name).attname) for name in names)) for names in groups]
    return [(names, values) for names, values in found if None not in values and any(v != "" for v in values)]


class Nested(Key):
    """A list of documents of another shape."""

    def __init__(self, name: str, shape: Shape):
        self.name, self.shape = name, shape
        self.is_cited = shape.model in IN_SOURCES  # passages are created before all facts and deleted after them

    def clean(self, value, at):
        if type(value) is not list:
            return at.says(f"a list is needed, not {described(value)}")
        return [self.shape.clean(item, self._place(at, item, number)) for number, item in enumerate(value, 1)]

    def get(self, row, names):
        return [self.shape.document(item, names) for item in getattr(row, self.name).all()] or None

    def items(self, document: dict, at: At) -> Iterator[tuple[dict, At]]:
        """The documents of the list, each with its place."""
        for number, item in enumerate(document.get(self.name, ()), 1):
            yield item, self._place(at / self.name, item, number)

    def _place(self, at: At, item, number: int) -> At:
        name = item.get(self.shape.identity[0]) if isinstance(item, dict) else None
        return (
            at / name if isinstance(name, str) and name and self.shape.identity[0] in ("key", "slug") else at[number]
        )

    def queryset(self) -> models.QuerySet:
        """The rows of this list, in its order."""
        rows = self.shape.queryset().order_by(*(["order"] if self.shape.ordered else []), "pk")
        nests = [f for f in self.shape.model._meta.fields if f.related_model is self.shape.model]
        return rows.filter(**{f.name: None for f in nests if f is not self.shape.link})

    def prefetch(self) -> models.Prefetch:
        return models.Prefetch(self.name, self.queryset())

    def rows(self, owner: models.Model) -> list[models.Model]:
        return list(self.queryset().prefetch_related(None).filter(**{self.shape.link.name: owner}))

    def wanted(self, owner: models.Model, document: dict, find: Find, at: At | None = None) -> list[Wanted]:
        """The rows of the document, unsaved, each with its own document and place."""
        items = enumerate(self.items(document, at or At("", {})), 1)
        return [(self.shape.fill(self.shape.model(), item, find, owner, n), item, there) for n, (item, there) in items]

    def prune(self, owner: models.Model, document: dict, find: Find) -> None:
        """Deletes the rows that are not in the document, and those that can't be updated in place."""
        present = {self.shape.identify(row): row for row in self.rows(owner)}
        last = 0
        for row, item, _ in self.wanted(owner, document, find):
            old = present.get(self.shape.identify(row))
            if old is None or not self._can_become(old, row, last):
                last = last if self.shape.ordered else math.inf
                continue
            last = old.pk
            del present[self.shape.identify(row)]
            for key in self.shape.nested:
                key.prune(old, item, find)
        for row in present.values():
            row.delete()

    def _can_become(self, old: models.Model, row: models.Model, last: float) -> bool:
        return self.is_cited or (uniques(old) == uniques(row) and (self.shape.ordered or old.pk > last))

    def save(self, row, value, find, is_new, later):
        present = {} if is_new else {self.shape.identify(item): item.pk for item in self.rows(row)}
        if self.is_cited and present:  # move all out of the way, since two rows may swap their unique orders
            self.shape.model.objects.filter(pk__in=present.values()).update(order=F("order") + 100_000)
        kept, new = [], []
        for item, document, _ in self.wanted(row, {self.name: value} if value else {}, find):
            item.pk = present.get(self.shape.identify(item))
            (new if item.pk is None else kept).append((item, document))
        for item, document in kept:
            item.save()
            self._save_below(item, document, find, False, later)
        if self.shape.is_leaf and not self.is_cited:
            for item, _ in new:
                later.add(item)
        else:
            self.shape.model._base_manager.bulk_create([item for item, _ in new])
            for item, document in new:
                self._save_below(item, document, find, True, later)

    def _save_below(self, item: models.Model, document: dict, find: Find, is_new: bool, later: Later) -> None:
        for key in self.shape.keys.values():
            key.save(item, document.get(key.name), find, is_new, later)


class ProseCitations(Nested):
    """The citations of a record's texts and named lists, by the name of the text or list."""

    def __init__(self, name, shape):
        super().__init__(name, shape)
        self.parts = shape.link.related_model.cited_parts()

    def clean(self, value, at):
        if type(value) is not dict:
            return at.says(f"citations stand under the text they prove: {', '.join(self.parts)}")
        for part in sorted(value.keys() - set(self.parts)):
            (at / part).says(f"no text that is cited; those are {', '.join(self.parts)}")
        cited = {}
        for part in self.parts:
            if part in value and (cleaned := super().clean(value[part], at / part)):
                cited[part] = cleaned
        return cited or None

    def get(self, row, names):
        cited = {part: [] for part in self.parts}
        for item in row.citations.all():
            cited.setdefault(item.part, []).append(self.shape.document(item, names))
        return {
            part: citations for part, citations in cited.items() if citations and self._is_there(row, part)
        } or None

    def _is_there(self, row: models.Model, part: str) -> bool:
        """Whether the row has the text or list. In a form its citations may stay when it goes; they prove nothing."""
        return bool(getattr(row, part).all() if part in row.named else getattr(row, part))

    def items(self, document, at):
        for part, citations in document.get(self.name, {}).items():
            for number, item in enumerate(citations, 1):
                yield item, (at / self.name / part)[number]

    def wanted(self, owner, document, find, at=None):
        rows = super().wanted(owner, document, find, at)
        parts = [part for part, citations in document.get(self.name, {}).items() for _ in citations]
        for (row, _, _), part in zip(rows, parts, strict=True):
            row.part = part
        return rows

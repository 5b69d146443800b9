"""A listed thing as a table: its columns, what they read, and where its rows are on a map."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property

from casestudies.models import Place

from .fields import Cell, Column, Field


@dataclass(frozen=True)
class Table:
    """`fetch` gives published rows all that the columns read; `places` are those of a row, where a map makes sense."""

    fields: tuple[Field, ...]
    fetch: Callable[[QuerySet], QuerySet] = QuerySet.all
    places: Callable[[Any], Iterable[Place]] | None = None

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column for field in self.fields for column in field.columns)

    @cached_property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def cells(self, row) -> list[Cell]:
        return [cell for field in self.fields for cell in field.read(row)]

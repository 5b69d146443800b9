"""A list as a table: its columns, how to fetch rows for them, and the places of rows for a map."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property

from casestudies.models import Place

from .fields import Cell, Column, Field


@dataclass(frozen=True)
class Table:
    """`fetch` adds to a queryset all that the columns read. `places` returns those of a row; None means no map."""

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

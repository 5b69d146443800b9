"""What can be downloaded: for each list its FilterSet, its rows with all that the columns read, and its columns."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import translation
from django.utils.functional import cached_property

from casestudies.filters import BadQuery, ListFilterSet
from casestudies.models import Place

from .columns import Cell, Column, Field
from .turns import resting

CHUNK = 200  # rows read at a time: quick enough to be gone on with, few enough for a rest in between


@dataclass(frozen=True)
class Table:
    """One listed thing. `listed` are the rows of its page, `full` the same with what the columns need.

    `places` gives the places of a row where a map file makes sense.
    """

    name: str
    title: Any
    filterset: type[ListFilterSet]
    listed: Callable[[], QuerySet]
    full: Callable[[], QuerySet]
    fields: tuple[Field, ...]
    places: Callable[[Any], Iterable[Place]] | None = None

    def asked(self, request: HttpRequest, **refused: str) -> ListFilterSet:
        """What a request asks of the list; `refused` are parameters that it does not take here, with the reasons.

        BadQuery for these, and for what the list refuses.
        """
        filters = self.filterset(request.GET, self.listed(), request=request)
        here = {name: [reason] for name, reason in refused.items() if name in request.GET}
        if problems := filters.problems | here:
            raise BadQuery(problems)
        return filters

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column for field in self.fields for column in field.columns)

    @cached_property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def cells(self, row) -> list[Cell]:
        return [cell for field in self.fields for cell in field.read(row)]

    def lines(self, keys: list[int], numbered: Callable[[list[Model]], list[Model]]) -> "Iterator[Line]":
        """The rows with these primary keys, in their order, a fixed number of queries for each chunk of them.

        `numbered` gives them the numbers of their list: counted in the database, they took seconds.

        What was withdrawn since the keys were read is left out.
        """
        for start in resting(range(0, len(keys), CHUNK)):
            # Read as a whole: a language that stays active while a stream pauses would be that of another answer.
            with translation.override("en"):
                chunk = keys[start : start + CHUNK]
                found = self.full().order_by().in_bulk(chunk)
                lines = [self._line(row) for row in numbered([found[key] for key in chunk if key in found])]
            yield from lines

    def _line(self, row) -> "Line":
        return Line(self.cells(row), list(self.places(row)) if self.places else [])


@dataclass(frozen=True)
class Line:
    """A row as cells, and the places of its feature."""

    cells: list[Cell]
    places: list[Place]

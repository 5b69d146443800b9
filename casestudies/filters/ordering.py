"""Rows in order without asking the database, and whether a queryset holds all of them."""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.utils.functional import cached_property
from pyroaring import BitMap64

from .grouping import Together, links
from .held import Held

SCANNED, SORTED = 0.1, 0.2  # microseconds a row, as measured


def newest_first(held: Held, model: type[Model], owners: Iterable[str]) -> Iterator[int]:
    """The keys of published rows, those of the owner that was published last first, those of equal ones by key.

    Each row has one owner. Asked to sort all rows, a database reads the owner of each.
    """
    found: dict[object, array] = {}
    for name in owners:
        owner, leading = held.get(("leading", model, name), lambda name=name: links(model, name))
        dates = (
            owner._default_manager.published()
            .order_by()
            .aggregate(keys=Together("pk"), dates=Together("published_at"))
        )
        for key, date in zip(dates["keys"] or (), dates["dates"] or (), strict=True):
            if key in leading:
                found[date] = found[date] + leading[key] if date in found else leading[key]
    undated = found.pop(None, ())
    dated = (found[date] for date in sorted(found, reverse=True))
    return chain.from_iterable(map(sorted, chain(dated, [undated])))


class Ordering:
    """The keys of all rows in one order."""

    def __init__(self, keys: Iterable[int]):
        self.keys = array("Q", keys)
        self.rows = BitMap64(self.keys)

    @cached_property
    def _ranks(self) -> Mapping[int, int] | array:
        """Key → rank; an array where keys are dense, as they mostly are, since it takes a tenth of the memory."""
        last = self.rows.max() if self.rows else 0
        if last > 4 * len(self.keys) + 1000:
            return {key: rank for rank, key in enumerate(self.keys)}
        ranks = array("Q", bytes(8 * (last + 1)))
        for rank, key in enumerate(self.keys):
            ranks[key] = rank
        return ranks

    def page(self, found: BitMap64 | None, offset: int, limit: int | None) -> list[int]:
        """So many of the rows found (None: all), in order."""
        rows = self.rows if found is None else found & self.rows
        size, total = len(rows), len(self.keys)
        stop = size if limit is None else min(offset + limit, size)
        if offset >= stop:
            return []
        if size == total:
            return list(self.keys[offset:stop])
        if size * SORTED < min(stop, size - offset) / size * total * SCANNED:
            return [self.keys[rank] for rank in sorted(map(self._ranks.__getitem__, rows))[offset:stop]]
        if offset > size // 2:
            return list(islice(filter(rows.__contains__, reversed(self.keys)), size - stop, size - offset))[::-1]
        return list(islice(filter(rows.__contains__, self.keys), offset, stop))


def within(rows: QuerySet, held: Held) -> BitMap64 | None:
    """Those of a queryset that are published; None where they are all of its model."""
    its = condition(rows)
    if its == held.get(("condition", rows.model), lambda: condition(rows.model._default_manager.published())):
        return None
    keys = rows.order_by().values_list("pk", flat=True)
    return held.get(("within", its), lambda: BitMap64(keys) & held.rows(rows.model))


def condition(rows: QuerySet) -> tuple:
    """What decides which rows are in a queryset; equal for two that differ only in what else they fetch."""
    query = rows.query
    try:
        sql, values = query.get_compiler(connection=connection).compile(query.where)
        where = sql, tuple(values)
    except FullResultSet:
        where = "everything"
    except EmptyResultSet:
        where = "nothing"
    return query.model, where, query.is_sliced, query.combinator

"""Reads several columns with few values in one query: the rows of each combination, in the order of a database index.

With a query for each column, the database would read and sort all rows again for each.
"""

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Model
from pyroaring import BitMap64

from casestudies.index import Index

from .grouping import grouped


def read_together(model: type[Model]) -> tuple[str, ...]:
    """The columns of a model that are read together; none unless the model says so."""
    return getattr(model, "counted_by", ())


def combinations(index: Index, model: type[Model]) -> list[tuple[tuple, BitMap64]]:
    """Pairs of a combination of values and the published rows with it. Relations are given as keys."""

    def made():
        rows = index.rows(model)
        found = grouped(model, "", read_together(model))
        return [(tuple(values), public) for *values, keys in found if (public := BitMap64(keys) & rows)]

    return index.get(("combinations", model), made)


def column(index: Index, model: type[Model], name: str) -> Mapping:
    """Value of one of these columns → keys of the published rows with it."""
    at = read_together(model).index(name)
    parts: dict[object, list[BitMap64]] = defaultdict(list)
    for values, rows in combinations(index, model):
        parts[values[at]].append(rows)
    return {value: BitMap64().union(*rows) for value, rows in parts.items()}

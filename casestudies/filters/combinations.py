"""Columns of few values, read in one query: the rows of each combination of them, in the order of a database index.

A query for each column would make the database read and sort all rows again.
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
    """Each combination of values, relations as keys, with the published rows that have it."""

    def made():
        rows = index.rows(model)
        found = grouped(model, "", read_together(model))
        return [(tuple(values), public) for *values, keys in found if (public := BitMap64(keys) & rows)]

    return index.get(("combinations", model), made)


def column(index: Index, model: type[Model], name: str) -> Mapping:
    """Value of one of the columns → keys of the published rows that have it."""
    at = read_together(model).index(name)
    parts: dict[object, list[BitMap64]] = defaultdict(list)
    for values, rows in combinations(index, model):
        parts[values[at]].append(rows)
    return {value: BitMap64().union(*rows) for value, rows in parts.items()}

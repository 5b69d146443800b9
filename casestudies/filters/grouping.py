"""Reads the rows of each value: one result for each value is far quicker than one for each pair."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
from itertools import chain
from os.path import commonprefix

from django.db.models import Model, QuerySet
from pyroaring import BitMap64

from casestudies.models.record import Record
from casestudies.models.together import Together


def from_end_of_path(
    model: type[Model], path: str, via: str = "", end: QuerySet | None = None
) -> tuple[QuerySet, str]:
    """The records at the end of the join path, and the path from them back to the rows of `model`.

    In this direction the database need not read the rows themselves, which are wide. `via` is a relation whose record
    must be published; `end` is a queryset of the records at the end, by default all.
    """
    hops, back, at = path.split("__") if path else [], [], model
    for hop in hops:
        relation = at._meta.get_field(hop)
        back.insert(0, relation.remote_field.name)
        at = relation.related_model
    row = "__".join(back) or "pk"
    conditions = {f"{row}__isnull": False}
    if via:
        forth = via.split("__")
        shared = len(commonprefix([hops, forth]))
        conditions["__".join([*back[: len(hops) - shared], *forth[shared:], "state"])] = Record.State.PUBLISHED
    rows = at._default_manager.all() if end is None else end
    return rows.filter(**conditions).order_by(), row


def grouped(model: type[Model], path: str, values: tuple[str, ...], via: str = "", end: QuerySet | None = None):
    """Tuples (value, …, keys of the rows of `model`) for each combination of values at the end of the join path."""
    rows, row = from_end_of_path(model, path, via, end)
    return rows.values_list(*values).annotate(keys=Together(row))


def links(model: type[Model], path: str) -> tuple[type[Model], dict[int, array]]:
    """The model at the end of a join path, and for each of its records the rows of `model` that lead to it."""
    rows = model._default_manager.filter(**{f"{path}__isnull": False}).order_by()
    pairs = rows.aggregate(ends=Together(path), rows=Together("pk"))
    found: defaultdict[int, array] = defaultdict(partial(array, "Q"))
    for end, row in zip(pairs["ends"] or (), pairs["rows"] or (), strict=True):
        found[end].append(row)
    found.default_factory = None
    return from_end_of_path(model, path)[0].model, found


def rows_leading_to(leading: Mapping[int, array], ends: Iterable[int]) -> BitMap64:
    """The keys of all rows that lead to any of these records."""
    return BitMap64(array("Q", chain.from_iterable(filter(None, map(leading.get, ends)))))

"""Excerpts of lists on other pages: the first rows under a record, and the number of all."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from pyroaring import BitMap64

from casestudies.filters.base import ListFilterSet
from casestudies.listing import Listing
from casestudies.listings import CASES

SHOWN = 12  # rows of each list


@dataclass(frozen=True)
class Excerpt:
    """The first rows in the order of their list, and the number of all."""

    rows: list
    count: int


def first_under(
    request: HttpRequest, listing: Listing, name: str, record: Model, shown: int = SHOWN, rows: QuerySet | None = None
) -> Excerpt:
    """The first rows of a list whose facet `name` has this record as value."""
    if getattr(record, "is_published", True):
        found = listing.read(request, f"{name}={record.slug}", rows=rows)
    else:  # a draft that its curator previews is no value of a facet, so the database finds the rows
        below = listing.published().filter(**{listing.filters.base_filters[name].path: record})
        found = listing.read(request, "", rows=rows, within=BitMap64(below.order_by().values_list("pk", flat=True)))
    return Excerpt(found.page_rows(0, shown), found.count)


def most_used(filters: ListFilterSet, name: str) -> list[str]:
    """The values of a facet among the rows that match, the most frequent first. Other facets are not counted."""
    counts, allowed = filters.members(name).counts(filters.rows_without_filter(name)), filters.filters[name].allowed
    return sorted(counts, key=lambda value: (-counts[value], allowed[value].label.casefold()))


def counted(request: HttpRequest, name: str, rows: Iterable[Model]) -> list[Model]:
    """The rows, with `case_count` as their facet `name` of case studies counts it."""
    total, rows = CASES.totals(request, name), list(rows)
    for row in rows:
        row.case_count = total(row.slug)
    return rows

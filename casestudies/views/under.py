"""What pages show of lists that may be long: the first rows under a record, and how many there are."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from pyroaring import BitMap64

from casestudies.filters.base import ListFilterSet
from casestudies.listing import Listing
from casestudies.listings import CASES

SHOWN = 12  # of figures, case studies, lessons and so on; the lists have all


@dataclass(frozen=True)
class First:
    """The first rows in the order of their list, and the number of all."""

    rows: list
    count: int

    @property
    def is_cut(self) -> bool:
        return len(self.rows) < self.count


def first_under(
    request: HttpRequest, listing: Listing, name: str, record: Model, shown: int = SHOWN, rows: QuerySet | None = None
) -> First:
    """What the list has where its facet `name` is the record: the first of what a link to all of them leads to."""
    if getattr(record, "is_published", True):
        found = listing.read(request, f"{name}={record.slug}", rows=rows)
    else:  # a draft, which its curator looks at, is no value of a facet: the database finds what is under it
        its = listing.published().filter(**{listing.filters.base_filters[name].path: record})
        found = listing.read(request, "", rows=rows, within=BitMap64(its.order_by().values_list("pk", flat=True)))
    return First(found.page_rows(0, shown), found.count)


def most_used(filters: ListFilterSet, name: str) -> list[str]:
    """The values of a facet that any row found has, the most frequent first, without counting the other facets."""
    counts, allowed = filters.members(name).counts(filters.passed_by_others(name)), filters.filters[name].allowed
    return sorted(counts, key=lambda value: (-counts[value], allowed[value].label.casefold()))


def counted(request: HttpRequest, name: str, rows: Iterable[Model]) -> list[Model]:
    """Each with the `case_count` that the facet of case studies gives it."""
    total, rows = CASES.totals(request, name), list(rows)
    for row in rows:
        row.case_count = total(row.slug)
    return rows

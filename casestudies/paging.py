"""The pages of a list. Only the rows of one page are fetched."""

import re
from collections.abc import Sequence

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404
from django.utils.translation import gettext as _

from .filters.base import ListFilterSet
from .refusals import BadQuery

PAGE_SIZE = 20
SIZES = (str(PAGE_SIZE), "50", "100")
INTEGER = re.compile(r"\s*-?\d{1,4000}\s*", re.ASCII)


class FoundRows(Sequence):
    """The rows that match a query string, for a paginator: counted from the index, fetched by slice."""

    def __init__(self, filters: ListFilterSet):
        self.filters = filters

    def __len__(self):
        return self.filters.count

    def __getitem__(self, part: slice):
        return self.filters.page_rows(part.start, part.stop - part.start)


class FoundCards(FoundRows):
    """With what only cards show."""

    def __getitem__(self, part: slice):
        return self.filters.card_rows(part.start, part.stop - part.start)


def page_number(text: str) -> int:
    """Raises BadQuery if the text is not an integer in plain digits."""
    if INTEGER.fullmatch(text):
        return int(text)
    raise BadQuery({"page": [_("“%(value)s” is no page number.") % {"value": text[:60]}]})


def sizes_for(filters: ListFilterSet) -> tuple[str, ...]:
    """The sizes of a page to choose from; none if all rows are on the first page that a reader sees."""
    default = filters.choices["size"][0]
    return SIZES if filters.count > int(default) or filters.size != default and filters.count > PAGE_SIZE else ()


def page_of(filters: ListFilterSet, number: int) -> Page:
    """A page of the `size` that the query string names. Raises Http404 past the last page.

    An empty list has one empty page.
    """
    try:
        return Paginator(FoundCards(filters), int(filters.size)).page(number)
    except EmptyPage as error:
        raise Http404(str(error)) from None

"""The pages of a list, of which only the rows shown are fetched."""

from collections.abc import Sequence

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404
from django.utils.translation import gettext as _

from .filters.base import ListFilterSet
from .refusals import BadQuery

PAGE_SIZE = 24


class Found(Sequence):
    """The rows that a query string asks for: counted from the index, fetched by the slice."""

    def __init__(self, filters: ListFilterSet):
        self.filters = filters

    def __len__(self):
        return self.filters.count

    def __getitem__(self, part: slice):
        return self.filters.page_rows(part.start, part.stop - part.start)


def page_number(text: str) -> int:
    """BadQuery for what is no number of a page."""
    try:
        return int(text)
    except ValueError:
        raise BadQuery({"page": [_("“%(value)s” is no page number.") % {"value": text[:60]}]}) from None


def page_of(filters: ListFilterSet, number: int) -> Page:
    """Http404 past the last page; an empty list has one empty page."""
    try:
        return Paginator(Found(filters), PAGE_SIZE).page(number)
    except EmptyPage as error:
        raise Http404(str(error)) from None

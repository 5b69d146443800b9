"""What all lists do: read the query string, count the facets, show a page of rows."""

from collections.abc import Sequence

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from casestudies import canonical
from casestudies.filters import BadQuery, ListFilterSet
from casestudies.models import Citation
from casestudies.notes import Notes

PAGE_SIZE = 24


class Found(Sequence):
    """The rows that a query string asks for; only those of a page are fetched."""

    def __init__(self, filters: ListFilterSet):
        self.filters = filters

    def __len__(self):
        return self.filters.count

    def __getitem__(self, part: slice):
        return self.filters.page_rows(part.start, part.stop - part.start)


def page_of(filters: ListFilterSet, number: str) -> Page:
    """BadQuery for what is no page number, Http404 past the last page; an empty list has one empty page."""
    try:
        return Paginator(Found(filters), PAGE_SIZE).page(number)
    except PageNotAnInteger:
        raise BadQuery({"page": [_("“%(value)s” is no page number.") % {"value": number[:60]}]}) from None
    except EmptyPage as error:
        raise Http404(str(error)) from None


def browse(
    request: HttpRequest, filterset: type[ListFilterSet], rows: QuerySet, template: str, card: str, cited: str = ""
) -> HttpResponse:
    """A list with facets, pills, order and pages; for htmx only the part that changes.

    `card` is the template of one row, which gets it as `row`. Rows that are facts have source marks: `cited` is the
    foreign key of their citations, such as `outcome`.
    """
    filters = filterset(request.GET, rows, request=request)
    filters.beside = (*filters.beside, canonical.OF_THE_SCREEN)
    page = page_of(filters, request.GET.get("page", "1"))
    if moved := canonical.redirect(request, filters):
        return moved
    context = {"filters": filters, "page": page, "card": card}
    if cited:
        found = Citation.objects.filter(**{f"{cited}__in": page.object_list}).published()
        context["notes"] = Notes(found.for_notes())
    if request.htmx and not request.htmx.history_restore_request:
        template = "casestudies/_browse.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response

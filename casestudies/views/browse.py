"""What all lists do: read the query string, count the facets, show a page of rows."""

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


def page_of(rows: QuerySet, number: str) -> Page:
    """BadQuery for what is no page number, Http404 past the last page; an empty list has one empty page."""
    try:
        return Paginator(rows, PAGE_SIZE).page(number)
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
    filters = filterset(request.GET, rows)
    page = page_of(filters.rows(), request.GET.get("page", "1"))
    if moved := canonical.redirect(request, filters):
        return moved
    context = {"filters": filters, "page": page, "card": card}
    if cited:
        page.object_list = list(page.object_list)
        found = Citation.objects.filter(**{f"{cited}__in": page.object_list}).published()
        context["notes"] = Notes(found.for_notes())
    if request.htmx and not request.htmx.history_restore_request:
        template = "casestudies/_browse.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response

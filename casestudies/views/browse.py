"""The page of every list: validates the query string, redirects to the canonical address, fetches one page of rows."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from casestudies import canonical
from casestudies.listing import MAP, Listing
from casestudies.models import Citation
from casestudies.notes import ARC_OF, Notes
from casestudies.paging import page_number, page_of, sizes_for
from casestudies.refusals import BadQuery

from .maps import map_of_list


def browse(request: HttpRequest, listing: Listing) -> HttpResponse:
    """A page of a list, with facets, pills, orders and pagination; for htmx only the part that changes."""
    filters = listing.read_page(request)
    filters.validate()
    number = page_number(request.GET.get("page", "1"))
    if moved := canonical.redirect(request, filters):
        return moved
    view = next(view for view in listing.views if view.name == filters.choice("view"))
    if number > 1 and not view.paged:
        raise BadQuery({"page": [_("The map has all rows at once: leave it out.")]})
    page = page_of(filters, number)
    sizes = sizes_for(filters) if view.paged else ()
    context = {
        "listing": listing,
        "filters": filters,
        "offers_filters": filters.total >= settings.FILTERS_FROM,
        "page": page,
        "view": view,
        "sizes": sizes,
    }
    if view == MAP:
        context["map"] = map_of_list(request, listing, filters)
    elif listing.marked:
        found = Citation.objects.filter(**{f"{ARC_OF[listing.model]}__in": page.object_list}).published()
        context["notes"] = Notes(found.for_notes())
    part = request.htmx and not request.htmx.history_restore_request
    response = render(request, "casestudies/_browse.html" if part else "casestudies/list.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response

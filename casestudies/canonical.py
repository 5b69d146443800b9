"""The one form of a list's address: each state of a list has one query string, and every other is redirected to it."""

from collections.abc import Callable, Collection
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes

from casestudies.filters.base import ListFilterSet

LAST = ("sort", "page")
OF_THE_SCREEN = "all"  # the facet that is printed whole: it leads to the same rows, so no link keeps it


def query(filters: ListFilterSet, **changes: list[str]) -> str:
    """The query string of what `filters` asks for, with some parameters changed: `query(filters, page=["2"])`.

    Parameters in the order of the FilterSet, then order and page; the values of a facet each once, in alphabetical
    order, which unlike that of the labels is the same in both languages; numbers without superfluous zeros; what is
    empty or the default left out.
    """
    return urlencode(pairs(filters, **changes))


def pairs(filters: ListFilterSet, **changes: list[str]) -> list[tuple[str, str]]:
    """The parameters of `query`, each with its value."""
    found = []
    for name in [*filters.filters, *LAST, OF_THE_SCREEN]:
        if name in changes:
            values = filters.written(name, changes[name])
        else:
            values = [] if name == OF_THE_SCREEN else filters.asked[name]
        found += [(name, value) for value in values]
    return found


def varied(filters: ListFilterSet, name: str) -> Callable[[Collection[str]], str]:
    """Makes `query` with other values of one facet, on the first page; what stays is put together once."""
    order = {other: at for at, other in enumerate([*filters.filters, *LAST])}
    others = pairs(filters, **{name: [], "page": []})
    before = urlencode([pair for pair in others if order[pair[0]] < order[name]])
    after = urlencode([pair for pair in others if order[pair[0]] > order[name]])
    return lambda values: "&".join(
        filter(None, (before, urlencode([(name, value) for value in sorted(values)]), after))
    )


def path(request: HttpRequest, query: str = "") -> str:
    """The path of a request with another query string, safe to redirect to."""
    # "//example.org/" would be another host.
    address = escape_leading_slashes(escape_uri_path(request.path))
    return f"{address}?{query}" if query else address


def redirect(request: HttpRequest, filters: ListFilterSet) -> HttpResponsePermanentRedirect | None:
    """The way to the one form of an address that says the same in another; for valid addresses only.

    None for a request of htmx, which only changes a page that is there. What was sent is compared, tracking
    parameters and all, so that taking them off and putting the rest in order are one redirect; it is compared once
    decoded, so that whoever writes a blank as %20 is not sent in circles.
    """
    if request.htmx or request.method not in {"GET", "HEAD"}:
        return None
    wanted = query(filters, **{OF_THE_SCREEN: filters.data.getlist(OF_THE_SCREEN)})
    if _pairs(request.META.get("QUERY_STRING", "")) == _pairs(wanted):
        return None
    return HttpResponsePermanentRedirect(path(request, wanted))


def _pairs(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query, keep_blank_values=True)

"""The canonical address of a list: each state of a list has one query string, and others redirect to it."""

from collections.abc import Callable, Collection
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes

from casestudies.filters.base import ListFilterSet

OF_PAGE = ("view", "size", "page")  # of the list on the page alone: other doors don't take them
LAST = ("sort", *OF_PAGE)
# Each names a facet to print with all choices, or even those without rows. The rows are the same, so no link keeps it.
OF_FACETS = (SHOW_ALL, SHOW_EMPTY) = ("all", "empty")


def query(filters: ListFilterSet, **changes: list[str]) -> str:
    """The canonical query string of `filters`, with some parameters changed: `query(filters, page=["2"])`.

    Parameters are in the order of the FilterSet, then `sort`, `view`, `size` and `page`. Values of a facet are unique
    and sorted by slug, which is the same order in both languages. Numbers have no superfluous zeros. Empty and default
    values are left out.
    """
    return urlencode(pairs(filters, **changes))


def same_rows(filters: ListFilterSet) -> str:
    """The query string of the same rows in the same order for files, feeds and citations."""
    return query(filters, **dict.fromkeys(OF_PAGE, []))


def without_filters(filters: ListFilterSet) -> str:
    """The query string of the whole list, shown in the same way."""
    return query(filters, **{name: [] for name in (*filters.filters, "sort", "page")})


def pairs(filters: ListFilterSet, **changes: list[str]) -> list[tuple[str, str]]:
    """The parameters of `query` as pairs of name and value."""
    found = []
    for name in [*filters.filters, *LAST, *OF_FACETS]:
        if name in changes:
            values = filters.canonical_values(name, changes[name])
        else:
            values = filters.canonical_data.get(name, [])
        found += [(name, value) for value in values]
    return found


def query_builder(filters: ListFilterSet, name: str, **changes: list[str]) -> Callable[[Collection[str]], str]:
    """A function from values of one facet to the query string, on page 1. The other parameters are encoded once.

    `changes` are further parameters to change.
    """
    order = {other: at for at, other in enumerate([*filters.filters, *LAST])}
    others = pairs(filters, **{name: [], "page": []} | changes)
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
    """The redirect to the canonical address; None if the request has it already. Call it for valid query strings only.

    None for htmx requests, which only change a part of a page. The comparison uses the query string as it was sent, so
    that removing tracking parameters and sorting the others take one redirect. It is decoded first: a space may be
    written as + or %20, and redirecting one to the other could loop.
    """
    if request.htmx or request.method not in {"GET", "HEAD"}:
        return None
    wanted = query(filters, **{name: filters.data.getlist(name) for name in OF_FACETS})
    if _pairs(request.META.get("QUERY_STRING", "")) == _pairs(wanted):
        return None
    return HttpResponsePermanentRedirect(path(request, wanted))


def _pairs(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query, keep_blank_values=True)

"""The addresses of /api/v1/: its root, every list, and every record or fact."""

from collections.abc import Iterator
from itertools import chain

from django.urls import URLPattern, path, re_path

from casestudies.listing import Listing
from casestudies.listings import LISTINGS, PARTS, PASSAGES, TRANSFERS
from casestudies.models.facts import Fact
from casestudies.models.record import Record

from . import description, problems, views, viewsets

app_name = "api"

LIST, RECORD = {"get": "list"}, {"get": "retrieve"}


def of_listing(listing: Listing) -> Iterator[URLPattern]:
    """The address of the list, and those of its rows: a fact by owner and key, a record by slug."""
    name, kind = listing.name, listing.kind
    view = view_of(listing)
    yield path(f"{name}/", view.as_view(LIST, listing=listing), name=f"{kind}-list")
    if view is viewsets.Facts:
        for owner in listing.model.owners:
            one = view.as_view(RECORD, listing=listing, kind=owner)
            yield path(f"{name}/{owner}/<slug:owner>/<slug:key>/", one, name=f"{kind}-{owner}")
    else:
        by = "key" if view is viewsets.Transfers else "slug"
        yield path(f"{name}/<slug:{by}>/", view.as_view(RECORD, listing=listing), name=f"{kind}-detail")


def view_of(listing: Listing) -> type[viewsets.ReadOnly]:
    if listing is TRANSFERS:
        return viewsets.Transfers
    if issubclass(listing.model, Fact):
        return viewsets.Facts
    return viewsets.Records if issubclass(listing.model, Record) else viewsets.Entries


def of_source(listing: Listing, actions: dict[str, str]):
    return views.OfSource.as_view(actions, listing=listing)


urlpatterns = [
    path("", views.Root.as_view(listings=LISTINGS), name="root"),
    *chain.from_iterable(map(of_listing, LISTINGS)),
    path("sources/<slug:source>/parts/<slug:slug>/", of_source(PARTS, RECORD), name="part-detail"),
    path("sources/<slug:source>/passages/", of_source(PASSAGES, LIST), name="passage-list"),
    path("sources/<slug:source>/passages/<slug:slug>/", of_source(PASSAGES, RECORD), name="passage-detail"),
    path("openapi.<str:extension>", description.OpenAPI.as_view(), name="openapi"),
    re_path(r"^(?:.*/)?$", problems.no_such_address),
]

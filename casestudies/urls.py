from collections.abc import Iterator
from itertools import chain

from django.urls import URLPattern, path, re_path

from casestudies.citing import FORMATS as CITATIONS
from casestudies.exports.formats import FORMATS as FILES
from casestudies.head import feeds
from casestudies.listing import Listing
from casestudies.listings import LISTINGS, WITH_PAGE
from casestudies.models.record import Record
from casestudies.views import (
    browse,
    cases,
    citing,
    downloads,
    methods,
    outcomes,
    pages,
    places,
    practice,
    sources,
    themes,
)

FILE = rf"\.(?P<extension>{'|'.join(FILES)})$"
CITED = rf"cite\.(?P<extension>{'|'.join(CITATIONS)})$"
SLUG = "(?P<slug>[-a-zA-Z0-9_]+)"


def of_list(listing: Listing) -> Iterator[URLPattern]:
    """Its page, files, feed and citation."""
    name, kind, context = listing.name, listing.kind, {"listing": listing}
    yield path(f"{name}/", browse.browse, context, name=f"{kind}-list")
    yield re_path(f"^{name}{FILE}", downloads.download, context, name=f"{kind}-file")
    yield path(f"{name}.atom", feeds.feed, context, name=f"{kind}-feed")
    yield re_path(f"^{name}/{CITED}", citing.list_with_filters, context)


def of_records(listing: Listing) -> URLPattern:
    """How to cite a record with a page of its own."""
    return re_path(f"^{listing.name}/{SLUG}/{CITED}", citing.record, {"listing": listing})


urlpatterns = [
    path("", pages.home, name="home"),
    path("about/", pages.about, name="about"),
    path("about/data/", downloads.data, name="data"),
    *chain.from_iterable(map(of_list, WITH_PAGE)),
    *(of_records(listing) for listing in LISTINGS if listing.detail and issubclass(listing.model, Record)),
    # The pages of records
    path("case-studies/<slug:slug>/", cases.case_detail, name="case-detail"),
    path("cities/<slug:slug>/", places.city_detail, name="city-detail"),
    path("places/<slug:slug>/", places.place_detail, name="place-detail"),
    path("programmes/<slug:slug>/", practice.programme_detail, name="programme-detail"),
    path("networks/<slug:slug>/", practice.network_detail, name="network-detail"),
    path("organisations/<slug:slug>/", practice.organisation_detail, name="organisation-detail"),
    path("methods/<slug:slug>/", methods.method_detail, name="method-detail"),
    re_path(
        r"^lessons/(?P<kind>case|programme|method)/(?P<owner>[-\w]+)/(?P<key>[-\w]+)/$",
        methods.lesson_detail,
        name="lesson-detail",
    ),
    path("indicators/<slug:slug>/", outcomes.indicator_detail, name="indicator-detail"),
    path("themes/<slug:slug>/", themes.theme_detail, name="theme-detail"),
    path("sources/<slug:slug>/", sources.source_detail, name="source-detail"),
    path("sources/<slug:slug>/<slug:part>/", sources.source_part, name="source-part"),
]

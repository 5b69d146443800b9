from collections.abc import Iterator
from itertools import chain

from django.urls import URLPattern, path, re_path

from casestudies.citing import FORMATS as CITATIONS
from casestudies.exports.formats import FORMATS as FILES
from casestudies.head import feeds
from casestudies.listing import Listing
from casestudies.listings import EVIDENCE, LESSONS, LISTINGS, SDG_TARGETS, TRANSFERS, WITH_PAGE
from casestudies.models.record import Record
from casestudies.views import (
    browse,
    cases,
    citing,
    downloads,
    evidence,
    methods,
    outcomes,
    pages,
    places,
    practice,
    records,
    sdg,
    sources,
    themes,
    transfers,
)

FILE = rf"\.(?P<extension>{'|'.join(FILES)})$"
CITED = rf"cite\.(?P<extension>{'|'.join(CITATIONS)})$"
SLUG = "(?P<slug>[-a-zA-Z0-9_]+)"


def of_list(listing: Listing) -> Iterator[URLPattern]:
    """The addresses of a list: its page, files, feed and citation."""
    name, kind, context = listing.name, listing.kind, {"listing": listing}
    yield path(f"{name}/", browse.browse, context, name=f"{kind}-list")
    yield re_path(f"^{name}{FILE}", downloads.download, context, name=f"{kind}-file")
    yield path(f"{name}.atom", feeds.feed, context, name=f"{kind}-feed")
    yield re_path(f"^{name}/{CITED}", citing.list_with_filters, context)


# The pages of records that show more than the record itself.
PAGES = {
    "case": cases.case_detail,
    "city": places.city_detail,
    "place": places.place_detail,
    "programme": practice.programme_detail,
    "network": practice.network_detail,
    "organisation": practice.organisation_detail,
    "method": methods.method_detail,
    "indicator": outcomes.indicator_detail,
    "indicatorfamily": outcomes.family_detail,
    "theme": themes.theme_detail,
    "source": sources.source_detail,
}


# Rows found by more than a slug, by a key, or under a shorter name.
OWN_ADDRESSES = (LESSONS, TRANSFERS, SDG_TARGETS)


def of_record(listing: Listing) -> Iterator[URLPattern]:
    """The addresses of a record: its page and its citation."""
    name, kind, context = listing.name, listing.kind, {"listing": listing}
    page = [PAGES[kind]] if kind in PAGES else [records.record, context]
    yield path(f"{name}/<slug:slug>/", *page, name=f"{kind}-detail")
    if issubclass(listing.model, Record):
        yield re_path(f"^{name}/{SLUG}/{CITED}", citing.record, context)


urlpatterns = [
    path("", pages.home, name="home"),
    path("about/", pages.about, name="about"),
    path("about/data/", downloads.data, name="data"),
    *chain.from_iterable(map(of_list, WITH_PAGE)),
    path("evidence/", evidence.evidence, name="evidence-list"),
    re_path(r"^evidence\.(?P<extension>csv|xlsx|json)$", evidence.download, name="evidence-file"),
    re_path(f"^evidence/{CITED}", citing.list_with_filters, {"listing": EVIDENCE}),
    *chain.from_iterable(
        of_record(listing) for listing in LISTINGS if listing.detail and listing not in OWN_ADDRESSES
    ),
    re_path(
        rf"^lessons/(?P<kind>{'|'.join(LESSONS.model.owners)})/(?P<owner>[-\w]+)/(?P<key>[-\w]+)/$",
        methods.lesson_detail,
        name="lesson-detail",
    ),
    path("sdg/", sdg.goals, name="sdg"),
    path("sdg/<slug:slug>/", sdg.target_detail, name="sdgtarget-detail"),
    path("transfers/<slug:key>/", transfers.transfer_detail, name="transfer-detail"),
    re_path(rf"^transfers/(?P<key>[-\w]+)/{CITED}", citing.transfer),
    path("sources/<slug:slug>/<slug:part>/", sources.source_part, name="source-part"),
]

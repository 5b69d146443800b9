"""Sitemaps of all public pages, each with its alternate in the other language."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet
from django.urls import reverse

from casestudies.i18n import HTML_LANG, LANGUAGES
from casestudies.listing import Listing
from casestudies.models import Part

PAGES = ("home", "about", "sdg", "evidence-list")


class InBothLanguages(Sequence):
    """A sequence with each row of a queryset once in each language. Only slices are read."""

    def __init__(self, rows: QuerySet):
        self.rows = rows

    def __len__(self):
        return len(LANGUAGES) * self.rows.count()

    def __getitem__(self, part: slice):
        first, last = part.start // len(LANGUAGES), part.stop // len(LANGUAGES)
        return [(row, language) for row in self.rows[first:last] for language in LANGUAGES]


class OurSitemap(Sitemap):
    """Sitemap files of 2,500 addresses: larger ones take seconds."""

    i18n = alternates = True
    limit = 2_500

    def get_protocol(self, protocol=None):
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc

    def get_urls(self, page=1, site=None, protocol=None):
        urls = super().get_urls(page, site, protocol)
        for alternate in (alternate for url in urls for alternate in url["alternates"]):
            alternate["lang_code"] = HTML_LANG[alternate["lang_code"]]
        return urls


class FixedPages(OurSitemap):
    """The pages and lists that exist whatever the content."""

    def __init__(self, lists: Iterable[Listing]):
        self.names = [*PAGES, *(f"{listing.kind}-list" for listing in lists)]

    def items(self):
        return self.names

    def location(self, item):
        return reverse(item)


class RecordPages(OurSitemap):
    """The pages of the rows of a queryset, with the time of their last change if the model has it."""

    def __init__(self, rows: QuerySet):
        self.rows = rows
        self.changed = "updated_at" if hasattr(rows.model, "updated_at") else ""

    def _items(self):
        return InBothLanguages(self.rows.published())

    def lastmod(self, row):
        return getattr(row, self.changed) if self.changed else None

    def get_latest_lastmod(self):
        return self.rows.published().aggregate(latest=Max(self.changed))["latest"] if self.changed else None


def sitemaps(listings: Iterable[Listing]) -> dict[str, OurSitemap]:
    """A section for fixed pages, one for the records of each list, one for parts of sources.

    Proxy models have no section: their records are in that of their concrete model.
    """
    listings = list(listings)
    records = {
        listing.name: RecordPages(listing.model.objects.for_sitemap())
        for listing in listings
        if listing.detail and not listing.model._meta.proxy
    }
    return {
        "pages": FixedPages(listing for listing in listings if listing.has_page),
        **records,
        "parts": RecordPages(Part.objects.for_sitemap()),
    }

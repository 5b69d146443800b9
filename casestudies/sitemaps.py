"""Every public page for search engines, each with its twin in the other language."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet
from django.urls import reverse

from casestudies.i18n import HTML_LANG, LANGUAGES
from casestudies.models import (
    CaseStudy,
    Indicator,
    Lesson,
    Method,
    Organisation,
    Part,
    Place,
    Programme,
    Source,
    Theme,
)

PAGES = ("home", "about")
LISTS = (
    "case-list", "city-list", "programme-list", "network-list", "organisation-list", "method-list", "lesson-list",
    "outcome-list", "indicator-list", "theme-list", "source-list",
)  # fmt: skip


class InBothLanguages(Sequence):
    """Each row of a queryset once in each language; only what is sliced is read."""

    def __init__(self, rows: QuerySet):
        self.rows = rows

    def __len__(self):
        return len(LANGUAGES) * self.rows.count()

    def __getitem__(self, part: slice):
        first, last = part.start // len(LANGUAGES), part.stop // len(LANGUAGES)
        return [(row, language) for row in self.rows[first:last] for language in LANGUAGES]


class OurSitemap(Sitemap):
    """Shards of 2,500 addresses: of more, one answer takes seconds."""

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


class Pages(OurSitemap):
    """The pages and lists that are there whatever the content."""

    def items(self):
        return [*PAGES, *LISTS]

    def location(self, item):
        return reverse(item)


class Records(OurSitemap):
    """The pages of one model. `changed` is the path to the time of the last change, empty where none is kept."""

    def __init__(self, rows: QuerySet, changed: str = "updated_at"):
        self.rows, self.changed = rows, changed

    def _items(self):
        return InBothLanguages(self.rows.published())

    def lastmod(self, row):
        return getattr(row, self.changed) if self.changed else None

    def get_latest_lastmod(self):
        return self.rows.published().aggregate(latest=Max(self.changed))["latest"] if self.changed else None


# Regions and the world have no page of their own: they lead to lists.
PLACES = Place.objects.exclude(kind__in=[Place.Kind.WORLD, Place.Kind.REGION])

SITEMAPS = {
    "pages": Pages(),
    "case-studies": Records(CaseStudy.objects.only("slug", "updated_at").order_by("slug")),
    "places": Records(PLACES.only("slug", "kind", "updated_at").order_by("slug")),
    "programmes": Records(Programme.objects.only("slug", "updated_at").order_by("slug")),
    "organisations": Records(Organisation.objects.only("slug", "kind", "updated_at").order_by("slug")),
    "methods": Records(Method.objects.only("slug", "updated_at").order_by("slug")),
    "sources": Records(Source.objects.only("slug", "updated_at").order_by("slug")),
    "parts": Records(Part.objects.select_related("source").order_by("source__slug", "order"), changed=""),
    "lessons": Records(Lesson.objects.select_related(*Lesson.owners).order_by("pk"), changed=""),
    "indicators": Records(Indicator.objects.only("slug").order_by("slug"), changed=""),
    "themes": Records(Theme.objects.only("slug").order_by("slug"), changed=""),
}

"""The metadata in the head of a page: its canonical address, title, description, JSON-LD and meta tags."""

import json
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies import canonical, markdown
from casestudies.citing import Reference, references
from casestudies.citing.as_text import sentence
from casestudies.citing.reference import SITE, one_line
from casestudies.citing.references import title_of, title_of_list
from casestudies.exports import formats
from casestudies.filters.base import ListFilterSet
from casestudies.i18n import active_language
from casestudies.listing import Listing
from casestudies.models.facts import Fact

from . import linked_data

LOCALES = {"en": "en_GB", "zh-hans": "zh_CN"}
# Characters that could end the script element, or a line of JavaScript.
ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&'\u2028\u2029"}
ABOUT_US = gettext_lazy(
    "What cities do about climate change: who did what, how, how long it took and what came of it, every figure with "
    "its source."
)
TEXTS = ("summary", "profile", "description", "text", "what")

Context = dict[str, Any]


@dataclass(frozen=True)
class Identity:
    """`path` is the canonical address; `tags` are Highwire Press meta tags, as pairs of name and content."""

    path: str
    title: str
    description: str
    kind: str = "website"
    graph: list[dict] = field(default_factory=list)
    tags: list[tuple[str, str]] = field(default_factory=list)
    feed: str = ""

    @property
    def url(self) -> str:
        return settings.SITE_URL + self.path

    @property
    def locale(self) -> str:
        return LOCALES[active_language()]

    @property
    def other_locales(self) -> list[str]:
        return [locale for code, locale in LOCALES.items() if code != active_language()]

    @property
    def json_ld(self) -> str:
        """The graph for a script element, escaped so that nothing in it can end that element."""
        text = json.dumps({"@context": "https://schema.org", "@graph": self.graph}, ensure_ascii=False)
        return text.translate(ESCAPES)


def of_page(request: HttpRequest, context: Context) -> Identity | None:
    """The metadata of the page with this template context; None for a draft."""
    listing = context.get("listing")
    if listing and "filters" in context:
        return _list(request, listing, context["filters"])
    if listing and "part" in context:
        return _part(listing, context["part"])
    if listing and listing.detail in context:
        return _record(listing, context[listing.detail], context)
    return _plain(getattr(request.resolver_match, "url_name", ""), canonical.path(request))


def _plain(name: str, path: str) -> Identity:
    """A page that is neither a list nor about a record."""
    if name == "home":
        return Identity(path, SITE, str(ABOUT_US), graph=[linked_data.website(str(ABOUT_US))])
    title = _("About CityClimate") if name == "about" else SITE
    return Identity(path, title, str(ABOUT_US), graph=[linked_data.breadcrumbs([_home(), (title, path)])])


def _list(request: HttpRequest, listing: Listing, filters: ListFilterSet) -> Identity:
    title, query = title_of_list(listing, filters), canonical.same_rows(filters)
    description = _("%(title)s in CityClimate, an open knowledge base of what cities do about climate change.") % {
        "title": title
    }
    files = [(one.content_type, address) for one, address in formats.files(listing, query)]
    data = linked_data.dataset(title, description, settings.SITE_URL + listing.address(query), files)
    return Identity(
        canonical.path(request, canonical.query(filters, view=[])),
        title,
        description,
        graph=[data, linked_data.breadcrumbs([_home(), *_list_step(listing)])],
        feed=listing.feed(query),
    )


def _part(listing: Listing, part: models.Model) -> Identity | None:
    if not part.source.is_published:
        return None
    trail = [*_list_step(listing), (title_of(part.source), part.source.get_absolute_url())]
    return _about(part, trail, linked_data.page(part, ""), "")


def _record(listing: Listing, record: models.Model, context: Context) -> Identity | None:
    kind, owner = listing.kind, record.owner if isinstance(record, Fact) else record
    if not getattr(owner, "is_published", True):
        return None
    text = next((text for name in TEXTS if (text := getattr(record, name, ""))), "")
    description = one_line(markdown.plain(text))
    documents = context["notes"].sources if kind in {"case", "programme"} else []
    match kind:
        case "case":
            node = linked_data.case(record, documents)
        case "programme":
            node = linked_data.programme(record, documents)
        case "source":
            node = linked_data.source(record)
        case "city" | "place":
            node = linked_data.profile(record)
        case "network" | "organisation":
            node = linked_data.organisation(record)
        case _:
            node = linked_data.page(record, description)
    tags = []
    if kind in {"case", "programme"}:
        tags = highwire(references.page(record)) + [
            ("citation_reference", sentence(references.document(source, notes))) for source, notes in documents
        ]
    if kind == "source":
        tags = highwire(replace(references.document(record, []), url=settings.SITE_URL + record.get_absolute_url()))
    return _about(record, _list_step(listing), node, description, tags)


def _about(record, trail: list[tuple[str, str]], node: dict, description: str, tags=()) -> Identity:
    path, title = record.get_absolute_url(), title_of(record)
    trail_to_page = linked_data.breadcrumbs([_home(), *trail, (title, path)])
    return Identity(path, title, description, "article", [node, trail_to_page], list(tags))


def highwire(reference: Reference) -> list[tuple[str, str]]:
    """The meta tags that scholarly search engines and reference managers read; the page counts as a report."""
    tags = [
        ("citation_title", reference.title),
        ("citation_author", reference.author),
        ("citation_publication_date", "/".join(f"{part:02}" for part in reference.issued)),
        ("citation_publisher", reference.author),
        ("citation_technical_report_institution", reference.author),
        ("citation_technical_report_number", reference.number),
        ("citation_language", reference.language),
        ("citation_public_url", reference.url),
    ]
    return [(name, content) for name, content in tags if content]


def _home() -> tuple[str, str]:
    return SITE, reverse("home")


def _list_step(listing: Listing) -> list[tuple[str, str]]:
    """The breadcrumb of a list: its title and path, if it has a page."""
    return [(str(listing.title), listing.address())] if listing.has_page else []

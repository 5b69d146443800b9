"""The JSON-LD of pages, in the vocabulary of schema.org, as plain dicts.

Each function returns one node in the active language, with texts without Markdown.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.templatetags.static import static
from django.urls import reverse

from casestudies import licence, markdown
from casestudies.citing import Reference
from casestudies.citing.reference import SITE, EntryType, one_line
from casestudies.citing.references import document, title_of
from casestudies.i18n import HTML_LANG, LANGUAGES, active_language, localized
from casestudies.models import CaseStudy, Organisation, Place, Programme, Source
from casestudies.models.dates import write_date

Node = dict[str, Any]
PLACES = {
    Place.Kind.CITY: "City",
    Place.Kind.COUNTRY: "Country",
    Place.Kind.TERRITORY: "AdministrativeArea",
}


def known(node: Node) -> Node:
    """The node without empty values."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


def absolute(path: str) -> str:
    return settings.SITE_URL + path


def us() -> Node:
    return {
        "@type": "Organization",
        "@id": f"{settings.SITE_URL}/#organization",
        "name": SITE,
        "url": f"{settings.SITE_URL}/",
    }


def website(description: str) -> Node:
    search = absolute(reverse("case-list"))
    return known(
        {
            "@type": "WebSite",
            "@id": f"{settings.SITE_URL}/#website",
            "name": SITE,
            "description": description,
            "url": absolute(reverse("home")),
            "inLanguage": list(HTML_LANG.values()),
            "license": licence.address(),
            "publisher": us() | {"logo": absolute(static("img/icon.svg"))},
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"},
                "query-input": "required name=search_term_string",
            },
        }
    )


def page(record: models.Model, description: str, kind: str = "WebPage") -> Node:
    """The page of a record: a WebPage about something, or a Report."""
    dates = {name: getattr(record, name, None) for name in ("published_at", "updated_at")}
    return known(
        {
            "@type": kind,
            "@id": (address := absolute(record.get_absolute_url())),
            "url": address,
            "name": title_of(record),
            "description": description,
            "inLanguage": HTML_LANG[active_language()],
            "datePublished": dates["published_at"] and dates["published_at"].date().isoformat(),
            "dateModified": dates["updated_at"] and dates["updated_at"].date().isoformat(),
            "license": licence.address(),
            "isPartOf": {"@id": f"{settings.SITE_URL}/#website"},
            "author": us(),
            "publisher": us(),
        }
    )


def case(case: CaseStudy, documents: Iterable[tuple]) -> Node:
    return page(case, markdown.plain(case.summary), "Report") | known(
        {
            "contentLocation": [place(one) for one in case.places.all()],
            "about": [topic(theme) for theme in case.themes.all()],
            "temporalCoverage": _span(case),
            "citation": [cited(document(source, notes)) for source, notes in documents],
        }
    )


def programme(programme: Programme, documents: Iterable[tuple]) -> Node:
    return page(programme, markdown.plain(programme.summary)) | known(
        {
            "about": known(
                {
                    "@type": "Project" if programme.kind != Programme.Kind.LAW else "Legislation",
                    "name": title_of(programme),
                    "alternateName": others(programme),
                }
            ),
            "contentLocation": [place(one) for one in programme.jurisdictions.all()],
            "temporalCoverage": _span(programme),
            "citation": [cited(document(source, notes)) for source, notes in documents],
        }
    )


def source(source: Source) -> Node:
    """The page about a document, with the document."""
    return page(source, markdown.plain(source.description)) | {"mainEntity": cited(document(source, ()))}


def cited(reference: Reference) -> Node:
    assert reference.kind is EntryType.DOCUMENT
    return known(
        {
            "@type": "Report",
            "name": reference.title,
            "publisher": {"@type": "Organization", "name": reference.author} if reference.author else None,
            "datePublished": "-".join(f"{part:02}" for part in reference.issued),
            "inLanguage": reference.language,
            "reportNumber": reference.number,
            "url": reference.url,
        }
    )


def place(place: Place) -> Node:
    """A place with its coordinates and its public ancestors."""
    node: Node = {}
    for one in [*reversed(place.lineage), place]:
        node = known(
            {
                "@type": PLACES.get(one.kind, "Place"),
                "name": title_of(one),
                "url": absolute(one.get_absolute_url()),
                "containedInPlace": node,
            }
        )
    if place.latitude is not None:
        node["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(place.latitude),
            "longitude": float(place.longitude),
        }
    return node


def profile(one: Place) -> Node:
    return page(one, markdown.plain(one.profile)) | {"mainEntity": known(place(one) | {"alternateName": others(one)})}


def organisation(one: Organisation) -> Node:
    return page(one, markdown.plain(one.description)) | {
        "mainEntity": known(
            {
                "@type": "Organization",
                "name": title_of(one),
                "alternateName": [*filter(None, [one.acronym]), *others(one)],
                "url": one.website,
                "parentOrganization": {"@type": "Organization", "name": title_of(one.parent)}
                if one.parent and one.parent.is_published
                else None,
            }
        )
    }


def dataset(name: str, description: str, url: str, files: Iterable[tuple[str, str]]) -> Node:
    """A list as data; `files` are pairs of a content type and an address."""
    return known(
        {
            "@type": "Dataset",
            "@id": url,
            "url": url,
            "name": name,
            "description": description,
            "inLanguage": HTML_LANG[active_language()],
            "isAccessibleForFree": True,
            "license": licence.address(),
            "creator": us(),
            "publisher": us(),
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": kind.partition(";")[0], "contentUrl": absolute(address)}
                for kind, address in files
            ],
        }
    )


def breadcrumbs(steps: Iterable[tuple[str, str]]) -> Node:
    """Breadcrumbs from pairs of name and path; the page itself is the last one."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": absolute(path)}
            for number, (name, path) in enumerate(steps, start=1)
        ],
    }


def topic(theme: models.Model) -> Node:
    return {"@type": "DefinedTerm", "name": title_of(theme), "url": absolute(theme.get_absolute_url())}


def others(record: models.Model) -> list[str]:
    """Its other names: in the other language, and the aliases."""
    names = [str(localized(record, "name", code)) for code in LANGUAGES] + record.aliases
    return [name for name in dict.fromkeys(map(one_line, names)) if name != title_of(record)]


def _span(record: models.Model) -> str:
    """An ISO 8601 interval: 2022/2024, or 2022/.. with an open end."""
    start, end = (write_date(getattr(record, at), getattr(record, f"{at}_precision")) for at in ("started", "ended"))
    return f"{start or '..'}/{end or '..'}" if start or end else ""

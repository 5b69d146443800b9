"""Makes references from records, facts and lists: first the page on this site, then the documents that it cites."""

import hashlib
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from casestudies import canonical, licence, markdown
from casestudies.filters.base import ListFilterSet
from casestudies.i18n import HTML_LANG, LocalizedText, active_language, localized
from casestudies.listing import Listing
from casestudies.models import ContentLoad, Source, Transfer
from casestudies.models.dates import write_date
from casestudies.models.facts import Fact
from casestudies.models.record import Record
from casestudies.notes import Note, Notes

from .reference import SITE, EntryType, Reference, one_line


def of_record(record: Record, notes: Notes | None) -> list[Reference]:
    """The page of the record, then the documents that its facts come from; for a source, the document itself."""
    documents = [(record, [])] if isinstance(record, Source) else notes.sources if notes else []
    return [page(record, version=_version()), *(document(source, found) for source, found in documents)]


def of_fact(fact: Fact, record: Record, notes: Notes) -> list[Reference]:
    """A fact of the record, then the documents with the passages that prove it."""
    here = page(
        record,
        version=_version(),
        key=f"{_key(record)}-{fact.anchor_id}{_suffix()}",
        title=one_line(title_of_fact(fact)),
        within=one_line(title_of(record)),
        names=(called(record),),
        url=settings.SITE_URL + fact.get_absolute_url(),
    )
    return [here, *(document(source, found) for source, found in notes.sources)]


def of_transfer(transfer: Transfer, notes: Notes) -> list[Reference]:
    """A transfer, which belongs to no record, then the documents with the passages that prove it."""
    here = Reference(
        key=f"cityclimate-transfer-{transfer.key}{_suffix()}",
        kind=EntryType.PAGE,
        title=one_line(title_of(transfer)),
        language=HTML_LANG[active_language()],
        url=settings.SITE_URL + transfer.get_absolute_url(),
        author=SITE,
        version=_version(),
        licence=licence.name(),
        names=(transfer.what,),
    )
    return [here, *(document(source, found) for source, found in notes.sources)]


def of_list(listing: Listing, filters: ListFilterSet) -> list[Reference]:
    """A list with its filters and order, as one reference."""
    query = canonical.same_rows(filters)
    digest = f"-{hashlib.sha256(query.encode()).hexdigest()[:8]}" if query else ""
    load = filters.index.get("load", ContentLoad.objects.last)
    return [
        Reference(
            key=f"cityclimate-{listing.name}{digest}{_suffix()}",
            kind=EntryType.LIST,
            title=one_line(title_of_list(listing, filters)),
            language=HTML_LANG[active_language()],
            url=settings.SITE_URL + listing.address(query),
            author=SITE,
            issued=_parts(load.loaded_at.date().isoformat()) if load else (),
            version=load.version if load else "",
            licence=licence.name(),
            names=tuple(choice.label for facet in filters.facets for choice in facet.chosen),
        )
    ]


def page(record: Record, **changes) -> Reference:
    """The page of a record in the active language, without queries."""
    published = record.published_at
    facts = {
        "key": _key(record) + _suffix(),
        "kind": EntryType.PAGE,
        "title": one_line(title_of(record)),
        "language": HTML_LANG[active_language()],
        "url": settings.SITE_URL + record.get_absolute_url(),
        "author": SITE,
        "issued": _parts(published.date().isoformat()) if published else (),
        "licence": licence.name(),
        "names": (called(record),),
    }
    return Reference(**facts | changes)


def document(source: Source, notes: Iterable[Note]) -> Reference:
    """A source under its original title. If that is in another language, its translation follows in brackets."""
    own = source.language.lower() if source.language.lower() in HTML_LANG else None
    title, meaning = str(localized(source, "title", own)), str(source.title)
    return Reference(
        key=source.slug,
        kind=EntryType.DOCUMENT,
        title=one_line(title if title == meaning else f"{title} [{meaning}]"),
        language=source.language,
        url=iri_to_uri(source.url),
        author=one_line(str(source.publisher)) if source.publisher and source.publisher.is_published else "",
        issued=_parts(write_date(source.date, source.date_precision)),
        number=one_line(source.symbol),
        names=(source.publisher.name,) if source.publisher else (),
        passages=tuple(one_line(note.passage.locator) for note in notes),
    )


def called(record: models.Model) -> LocalizedText:
    """The title or name, with its language."""
    return localized(record, "title" if hasattr(record, "title") else "name")


def title_of(record: models.Model) -> str:
    """Its title or name; of a transfer, both ends and what moved."""
    return markdown.plain(str(record)) if isinstance(record, Transfer) else str(called(record))


def title_of_fact(fact: Fact) -> str:
    """A fact in one line: the sentence of a figure, the title of a step or lesson."""
    text = next(text for name in ("sentence", "title", "text") if (text := getattr(fact, name, "")))
    return markdown.plain(text)


def title_of_list(listing: Listing, filters: ListFilterSet) -> str:
    """The title of a list with the filters that are set: Case studies (Region: Africa, Europe; Stage: completed)."""
    title, chosen = str(listing.title), {}
    if text := filters.values["q"]:
        chosen[str(filters.filters["q"].label)] = [text]
    for facet, range in filters.parts:
        if facet and facet.chosen:
            chosen[facet.label] = [choice.label for choice in sorted(facet.chosen, key=lambda choice: choice.value)]
        elif range and range.is_active:
            chosen[str(range.label)] = [range.words]
    shown = _("; ").join(f"{label}{_(': ')}{_(', ').join(chosen[label])}" for label in chosen)
    return _("%(title)s (%(filters)s)") % {"title": title, "filters": shown} if chosen else title


def _version() -> str:
    load = ContentLoad.objects.last()
    return load.version if load else ""


def _key(record: Record) -> str:
    return f"cityclimate-{record.url_name}-{record.slug}"


def _suffix() -> str:
    """Pages in different languages have different keys."""
    return "" if active_language() == settings.LANGUAGE_CODE else f"-{active_language()}"


def _parts(date: str) -> tuple[int, ...]:
    return tuple(int(part) for part in date.split("-")) if date else ()

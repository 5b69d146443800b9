"""The documents of the records in the database."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db import models

from casestudies.models import FormerSlug
from casestudies.models.former import kind_of as kind_of_former
from casestudies.models.record import Record

from .keys import IN_SOURCES, MERGED_INTO, REMOVED
from .kinds import KINDS, DocumentKind, kind_of


@dataclass
class Stored:
    """The document of a record, its digest, and the digest at the last load.

    `pk` is that of the record, or of the former slug of one that was merged or removed.
    """

    pk: int
    content: dict
    digest: str
    loaded_digest: str

    @property
    def was_edited(self) -> bool:
        return self.digest != self.loaded_digest


class Register:
    """Slugs by primary key, and back. Passages and parts are named `source/passage` and `source/part`.

    `formers` has the former slugs of each kind of FormerSlug.
    """

    def __init__(self):
        named = [*(kind.model for kind in KINDS), *IN_SOURCES]
        self.names: dict[type[models.Model], dict[int, str]] = {
            model: _names(model._base_manager.all()) for model in named
        }
        self.pks = {model: {name: pk for pk, name in names.items()} for model, names in self.names.items()}
        self.formers: defaultdict[str, dict[str, FormerSlug]] = defaultdict(dict)
        for former in FormerSlug.objects.order_by("pk"):
            self.formers[former.kind][former.slug] = former

    def name(self, model: type[models.Model], pk: int) -> str:
        return self.names[model][pk]

    def find(self, model: type[models.Model], name: str) -> int:
        return self.pks[model][name]

    def add(self, model: type[models.Model], name: str, pk: int) -> None:
        self.names[model][pk] = name
        self.pks[model][name] = pk


def _names(rows: models.QuerySet) -> dict[int, str]:
    if rows.model in IN_SOURCES:
        rows = rows.order_by().values_list("pk", "source__slug", "slug")
        return {pk: f"{source}/{slug}" for pk, source, slug in rows}
    return dict(rows.values_list("pk", kind_of(rows.model).identity))


def digest(content: dict) -> str:
    """A SHA-256 of the document; equal documents have equal digests."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def fetch(kind: DocumentKind, register: Register, pks: Collection[int] | None = None) -> dict[str, Stored]:
    """The documents of the records of a kind by slug, all or those in `pks`, in a fixed number of queries."""
    if pks is not None and not pks:
        return {}
    rows = kind.shape.queryset()
    if issubclass(kind.model, Record):
        rows = rows.exclude(state=Record.State.MERGED)
    if pks is not None:
        rows = rows.filter(pk__in=pks)
    documents = {}
    for row in rows:
        content = kind.shape.document(row, register.name)
        documents[getattr(row, kind.identity)] = Stored(row.pk, content, digest(content), row.loaded_digest)
    return documents


def document_of(record: models.Model) -> dict:
    """The document of one record. The number of queries does not depend on its rows."""
    shape = kind_of(record._meta.concrete_model).shape
    row = shape.queryset().get(pk=record.pk)
    referred: defaultdict[type[models.Model], dict[int, str]] = defaultdict(dict)
    shape.document(row, lambda model, pk: referred[model].setdefault(pk, ""))
    names = {model: _names(model._base_manager.filter(pk__in=pks)) for model, pks in referred.items()}
    return shape.document(row, lambda model, pk: names[model][pk])


def fetch_all(kind: DocumentKind, register: Register) -> dict[str, Stored]:
    """The documents of the records of a kind by slug, and those of the slugs of former ones."""
    if not kind.can_be_merged:
        return fetch(kind, register)
    records = fetch(kind, register)
    formers = register.formers[kind_of_former(kind.model)]
    gone = {}
    for former in formers.values():
        if not former.current or _leads_to_one(former.slug, formers, records):
            content = former_document(former)
            gone[former.slug] = Stored(former.pk, content, digest(content), former.loaded_digest)
    return gone | records


def former_document(former: FormerSlug) -> dict:
    """What a content file says of a former record."""
    return {"slug": former.slug} | ({MERGED_INTO: former.current} if former.current else {REMOVED: True})


def _leads_to_one(slug: str, formers: dict[str, FormerSlug], records: dict[str, Stored]) -> bool:
    """Whether a former slug leads to a record. One that leads nowhere is no document: no load would accept it."""
    seen: set[str] = set()
    while slug in formers and slug not in records and slug not in seen:
        seen.add(slug)
        slug = formers[slug].current
    return slug in records

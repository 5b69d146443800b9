"""Finds the record or fact at an address, or raises the reason why there is none."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from .models import DeletedFact, FormerSlug, Transfer
from .models.facts import Fact
from .models.record import Entry, Loaded, Record
from .refusals import BadQuery, Deleted, Gone, Moved, Removed


def refuse_parameters(request: HttpRequest) -> None:
    """Raises BadQuery for any parameter, on pages that take none."""
    if request.GET:
        raise BadQuery({name[:60]: [_("This page takes no parameters.")] for name in request.GET})


def find(request: HttpRequest, rows: QuerySet, slug: str) -> Loaded:
    """The record or entry with this slug, for a page without a query string."""
    refuse_parameters(request)
    return visible(request, rows, slug)


def visible(request: HttpRequest, rows: QuerySet, slug: str) -> Loaded:
    """The record or entry with this slug that the visitor may see; a curator may see a draft.

    Raises Moved for a former slug or a merged record, Gone for a withdrawn record, Removed for an entry that was
    removed, Http404 for all else.
    """
    try:
        record = rows.get(slug=slug)
    except rows.model.DoesNotExist:
        raise _not_there(rows.model, slug) from None
    if record.is_merged:
        raise _not_there(rows.model, slug)
    if not isinstance(record, Record) or record.is_published or _may_preview(request, record):
        return record
    raise Gone(record) if record.state == Record.State.WITHDRAWN else Http404(slug)


def find_fact(request: HttpRequest, rows: QuerySet, owner_kind: str, slug: str, key: str) -> Fact:
    """The fact with this key of the record with this slug, which is its `owner_kind`: case, programme …

    Raises Moved if the record has another address, Deleted if the fact was on the site, Gone or Http404 as `visible`.
    """
    refuse_parameters(request)
    try:
        owner = visible(request, rows.model.owner_model(owner_kind).objects.all(), slug)
    except Moved as moved:
        raise Moved(fact_of(moved.record, rows, owner_kind, slug, key)) from None
    except Gone:
        raise
    except Http404:
        refuse_deleted(rows, owner_kind, slug, key)
        raise
    return fact_of(owner, rows, owner_kind, slug, key)


def find_transfer(rows: QuerySet, key: str) -> Transfer:
    """The transfer with this key, which belongs to no record. Raises Deleted if it was on the site, or Http404."""
    return fact_of(None, rows, "", "", key)


def fact_of(owner: Record | None, rows: QuerySet, owner_kind: str, slug: str, key: str) -> Fact:
    """The fact with this key of the record that the slug leads to."""
    fact = rows.filter(key=key, **({owner_kind: owner} if owner else {})).first()
    if fact is None:
        refuse_deleted(rows, owner_kind, slug, key, owner)
        raise Http404(key)
    return fact


def refuse_deleted(rows: QuerySet, owner_kind: str, slug: str, key: str, owner: Record | None = None) -> None:
    """Raises Deleted if a fact with this key was deleted from the site, at this slug or one that it leads to."""
    slugs = FormerSlug.objects.way(rows.model.owner_model(owner_kind), slug) if owner_kind else [""]
    deleted = DeletedFact.objects.at(rows.model, key, owner_kind, slugs).first()
    if deleted is not None:
        raise Deleted(deleted, owner if owner and owner.is_published else None)


def _not_there(model: type[Loaded], slug: str) -> Http404:
    """Why there is nothing at an address: Moved, Removed, or that it is unknown."""
    current = FormerSlug.objects.current(model, slug)
    # A withdrawn one says at its own address that it is gone.
    public = (Record.State.PUBLISHED, Record.State.WITHDRAWN)
    if current is not None and current.slug != slug and (isinstance(current, Entry) or current.state in public):
        return Moved(current)
    removed = FormerSlug.objects.removed(model, slug) if current is None else None
    return Removed(removed) if removed else Http404(slug)


def _may_preview(request: HttpRequest, record: Record) -> bool:
    meta = record._meta
    return request.user.is_staff and request.user.has_perm(f"{meta.app_label}.view_{meta.model_name}")

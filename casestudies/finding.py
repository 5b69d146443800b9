"""Finds the record at an address, or raises the reason why there is none."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from .models import FormerSlug
from .models.record import Record
from .refusals import BadQuery, Gone, Moved


def refuse_parameters(request: HttpRequest) -> None:
    """Raises BadQuery for any parameter, on pages that take none."""
    if request.GET:
        raise BadQuery({name[:60]: [_("This page takes no parameters.")] for name in request.GET})


def find(request: HttpRequest, rows: QuerySet, slug: str) -> Record:
    """The record with this slug, for a page without a query string."""
    refuse_parameters(request)
    return visible(request, rows, slug)


def visible(request: HttpRequest, rows: QuerySet, slug: str) -> Record:
    """The record with this slug that the visitor may see; a curator may see a draft.

    Raises Moved for a former slug or a merged record, Gone for a withdrawn record, Http404 for all else.
    """
    record = rows.filter(slug=slug).first()
    if record is None or record.is_merged:
        current = FormerSlug.objects.current(rows.model, slug)
        # A withdrawn one says at its own address that it is gone.
        is_public = current is not None and current.state in (Record.State.PUBLISHED, Record.State.WITHDRAWN)
        raise Moved(current) if is_public and current.slug != slug else Http404(slug)
    if record.is_published or _may_preview(request, record):
        return record
    raise Gone(record) if record.state == Record.State.WITHDRAWN else Http404(slug)


def _may_preview(request: HttpRequest, record: Record) -> bool:
    meta = record._meta
    return request.user.is_staff and request.user.has_perm(f"{meta.app_label}.view_{meta.model_name}")

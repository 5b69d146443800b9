"""Refuses to delete what is used or cited, or was ever public, and names what uses it."""

from django.contrib.admin.utils import NestedObjects
from django.db import models, router
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from casestudies.models import Citation, Equivalent, FormerSlug, TermVariant
from casestudies.models.facts import Fact
from casestudies.models.record import Entry, Record


def page_of(row: models.Model) -> models.Model:
    """The record whose form has the row: the owner of a citation's fact, the owner of a fact, else the row itself."""
    if isinstance(row, Citation):
        return page_of(row.fact)
    if isinstance(row, Equivalent):
        return page_of(row.outcome)
    if isinstance(row, TermVariant):
        return row.term
    return (row.owner or row) if isinstance(row, Fact) else row


def admin_link(row: models.Model) -> str:
    """`Step: Build the evidence base (Bogotá cleans its air)`, with a link to the page where it can be changed."""
    page = page_of(row)
    try:
        url = reverse(f"admin:{page._meta.app_label}_{page._meta.model_name}_change", args=[page.pk])
    except NoReverseMatch:
        return f"{capfirst(row._meta.verbose_name)}: {row}"
    if page is row:
        return format_html('{}: <a href="{}">{}</a>', capfirst(row._meta.verbose_name), url, row)
    return format_html('{}: {} (<a href="{}">{}</a>)', capfirst(row._meta.verbose_name), row, url, page)


def users(objs) -> list[models.Model]:
    """Rows that prevent deletion: those that point at `objs` by a protected key or a many-to-many relation."""
    model = objs[0]._meta.concrete_model
    collector = NestedObjects(using=router.db_for_write(model), origin=objs)
    collector.collect(objs)
    rows = set(collector.protected)
    for relation in model._meta.related_objects:
        if relation.many_to_many:
            rows.update(relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": objs}))
    return sorted(rows, key=lambda row: (row._meta.label, row.pk))


class DeletionRefused:
    """Mixin for every admin of content."""

    def get_deleted_objects(self, objs, request):
        to_delete, counts, perms_needed, _protected = super().get_deleted_objects(objs, request)
        objs = list(objs)
        public = [
            _("“%(record)s” was published: withdraw it instead.") % {"record": obj}
            for obj in objs
            if getattr(obj, "published_at", None)
        ]
        merged = [
            _("“%(slug)s” was merged into “%(record)s”, and its address leads there.")
            % {"slug": former.slug, "record": obj}
            for obj in objs
            if isinstance(obj, (Record, Entry))
            for former in FormerSlug.objects.of(type(obj)).filter(current=obj.slug)
        ]
        merged += [
            _("“%(record)s” was merged: what stayed with it would be lost.") % {"record": obj}
            for obj in objs
            if getattr(obj, "is_merged", False)
        ]
        protected = [*public, *merged, *map(admin_link, users(objs))] if objs else []
        return to_delete, counts, perms_needed, protected

"""Base classes of the admins of content, and the admins of former slugs and content loads."""

from django import forms
from django.contrib import admin
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from casestudies.i18n import columns
from casestudies.models import ContentLoad, DeletedFact, FormerSlug
from casestudies.models.former import kind_of
from casestudies.models.record import fold

from .citations import NOTE
from .deletion import DeletionRefused, admin_link
from .forms import Curated, CuratedForm, NotedForm
from .gate import Gate
from .lists import CheckedFilter
from .permissions import ReadOnly, RecordPermissions
from .publication import Publication, State


class CuratedAdmin(Curated, DeletionRefused, Gate):
    """Base for vocabularies: the search ignores accents, and the slug is fixed once it is saved."""

    identifier = "slug"

    def is_fixed(self, obj) -> bool:
        """Whether the identifier is read-only, since links to it may exist."""
        return obj is not None

    def get_readonly_fields(self, request, obj=None):
        fixed = [self.identifier] if self.is_fixed(obj) else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if self.is_fixed(obj) else super().get_prepopulated_fields(request, obj)

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        for column in self.list_display:
            queryset = queryset.annotate(**getattr(column, "annotation", {}))
        return queryset

    def get_search_results(self, request, queryset, search_term):
        term = fold(search_term) if "folded" in self.search_fields else search_term
        return super().get_search_results(request, queryset, term)

    def get_view_on_site_url(self, obj=None):
        """The address of a published row; None if it is not published or has no page."""
        if not hasattr(obj, "get_absolute_url") or not self.model.objects.published().filter(pk=obj.pk).exists():
            return None
        try:
            return obj.get_absolute_url() or None
        except NoReverseMatch:
            return None

    @admin.display(description=_("title"), ordering="slug")
    def label(self, obj):
        return str(obj)


class FreshSlug:
    """Mixin for forms of records and entries: no new one gets a former slug."""

    def clean_slug(self):
        """Refuses a slug whose address leads to another record, or says that it was removed."""
        slug, model = self.cleaned_data["slug"], self._meta.model
        if slug != self.instance.slug and FormerSlug.objects.of(model).filter(slug=slug).exists():
            if FormerSlug.objects.removed(model, slug):
                raise forms.ValidationError(_("What had this slug was removed, and its address says so."))
            text = _("The address of this slug leads to “%(record)s”, which it was merged into or renamed to.")
            raise forms.ValidationError(text, params={"record": FormerSlug.objects.current(model, slug) or slug})
        return slug


class RecordForm(FreshSlug, NotedForm):
    pass


class EntryForm(FreshSlug, CuratedForm):
    """The form of a vocabulary whose entries have pages."""


class RecordAdmin(Publication, RecordPermissions, CuratedAdmin):
    """Base for records with a state: the slug is fixed once it was published or others lead to it."""

    form = RecordForm
    search_fields = ["folded", "slug"]
    readonly_fields = [
        "state",
        "published_at",
        "is_checked",
        "created_by",
        "created_at",
        "updated_at",
        "merged_into",
    ]

    def is_fixed(self, obj) -> bool:
        return obj is not None and (
            obj.published_at is not None or FormerSlug.objects.of(self.model).filter(current=obj.slug).exists()
        )

    def save_model(self, request, obj, form, change):
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)
        if change and obj.loaded_digest and form.initial.get("slug", obj.slug) != obj.slug:
            # Its file has the old slug: without this, the next load would make the record again.
            FormerSlug.objects.create(kind=kind_of(self.model), slug=form.initial["slug"], current=obj.slug)

    def get_search_results(self, request, queryset, search_term):
        """Nobody is offered a merged record to refer to."""
        if request.path == reverse("admin:autocomplete"):
            queryset = queryset.exclude(state=State.MERGED)
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description=_("merged into"))
    def merged_into(self, obj):
        current = FormerSlug.objects.current(self.model, obj.slug)
        return admin_link(current) if current else None

    def get_list_display(self, request):
        return ["label", "state_mark", *self.list_display, "is_checked", "updated_at"]

    def get_list_filter(self, request):
        return ["state", *self.list_filter, CheckedFilter, "updated_at"]

    def get_fieldsets(self, request, obj=None):
        """Adds the editor's note, state and dates, and the reason if it is withdrawn."""
        fieldsets = list(super().get_fieldsets(request, obj))
        if hasattr(self.model, "editors_note"):
            fieldsets.append(NOTE)
        if obj is None:
            return fieldsets
        if obj.is_merged:
            told = _("Its address leads to the other record. Below is what was not taken over; it is on no page.")
            fieldsets.insert(0, (_("Merged"), {"fields": ["merged_into"], "description": told}))
        if obj.state == State.WITHDRAWN:
            fieldsets.insert(0, (_("Withdrawn"), {"fields": [columns("withdrawn_because")]}))
        dates = ("state", "published_at", "created_by", "created_at", "updated_at")
        return [*fieldsets, (_("Publication"), {"fields": [dates, "is_checked"]})]

    @admin.display(description=_("state"), ordering="state")
    def state_mark(self, obj):
        return obj.get_state_display()


@admin.register(FormerSlug)
class FormerSlugAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["slug", "kind", "current"]
    list_filter = ["kind"]
    search_fields = ["slug", "current"]


@admin.register(ContentLoad)
class ContentLoadAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["version", "loaded_at", "created", "updated", "conflicts"]
    ordering = ["-pk"]


@admin.register(DeletedFact)
class DeletedFactAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["key", "kind", "owner_kind", "owner", "deleted_at"]
    list_filter = ["kind", "owner_kind", "deleted_at"]
    search_fields = ["key", "owner"]

    def get_queryset(self, request):
        return super().get_queryset(request).gone()

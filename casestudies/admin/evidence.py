from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from casestudies.i18n import columns
from casestudies.models import Citation, Part, Passage, Source

from .citations import RowInline
from .lists import counted
from .permissions import ReadOnly
from .record import CuratedAdmin, RecordAdmin

PASSAGE = [columns("locator"), ("order", "slug"), ("heading", "opening")]


class PartInline(RowInline):
    model = Part
    prepopulated_fields = {"slug": ["title_en"]}
    fieldsets = [(None, {"fields": [columns("title"), ("order", "slug")]})]


class PassageInline(RowInline):
    model = Passage
    prepopulated_fields = {"slug": ["locator_en"]}
    fieldsets = [(None, {"fields": [*PASSAGE, "part"]})]

    def get_autocomplete_fields(self, request):
        return []  # the parts of one source are few

    def get_formset(self, request, obj=None, **kwargs):
        """Offers only the parts of the same source."""
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.base_fields["part"].queryset = Part.objects.filter(source=obj)
        return formset


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    list_display = [
        "kind",
        "publisher",
        "language",
        counted(_("passages"), Passage, "source"),
        counted(_("citations"), Citation, "passage__source"),
    ]
    list_filter = ["kind", "language", ("publisher", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["publisher"]
    prepopulated_fields = {"slug": ["title_en"]}
    fieldsets = [
        (
            None,
            {
                "fields": [
                    columns("title"),
                    "slug",
                    ("kind", "publisher"),
                    ("date", "language", "symbol"),
                    "url",
                    columns("description"),
                    columns("licence_note"),
                    "text_file",
                ]
            },
        )
    ]
    inlines = [PartInline, PassageInline]


@admin.register(Passage)
class PassageAdmin(ReadOnly, CuratedAdmin):
    """Serves the search for passages in citations. Not in the index, since passages are edited with their source."""

    list_display = ["label", "heading", counted(_("citations"), Citation, "passage")]
    list_filter = ["source"]
    search_fields = ["source__slug", "source__folded", "slug", "locator_en", "locator_zh_hans", "heading"]
    ordering = ["source__slug", "order"]
    prepopulated_fields = {"slug": ["locator_en"]}
    fieldsets = [(None, {"fields": ["source", *PASSAGE]})]

    def get_queryset(self, request):
        found = super().get_queryset(request).select_related("source")
        return found.exclude(source__state=Source.State.MERGED)

    def get_model_perms(self, request):
        return {}

    def has_delete_permission(self, request, obj=None):
        """Passages are deleted with their source, and in its form."""
        return obj is not None and self.admin_site.get_model_admin(Source).has_delete_permission(request, obj.source)

    def delete_view(self, request, *args, **kwargs):
        raise PermissionDenied

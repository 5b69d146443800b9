from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from casestudies.i18n import columns
from casestudies.models import CaseStudy, Citation, Lesson, SDGTarget, Term, TermVariant, Theme

from .citations import ProseCitationInline
from .forms import Curated
from .lists import ChineseFilter, counted
from .meanwhile import VersionedFormSet
from .permissions import InlinePermissions
from .record import CuratedAdmin, EntryForm, RecordAdmin


@admin.register(Theme)
class ThemeAdmin(CuratedAdmin):
    form = EntryForm
    list_display = [
        "label",
        "parent",
        "order",
        counted(_("cases"), CaseStudy, "themes"),
        counted(_("lessons"), Lesson, "themes"),
    ]
    list_filter = [("parent", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["parent"]
    search_fields = ["folded", "slug"]
    prepopulated_fields = {"slug": ["name_en"]}
    fieldsets = [(None, {"fields": [columns("name"), "slug", ("parent", "order"), columns("description")]})]


@admin.register(SDGTarget)
class SDGTargetAdmin(CuratedAdmin):
    list_display = ["code", "title_en", "title_zh_hans", counted(_("cases"), CaseStudy, "sdg_targets")]
    list_filter = ["goal"]
    search_fields = ["code", "title_en", "title_zh_hans"]
    prepopulated_fields = {"slug": ["code"]}
    fieldsets = [(None, {"fields": [("goal", "code", "slug"), columns("title")]})]


class VariantInline(InlinePermissions, Curated, admin.TabularInline):
    model = TermVariant
    formset = VersionedFormSet
    fields = ["text", "language", "kind", "seen"]
    extra = 1


@admin.register(Term)
class TermAdmin(RecordAdmin):
    list_display = ["broader", counted(_("citations"), Citation, "term")]
    list_filter = [("themes", admin.RelatedOnlyFieldListFilter), ChineseFilter]
    list_select_related = ["broader"]
    search_fields = ["folded", "slug", "variants__text"]
    prepopulated_fields = {"slug": ["name_en"]}
    fieldsets = [
        (None, {"fields": [columns("name"), "slug", "broader", columns("definition"), "is_editorial", "themes"]})
    ]
    inlines = [VariantInline, ProseCitationInline]

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from casestudies.i18n import columns
from casestudies.models import Citation, Event, Transfer
from casestudies.models.evidence import ENDS, SIDES

from .citations import NOTE, CitationInline, ProseCitationInline
from .forms import NotedForm
from .lists import CheckedFilter, ChineseFilter, counted, place_filters
from .permissions import TransferPermissions
from .record import CuratedAdmin, RecordAdmin


@admin.register(Event)
class EventAdmin(RecordAdmin):
    list_display = ["kind", "place", "started", counted(_("citations"), Citation, "event")]
    list_filter = ["kind", *place_filters("place"), ChineseFilter]
    list_select_related = ["place"]
    prepopulated_fields = {"slug": ["name_en"]}
    fieldsets = [
        (
            None,
            {
                "fields": [
                    columns("name"),
                    "slug",
                    ("kind", "place", "parent"),
                    ("started", "ended"),
                    columns("summary"),
                    ("organisers", "organisations"),
                    "programmes",
                    columns("people"),
                ]
            },
        )
    ]
    inlines = [ProseCitationInline]


@admin.register(Transfer)
class TransferAdmin(TransferPermissions, CuratedAdmin):
    """A fact between two records; it is published if both are."""

    form = NotedForm
    identifier = "key"
    list_display = ["label", "manner", "date", counted(_("citations"), Citation, "transfer"), "is_checked"]
    list_filter = ["manner", ChineseFilter, CheckedFilter]
    list_select_related = [f"{side}_{end}" for side in SIDES for end in ENDS]
    search_fields = ["key", "what_en", "what_zh_hans"]
    prepopulated_fields = {"key": ["what_en"]}
    fieldsets = [
        (None, {"fields": [columns("what"), ("key", "manner", "date")]}),
        *(
            (
                title,
                {
                    "fields": [
                        (f"{side}_place", f"{side}_further"),
                        (f"{side}_organisation", f"{side}_programme", f"{side}_case"),
                        columns(f"{side}_group"),
                        f"{side}_count",
                    ]
                },
            )
            for side, title in (("from", _("From")), ("to", _("To")))
        ),
        NOTE,
    ]
    inlines = [CitationInline]

    @admin.display(description=_("what moved"), ordering="key")
    def label(self, obj):
        return str(obj)

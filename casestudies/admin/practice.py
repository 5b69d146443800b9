from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from casestudies.i18n import columns
from casestudies.models import CaseStudy, Cooperation, Involvement, Lesson, Outcome, Participation, Programme, Step

from .citations import NOTE, FactInline, ProseCitationInline
from .lists import ChineseFilter, FiguresFilter, counted, place_filters
from .methods import LessonInline, StepInline
from .outcomes import OutcomeInline
from .record import RecordAdmin


class CooperationInline(FactInline):
    model = Cooperation
    fieldsets = [(None, {"fields": [("level", "with_level"), ("manner", "key"), columns("text")]}), NOTE]


class InvolvementInline(FactInline):
    model = Involvement
    fieldsets = [(None, {"fields": [("organisation", "place"), ("role", "key")]}), NOTE]


@admin.register(CaseStudy)
class CaseStudyAdmin(RecordAdmin):
    list_display = [
        "depth",
        "level",
        counted(_("steps"), Step, "case"),
        counted(_("outcomes"), Outcome, "case"),
        counted(_("lessons"), Lesson, "case"),
    ]
    list_filter = [
        *place_filters("places"),
        ("themes", admin.RelatedOnlyFieldListFilter),
        "depth",
        "level",
        FiguresFilter,
        ChineseFilter,
    ]
    search_fields = ["folded", "slug", "places__folded"]
    prepopulated_fields = {"slug": ["title_en"]}
    fieldsets = [
        (
            None,
            {
                "fields": [
                    columns("title"),
                    "slug",
                    columns("summary"),
                    ("places", "programmes"),
                    ("themes", "sdg_targets"),
                    "named_sdg_targets",
                    ("depth", "level", "stage"),
                    ("started", "ended"),
                ]
            },
        ),
        (_("Texts"), {"fields": [columns("background"), columns("results"), "contact"]}),
    ]
    inlines = [ProseCitationInline, InvolvementInline, CooperationInline, StepInline, OutcomeInline, LessonInline]


class ParticipationInline(FactInline):
    model = Participation
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("place", "organisation"),
                    columns("group"),
                    ("count", "group_places"),
                    ("role", "date", "key"),
                    columns("commitment"),
                ]
            },
        ),
        NOTE,
    ]


@admin.register(Programme)
class ProgrammeAdmin(RecordAdmin):
    list_display = [
        "acronym",
        "kind",
        counted(_("cases"), CaseStudy, "programmes"),
        counted(_("participations"), Participation, "programme"),
    ]
    list_filter = ["kind", "status", *place_filters("jurisdictions"), FiguresFilter, ChineseFilter]
    prepopulated_fields = {"slug": ["name_en"]}
    fieldsets = [
        (
            None,
            {
                "fields": [
                    columns("name"),
                    ("acronym", "slug"),
                    ("kind", "level", "status"),
                    ("parent", "jurisdictions"),
                    columns("summary"),
                    ("themes", "sdg_targets"),
                    "named_sdg_targets",
                    ("started", "ended"),
                ]
            },
        ),
        (
            _("Names, law"),
            {"fields": [columns("aliases"), "legal_reference", columns("binds")], "classes": ["collapse"]},
        ),
    ]
    inlines = [ProseCitationInline, ParticipationInline, CooperationInline, OutcomeInline, LessonInline]

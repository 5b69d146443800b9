from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from casestudies.i18n import columns
from casestudies.models import Citation, Equivalent, Indicator, IndicatorFamily, Outcome, Unit

from .citations import NOTE, CitationInline, FactForm, FactInline, RowInline
from .deletion import admin_link
from .forms import NotedForm
from .lists import CheckedFilter, counted
from .permissions import OfOwnerPermissions
from .record import CuratedAdmin, EntryForm

FIGURE = (
    None,
    {
        "fields": [
            columns("sentence"),
            ("as_printed", "key", "order"),
            ("value", "upper_value", "qualifier"),
            ("unit", "indicator"),
            ("kind", "status", "accumulation", "scope"),
            ("started", "ended"),
            ("months", "months_upper", "months_qualifier"),
        ]
    },
)
CIRCUMSTANCES = (
    _("Baseline, subgroup, gas, prices"),
    {
        "fields": [
            ("baseline_value", "baseline_upper", "baseline_year"),
            columns("subgroup"),
            ("per", "gas", "money_year", "preferred"),
        ],
        "classes": ["collapse"],
    },
)


class MeasuredForm(NotedForm):
    """Checks that the unit has the dimension of the indicator."""

    def clean(self):
        cleaned = super().clean()
        unit, indicator = cleaned.get("unit"), cleaned.get("indicator")
        if unit and indicator and unit.dimension != indicator.dimension:
            self.add_error(
                "unit",
                _("This unit is of the dimension %(unit)s, the indicator of %(indicator)s.")
                % {"unit": unit.get_dimension_display(), "indicator": indicator.get_dimension_display()},
            )
        return cleaned


class OutcomeForm(MeasuredForm, FactForm):
    """An outcome in the form of its record, with its citations."""


class OutcomeInline(FactInline):
    model = Outcome
    form = OutcomeForm
    show_change_link = True
    fieldsets = [FIGURE, CIRCUMSTANCES, NOTE]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("indicator")


class EquivalentInline(RowInline):
    model = Equivalent
    fields = [
        ("as_printed", "order"),
        ("value", "upper_value", "qualifier", "unit"),
        columns("sentence"),
    ]


class OutcomeCheckedFilter(CheckedFilter):
    records = tuple(f"{owner}__" for owner in Outcome.owners)


@admin.register(Outcome)
class OutcomeAdmin(OfOwnerPermissions, CuratedAdmin):
    """All outcomes. They are added in the form of their record; equivalents are added here."""

    form = MeasuredForm
    identifier = "key"
    list_display = [
        "__str__",
        "value",
        "unit",
        "kind",
        "status",
        "about",
        counted(_("citations"), Citation, "outcome"),
        "is_checked",
    ]
    list_filter = ["status", "kind", "scope", ("indicator", admin.RelatedOnlyFieldListFilter), OutcomeCheckedFilter]
    list_select_related = ["indicator", "unit", *Outcome.owners]
    search_fields = ["key", "as_printed", "sentence_en", "sentence_zh_hans", "indicator__folded"]
    readonly_fields = ["about"]
    fieldsets = [(None, {"fields": ["about"]}), FIGURE, CIRCUMSTANCES, NOTE]
    inlines = [CitationInline, EquivalentInline]

    def has_add_permission(self, request):
        return False

    def own_findings(self, refusal, row):
        return refusal.findings

    @admin.display(description=_("checked against the text"), boolean=True)
    def is_checked(self, outcome):
        """As the record as a whole: an edit of another fact of it clears this too."""
        return outcome.owner.is_checked

    @admin.display(description=_("about"))
    def about(self, outcome):
        return admin_link(outcome.owner)


@admin.register(Indicator)
class IndicatorAdmin(CuratedAdmin):
    form = EntryForm
    list_display = [
        "label",
        "dimension",
        "direction",
        "measures",
        "results_level",
        "family",
        counted(_("outcomes"), Outcome, "indicator"),
    ]
    list_filter = ["dimension", "direction", "measures", "results_level", "family"]
    list_select_related = ["family"]
    search_fields = ["folded", "slug"]
    prepopulated_fields = {"slug": ["name_en"]}
    fieldsets = [
        (
            None,
            {
                "fields": [
                    columns("name"),
                    "slug",
                    ("dimension", "direction"),
                    ("measures", "results_level", "family"),
                    columns("description"),
                ]
            },
        )
    ]


@admin.register(IndicatorFamily)
class IndicatorFamilyAdmin(CuratedAdmin):
    list_display = ["label", "order", counted(_("indicators"), Indicator, "family")]
    search_fields = ["slug", "name_en", "name_zh_hans"]
    prepopulated_fields = {"slug": ["name_en"]}
    fieldsets = [(None, {"fields": [columns("name"), ("slug", "order")]})]


@admin.register(Unit)
class UnitAdmin(CuratedAdmin):
    list_display = ["slug", "symbol_en", "symbol_zh_hans", "dimension", counted(_("outcomes"), Outcome, "unit")]
    list_filter = ["dimension"]
    search_fields = ["slug", "symbol_en", "symbol_zh_hans"]
    prepopulated_fields = {"slug": ["symbol_en"]}
    fieldsets = [(None, {"fields": [columns("symbol"), ("singular_en", "slug"), ("dimension", "factor", "currency")]})]

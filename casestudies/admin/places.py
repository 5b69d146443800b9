from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from casestudies.i18n import columns
from casestudies.models import CaseStudy, City, Place

from .affiliations import AffiliationInline
from .citations import ProseCitationInline
from .lists import ChineseFilter, FiguresFilter, counted, place_filters
from .outcomes import OutcomeInline
from .record import RecordAdmin


@admin.register(Place)
class PlaceAdmin(RecordAdmin):
    list_display = ["kind", "parent", "population", counted(_("cases"), CaseStudy, "places")]
    list_filter = ["kind", *place_filters("pk"), ChineseFilter, FiguresFilter]
    list_select_related = ["parent"]
    prepopulated_fields = {"slug": ["name_en"]}
    fieldsets = [
        (None, {"fields": [columns("name"), "slug", ("kind", "parent"), columns("profile")]}),
        (
            _("Names and codes"),
            {"fields": [columns("aliases"), ("iso_code", "m49_code", "geonames_id")], "classes": ["collapse"]},
        ),
        (
            _("Position, population and climate"),
            {
                "fields": [
                    ("latitude", "longitude"),
                    ("population", "population_year"),
                    ("dataset", "dataset_release"),
                    "climate_zone",
                    ("climate_dataset", "climate_dataset_release"),
                ]
            },
        ),
    ]
    inlines = [ProseCitationInline, AffiliationInline, OutcomeInline]


@admin.register(City)
class CityAdmin(PlaceAdmin):
    list_display = ["parent", "population", counted(_("cases"), CaseStudy, "places")]
    list_filter = [*place_filters("pk"), ChineseFilter, FiguresFilter]

    def get_changeform_initial_data(self, request):
        return {"kind": Place.Kind.CITY, **super().get_changeform_initial_data(request)}

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from casestudies.i18n import columns
from casestudies.models import (
    Involvement,
    LeadershipTerm,
    Membership,
    Network,
    Office,
    Organisation,
    Source,
)

from .affiliations import AffiliationInline
from .citations import NOTE, FactInline, ProseCitationInline
from .lists import ChineseFilter, counted
from .methods import LessonInline
from .outcomes import OutcomeInline
from .record import RecordAdmin


class MembershipInline(FactInline):
    model = Membership
    fieldsets = [(None, {"fields": [("place", "status"), ("since", "key")]}), NOTE]


class LeadershipTermInline(FactInline):
    model = LeadershipTerm
    prepopulated_fields = {"key": ["person_en"]}
    fieldsets = [
        (
            None,
            {
                "fields": [
                    columns("person"),
                    columns("role"),
                    ("key", "city"),
                    ("started", "ended"),
                    columns("stood_for"),
                ]
            },
        ),
        NOTE,
    ]


class OfficeInline(FactInline):
    model = Office
    prepopulated_fields = {"key": ["name_en"]}
    fieldsets = [(None, {"fields": [columns("name"), columns("address"), ("place", "key")]}), NOTE]


class OrganisationAffiliationInline(AffiliationInline):
    fk_name = "organisation"


@admin.register(Organisation)
class OrganisationAdmin(RecordAdmin):
    list_display = [
        "acronym",
        "kind",
        counted(_("cases"), Involvement, "organisation"),
        counted(_("sources"), Source, "publisher"),
    ]
    list_filter = ["kind", ChineseFilter]
    prepopulated_fields = {"slug": ["name_en"]}
    fieldsets = [
        (
            None,
            {
                "fields": [
                    columns("name"),
                    ("acronym", "slug"),
                    ("kind", "parent"),
                    "website",
                    columns("description"),
                    columns("aliases"),
                ]
            },
        )
    ]
    inlines = [
        ProseCitationInline,
        OrganisationAffiliationInline,
        LeadershipTermInline,
        OfficeInline,
        OutcomeInline,
        LessonInline,
    ]


@admin.register(Network)
class NetworkAdmin(OrganisationAdmin):
    list_display = ["acronym", counted(_("members"), Membership, "network")]
    list_filter = [ChineseFilter]
    inlines = [ProseCitationInline, MembershipInline, *OrganisationAdmin.inlines[1:]]

    def get_changeform_initial_data(self, request):
        return {"kind": Organisation.Kind.NETWORK, **super().get_changeform_initial_data(request)}

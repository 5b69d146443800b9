"""Who acts: networks and other organisations, and what ties them."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from casestudies.models import Affiliation, Membership, Network, Organisation
from casestudies.models.taking_part import Role

from .base import ListFilterSet
from .facet_kinds import CITY, COUNTRY, REGION, ChoiceFacet, PlaceFacet, RecordFacet, ThemeFacet, YearFacet
from .ordering import MOST_CASES, NAME, by_owner
from .practice import CountingCases


class OrganisationFilterSet(CountingCases):
    facet = "organisation"
    sorts = {"name": NAME, "cases": MOST_CASES}

    kind = ChoiceFacet("kind", Organisation.Kind, label=_("Kind"))
    tie = ChoiceFacet("affiliations__kind", Affiliation.Kind, via="affiliations__other", label=_("Tie to others"))
    role = ChoiceFacet("involvements__role", Role, via="involvements__case", label=_("Role in case studies"))
    region = PlaceFacet(
        REGION, "involvements__case__places", via="involvements__case", label=_("Region of case studies")
    )
    theme = ThemeFacet("involvements__case__themes", via="involvements__case")


class NetworkFilterSet(CountingCases):
    facet = "network"
    sorts = {"name": NAME, "cases": MOST_CASES}

    region = PlaceFacet(
        REGION, "involvements__case__places", via="involvements__case", label=_("Region of case studies")
    )
    theme = ThemeFacet("involvements__case__themes", via="involvements__case")


class MembershipFilterSet(ListFilterSet):
    sorts = by_owner(_("Network"), "network__slug", "key")

    q = None
    network = RecordFacet("network", Network, label=_("Network"))
    status = ChoiceFacet("status", Membership.Status, label=_("Status"))
    region = PlaceFacet(REGION, "place", label=_("Region"))
    country = PlaceFacet(COUNTRY, "place", label=_("Country"))
    city = PlaceFacet(CITY, "place", label=_("City"))


class AffiliationFilterSet(ListFilterSet):
    sorts = by_owner(
        _("Organisation or place"),
        F("organisation__slug").asc(nulls_last=True),
        F("place__slug").asc(nulls_last=True),
        "key",
    )

    q = None
    organisation = RecordFacet("organisation", Organisation, label=_("Organisation"))
    other = RecordFacet("other", Organisation, label=_("Other organisation"))
    kind = ChoiceFacet("kind", Affiliation.Kind, label=_("Kind"))
    region = PlaceFacet(REGION, "place", label=_("Region"))
    country = PlaceFacet(COUNTRY, "place", label=_("Country"))
    city = PlaceFacet(CITY, "place", label=_("City"))


class OfficeFilterSet(ListFilterSet):
    sorts = by_owner(_("Organisation"), "organisation__slug", "key")

    q = None
    organisation = RecordFacet("organisation", Organisation, label=_("Organisation"))
    region = PlaceFacet(REGION, "place", label=_("Region"))
    country = PlaceFacet(COUNTRY, "place", label=_("Country"))


class LeadershipTermFilterSet(ListFilterSet):
    sorts = by_owner(_("Organisation"), "organisation__slug", "key")

    q = None
    organisation = RecordFacet("organisation", Organisation, label=_("Organisation"))
    year = YearFacet()

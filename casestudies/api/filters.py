"""FilterSets of the lists that no page has yet; once one has, its FilterSet moves to `casestudies.filters`."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from casestudies.facets import Option
from casestudies.filters.base import ListFilterSet
from casestudies.filters.facet_kinds import (
    AnyOf,
    ChoiceFacet,
    FacetFilter,
    PlaceFacet,
    RecordFacet,
    YearFacet,
)
from casestudies.filters.lists import CITY, COUNTRY, MOST_CASES, NAME, REGION
from casestudies.models import (
    Affiliation,
    Event,
    Membership,
    Method,
    Network,
    Organisation,
    Part,
    Place,
    Programme,
    Transfer,
)
from casestudies.models.indicators import Dimension
from casestudies.models.practice import Role


class GoalFacet(FacetFilter):
    """The goals of the SDG targets."""

    values_of = tuple(str(goal) for goal in range(1, 18))

    def options(self):
        return [Option(goal, goal) for goal in self.values_of]


class PartFacet(RecordFacet):
    """The parts of the source whose passages are listed; another source has other options."""

    vocabulary = None

    def __init__(self, **options):
        super().__init__("part", Part, **options)

    def records(self):
        return Part.objects.filter(pk__in=self.parent.queryset.order_by().values("part"))


def owner_first(label, *order):
    """The order of facts: by the records that they belong to."""
    return {"owner": (label, order)}


class PlaceFilterSet(ListFilterSet):
    sorts = {"name": NAME, "cases": MOST_CASES}

    kind = ChoiceFacet("kind", Place.Kind, label=_("Kind"))
    region = PlaceFacet(REGION, "", label=_("Region"))
    country = PlaceFacet(COUNTRY, "", label=_("Country"))


class SDGTargetFilterSet(ListFilterSet):
    sorts = {"goal": (_("Goal"), ("goal", "code"))}

    q = None
    goal = GoalFacet("goal", label=_("Goal"))


class UnitFilterSet(ListFilterSet):
    sorts = {"slug": (_("Name"), ("slug",))}

    q = None
    dimension = ChoiceFacet("dimension", Dimension, label=_("Dimension"))


class TermFilterSet(ListFilterSet):
    sorts = {"name": NAME}


class EventFilterSet(ListFilterSet):
    sorts = {"latest": (_("Latest first"), (F("started").desc(nulls_last=True), "slug")), "name": NAME}

    kind = ChoiceFacet("kind", Event.Kind, label=_("Kind"))
    region = PlaceFacet(REGION, "place", label=_("Region"))
    year = YearFacet()


class StepFilterSet(ListFilterSet):
    sorts = owner_first(_("Case study"), "case__slug", "order", "pk")

    q = None
    method = RecordFacet("method", Method, label=_("Method"))
    region = PlaceFacet(REGION, "case__places", via="case", label=_("Region"))
    country = PlaceFacet(COUNTRY, "case__places", via="case", label=_("Country"))
    city = PlaceFacet(CITY, "case__places", via="case", label=_("City"))


class InvolvementFilterSet(ListFilterSet):
    sorts = owner_first(_("Case study"), "case__slug", "key")

    q = None
    organisation = RecordFacet("organisation", Organisation, label=_("Organisation"))
    role = ChoiceFacet("role", Role, label=_("Role in case studies"))
    region = PlaceFacet(REGION, "case__places", via="case", label=_("Region"))
    country = PlaceFacet(COUNTRY, "case__places", via="case", label=_("Country"))
    city = PlaceFacet(CITY, "case__places", via="case", label=_("City"))


class MembershipFilterSet(ListFilterSet):
    sorts = owner_first(_("Network"), "network__slug", "key")

    q = None
    network = RecordFacet("network", Network, label=_("Network"))
    status = ChoiceFacet("status", Membership.Status, label=_("Status"))
    region = PlaceFacet(REGION, "place", label=_("Region"))
    country = PlaceFacet(COUNTRY, "place", label=_("Country"))
    city = PlaceFacet(CITY, "place", label=_("City"))


class ParticipationFilterSet(ListFilterSet):
    sorts = owner_first(_("Programme"), "programme__slug", "key")

    q = None
    programme = RecordFacet("programme", Programme, label=_("Programme"))
    organisation = RecordFacet("organisation", Organisation, label=_("Organisation"))
    role = ChoiceFacet("role", Role, label=_("Role in the programme"))
    region = PlaceFacet(REGION, "place", label=_("Region"))
    country = PlaceFacet(COUNTRY, "place", label=_("Country"))
    city = PlaceFacet(CITY, "place", label=_("City"))


class AffiliationFilterSet(ListFilterSet):
    sorts = owner_first(_("Organisation"), "organisation__slug", "key")

    q = None
    organisation = RecordFacet("organisation", Organisation, label=_("Organisation"))
    kind = ChoiceFacet("kind", Affiliation.Kind, label=_("Kind"))


class OfficeFilterSet(ListFilterSet):
    sorts = owner_first(_("Organisation"), "organisation__slug", "key")

    q = None
    organisation = RecordFacet("organisation", Organisation, label=_("Organisation"))
    region = PlaceFacet(REGION, "place", label=_("Region"))
    country = PlaceFacet(COUNTRY, "place", label=_("Country"))


class LeadershipTermFilterSet(ListFilterSet):
    sorts = owner_first(_("Organisation"), "organisation__slug", "key")

    q = None
    organisation = RecordFacet("organisation", Organisation, label=_("Organisation"))
    year = YearFacet()


class TransferFilterSet(ListFilterSet):
    sorts = {"key": (_("Key"), ("key",))}

    q = None
    manner = ChoiceFacet("manner", Transfer.Manner, label=_("How it moved"))
    region = AnyOf(PlaceFacet(REGION, "from_place", label=_("Region")), PlaceFacet(REGION, "to_place", label=""))
    country = AnyOf(PlaceFacet(COUNTRY, "from_place", label=_("Country")), PlaceFacet(COUNTRY, "to_place", label=""))
    city = AnyOf(PlaceFacet(CITY, "from_place", label=_("City")), PlaceFacet(CITY, "to_place", label=""))


class PassageFilterSet(ListFilterSet):
    sorts = {"order": (_("As the document runs"), ("order",))}

    q = None
    part = PartFacet(label=_("Part"))

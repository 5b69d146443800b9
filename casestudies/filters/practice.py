"""What is done: case studies, programmes, who takes part in them, practices that moved, events."""

from collections.abc import Callable, Iterable

import django_filters
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from casestudies.models import CaseStudy, Event, Method, Network, Organisation, Outcome, Programme, Transfer
from casestudies.models.evidence import SIDES
from casestudies.models.government import Cooperation, Level, OneLevel
from casestudies.models.practice import Stage
from casestudies.models.taking_part import Role

from .base import ListFilterSet
from .city_kinds import ClimateFacet, SizeFacet
from .facet_kinds import (
    CITY,
    COUNTRY,
    REGION,
    AnyOf,
    ChoiceFacet,
    FacetFilter,
    PlaceFacet,
    RecordFacet,
    TargetFacet,
    ThemeFacet,
    WithFacet,
    YearFacet,
)
from .ordering import LATEST, MOST_CASES, NAME, NEWEST, by_owner
from .range_kinds import Years


def sdg_targets() -> AnyOf:
    """Tagged by us, or named by a source."""
    return AnyOf(TargetFacet("sdg_targets"), TargetFacet("named_sdg_targets"))


def how_levels_cooperate(path: str = "cooperation__manner") -> ChoiceFacet:
    return ChoiceFacet(path, Cooperation.Manner, label=_("How levels acted together"))


def levels_that_cooperate(before: str = "cooperation__") -> AnyOf:
    """A level that gives or receives."""
    label = _("Levels that acted together")
    return AnyOf(*(ChoiceFacet(f"{before}{name}", OneLevel, label=label) for name in ("level", "with_level")))


class CaseStudyFilterSet(ListFilterSet):
    # All was loaded at once, so the dates of publication say nothing yet: the newest are not first.
    sorts = {
        "figures": (_("Most evidenced"), ("-measured_count", "slug")),
        "newest": NEWEST,
        "title": (_("Title"), ("title", "slug")),
        "started": (_("Latest start"), (F("started").desc(nulls_last=True), "slug")),
    }

    region = PlaceFacet(REGION, label=_("Region"))
    theme = ThemeFacet()
    country = PlaceFacet(COUNTRY, label=_("Country"))
    city = PlaceFacet(CITY, label=_("City"))
    climate_zone = ClimateFacet(PlaceFacet(CITY, label=""))
    city_size = SizeFacet(PlaceFacet(CITY, label=""))
    method = RecordFacet("steps__method", Method, label=_("Method"))
    network = RecordFacet("involvements__organisation", Network, label=_("Network"))
    organisation = RecordFacet("involvements__organisation", Organisation, label=_("Organisation"))
    programme = RecordFacet("programmes", Programme, label=_("Programme"))
    figures = WithFacet(
        "outcomes",
        end=lambda: Outcome.objects.results(),
        label=_("Measured results"),
        with_label=_("with results"),
        without_label=_("without results"),
    )
    stage = ChoiceFacet("stage", Stage, label=_("Stage"))
    level = ChoiceFacet("level", Level, label=_("Level of government"))
    cooperation = how_levels_cooperate()
    cooperation_level = levels_that_cooperate()
    sdg_target = sdg_targets()
    year = YearFacet()
    year_min, year_max = Years().parameters

    def leading(self, name: str, values: Iterable[str]) -> dict[str, int]:
        """The key of the first case under each value of a facet, in the order of the list, with results first."""
        under = self.filters[name].all_members(self.index, self.model)
        with_results = self.members("figures")["with"]
        found = {}
        for value in values:
            if cases := under.get(value):
                found[value] = self._ordering.page(cases & with_results or cases, 0, 1)[0]
        return found


def of_owner(column: str, choices, label) -> AnyOf:
    """A column of the case or programme that a fact belongs to."""
    return AnyOf(
        *(ChoiceFacet(f"{owner}__{column}", choices, label=label, via=owner) for owner in ("case", "programme"))
    )


def with_part(record, label) -> AnyOf:
    """Who a fact is about, or has a part in its case or programme. That a city is a member of a network is no part."""
    return AnyOf(
        RecordFacet("organisation", record, label=label),
        RecordFacet("case__involvements__organisation", record, via="case", label=label),
        RecordFacet("programme__participations__organisation", record, via="programme", label=label),
    )


def where_it_runs(kind: str, label) -> AnyOf:
    """The places that a programme is for, and those that take part in it."""
    return AnyOf(
        PlaceFacet(kind, "jurisdictions", label=label), PlaceFacet(kind, "participations__place", label=label)
    )


class CountingCases(ListFilterSet):
    """A list of records that case studies are filtered by. `facet` names that facet of case studies."""

    facet = ""

    @property
    def numbers(self):
        facet = CaseStudyFilterSet.base_filters[self.facet]
        return {"case_count": lambda: facet.totals(self.index, CaseStudy)}


class ProgrammeFilterSet(CountingCases):
    facet = "programme"
    sorts = {"name": NAME, "newest": NEWEST, "cases": MOST_CASES}

    kind = ChoiceFacet("kind", Programme.Kind, label=_("Kind"))
    region = where_it_runs(REGION, _("Region"))
    country = where_it_runs(COUNTRY, _("Country"))
    city = where_it_runs(CITY, _("City"))
    theme = ThemeFacet()
    status = ChoiceFacet("status", Stage, label=_("Status"))
    level = ChoiceFacet("level", Level, label=_("Level of government"))
    cooperation = how_levels_cooperate()
    cooperation_level = levels_that_cooperate()
    sdg_target = sdg_targets()
    network = RecordFacet("participations__organisation", Network, label=_("Network that takes part"))
    organisation = RecordFacet("participations__organisation", Organisation, label=_("Organisation that takes part"))
    together_with = RecordFacet("participations__organisation", Organisation, label=_("Together with"))
    year = YearFacet()
    year_min, year_max = Years().parameters

    @property
    def numbers(self):
        return super().numbers | {"outcome_count": self.figures_of_programmes}

    def figures_of_programmes(self):
        figures = self.index.get("figures of programmes", lambda: dict(Outcome.objects.of_programmes()))
        return lambda slug: figures.get(slug, 0)


class CooperationFilterSet(ListFilterSet):
    sorts = by_owner(_("Case study or programme"), Coalesce("case__slug", "programme__slug"), "pk")

    q = None
    cooperation = how_levels_cooperate("manner")
    cooperation_level = levels_that_cooperate("")
    programme = RecordFacet("programme", Programme, label=_("Programme"))


class InvolvementFilterSet(ListFilterSet):
    sorts = by_owner(_("Case study"), "case__slug", "key")

    q = None
    organisation = RecordFacet("organisation", Organisation, label=_("Organisation"))
    role = ChoiceFacet("role", Role, label=_("Role in case studies"))
    region = PlaceFacet(REGION, "case__places", via="case", label=_("Region"))
    country = PlaceFacet(COUNTRY, "case__places", via="case", label=_("Country"))
    city = PlaceFacet(CITY, "case__places", via="case", label=_("City"))


def of_participants(kind: str, label) -> AnyOf:
    """The place that takes part, or where an unnamed group is."""
    return AnyOf(PlaceFacet(kind, "place", label=label), PlaceFacet(kind, "group_places", label=label))


class ParticipationFilterSet(ListFilterSet):
    sorts = by_owner(_("Programme"), "programme__slug", "key")

    q = None
    programme = RecordFacet("programme", Programme, label=_("Programme"))
    organisation = RecordFacet("organisation", Organisation, label=_("Organisation"))
    role = ChoiceFacet("role", Role, label=_("Role in the programme"))
    region = of_participants(REGION, _("Region"))
    country = of_participants(COUNTRY, _("Country"))
    city = of_participants(CITY, _("City"))


def at_either_end(facet: Callable[[str], FacetFilter], *ends: str) -> AnyOf:
    """Where a practice came from or went to: `at_either_end(facet, "place", "further")`."""
    return AnyOf(*(facet(f"{side}_{end}") for side in SIDES for end in ends))


def place_at_either_end(kind: str, label) -> AnyOf:
    return at_either_end(lambda path: PlaceFacet(kind, path, label=label), "place", "further")


def record_at_either_end(model, end: str, label) -> AnyOf:
    return at_either_end(lambda path: RecordFacet(path, model, label=label), end)


class TransferFilterSet(ListFilterSet):
    sorts = {
        "latest": (_("Latest first"), (F("date").desc(nulls_last=True), "key")),
        "what": (_("What moved"), ("what", "key")),
    }

    q = django_filters.CharFilter(max_length=100, label=_("What moved, or between whom"))
    manner = ChoiceFacet("manner", Transfer.Manner, label=_("How it moved"))
    region = place_at_either_end(REGION, _("Region"))
    country = place_at_either_end(COUNTRY, _("Country"))
    city = place_at_either_end(CITY, _("City"))
    organisation = record_at_either_end(Organisation, "organisation", _("Organisation"))
    programme = record_at_either_end(Programme, "programme", _("Programme"))


class EventFilterSet(ListFilterSet):
    sorts = {"latest": LATEST, "name": NAME}

    kind = ChoiceFacet("kind", Event.Kind, label=_("Kind"))
    region = PlaceFacet(REGION, "place", label=_("Region"))
    country = PlaceFacet(COUNTRY, "place", label=_("Country"))
    city = PlaceFacet(CITY, "place", label=_("City"))
    organisation = AnyOf(
        RecordFacet("organisers", Organisation, label=_("Organisation")),
        RecordFacet("organisations", Organisation, label=""),
    )
    programme = RecordFacet("programmes", Programme, label=_("Programme"))
    year = YearFacet()

"""One FilterSet for each listed thing: what its readers filter and sort by."""

from functools import partial
from operator import or_

import django_filters
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap64

from casestudies.models import (
    CaseStudy,
    Indicator,
    Lesson,
    Method,
    Network,
    Organisation,
    Outcome,
    Place,
    Programme,
    Source,
    Step,
)
from casestudies.models.indicators import Dimension
from casestudies.models.practice import Role, Stage

from .amounts import Amounts
from .base import ListFilterSet
from .facet_kinds import AnyOf, ChoiceFacet, PlaceFacet, RecordFacet, ThemeFacet, WithFacet, YearFacet
from .ordering import newest_first
from .range_kinds import Population, Years

NAME = (_("Name"), ("name", "slug"))
NEWEST = (_("Newest first"), (F("published_at").desc(nulls_last=True), "slug"))
MOST_FIGURES = (_("Most figures"), ("-outcome_count", "slug"))
MOST_CASES = (_("Most case studies"), ("-case_count", "slug"))

REGION, COUNTRY, CITY = Place.Kind.REGION, Place.Kind.COUNTRY, Place.Kind.CITY


class CaseStudyFilterSet(ListFilterSet):
    sorts = {
        "newest": NEWEST,
        "title": (_("Title"), ("title", "slug")),
        "started": (_("Latest start"), (F("started").desc(nulls_last=True), "slug")),
        "figures": MOST_FIGURES,
    }

    region = PlaceFacet(REGION, label=_("Region"))
    theme = ThemeFacet()
    country = PlaceFacet(COUNTRY, label=_("Country"))
    city = PlaceFacet(CITY, label=_("City"))
    method = RecordFacet("steps__method", Method, label=_("Method"))
    network = RecordFacet("involvements__organisation", Network, label=_("Network"))
    organisation = RecordFacet("involvements__organisation", Organisation, label=_("Organisation"))
    programme = RecordFacet("programmes", Programme, label=_("Programme"))
    figures = WithFacet(
        "outcomes", label=_("Figures"), with_label=_("with figures"), without_label=_("without figures")
    )
    stage = ChoiceFacet("stage", Stage, label=_("Stage"))
    level = ChoiceFacet("level", CaseStudy.Level, label=_("Level of government"))
    year = YearFacet()
    year_min, year_max = Years().parameters

    def sharing(self, name: str, values, but: int, limit: int) -> list[int]:
        """Keys of those that share most of these values of a facet; among equals, the first of the list."""
        members = self.members(name)
        sharing = [self._all]  # none at least, one at least, two …
        for rows in (members[value] for value in values if value in members):
            more = [rows & fewer for fewer in sharing]
            sharing = [self._all, *map(or_, sharing[1:], more), more[-1]]
        found: list[int] = []
        for rows in reversed(sharing[1:]):
            found += self._ordering.page(rows - BitMap64([but, *found]), 0, limit - len(found))
        return found


class CountingCases(ListFilterSet):
    """A list of what case studies are filtered by; `facet` names the facet of case studies that counts it."""

    facet = ""

    @property
    def numbers(self):
        return {"case_count": lambda: self.all_of(CaseStudyFilterSet, CaseStudy).totals(self.facet)}


class CityFilterSet(ListFilterSet):
    sorts = {
        "name": NAME,
        "cases": MOST_CASES,
        "population": (_("Largest population"), (F("population").desc(nulls_last=True), "slug")),
    }

    region = PlaceFacet(REGION, "", label=_("Region"))
    country = PlaceFacet(COUNTRY, "", label=_("Country"))
    theme = ThemeFacet("cases__themes", via="cases")
    method = RecordFacet("cases__steps__method", Method, via="cases", label=_("Method"))
    network = RecordFacet("cases__involvements__organisation", Network, via="cases", label=_("Network"))
    cases = WithFacet(
        "cases",
        via="cases",
        label=_("Case studies"),
        with_label=_("with case studies"),
        without_label=_("without case studies"),
    )
    population_min, population_max = Population().parameters


class ProgrammeFilterSet(CountingCases):
    facet = "programme"
    sorts = {"name": NAME, "newest": NEWEST, "cases": MOST_CASES}

    kind = ChoiceFacet("kind", Programme.Kind, label=_("Kind"))
    region = PlaceFacet(REGION, "jurisdiction", label=_("Region"))
    country = PlaceFacet(COUNTRY, "jurisdiction", label=_("Country"))
    theme = ThemeFacet()
    status = ChoiceFacet("status", Stage, label=_("Status"))
    year = YearFacet()
    year_min, year_max = Years().parameters

    @property
    def numbers(self):
        return super().numbers | {"outcome_count": self.figures_of_programmes}

    def figures_of_programmes(self):
        figures = self.held.get("figures of programmes", lambda: dict(Outcome.objects.of_programmes()))
        return lambda slug: figures.get(slug, 0)


class OrganisationFilterSet(CountingCases):
    facet = "organisation"
    sorts = {"name": NAME, "cases": MOST_CASES}

    kind = ChoiceFacet("kind", Organisation.Kind, label=_("Kind"))
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


class MethodFilterSet(CountingCases):
    facet = "method"
    sorts = {"cases": MOST_CASES, "name": NAME}

    theme = ThemeFacet()
    region = PlaceFacet(REGION, "steps__case__places", via="steps__case", label=_("Used in region"))
    city = PlaceFacet(CITY, "steps__case__places", via="steps__case", label=_("Used in city"))

    @property
    def numbers(self):
        times = partial(self.held.get, "times of methods", Step.objects.times_of_methods)
        return super().numbers | {"shortest": lambda: times()[0].get, "longest": lambda: times()[1].get}


class LessonFilterSet(ListFilterSet):
    sorts = {
        "newest": (
            _("Newest first"),
            (F("case__published_at").desc(nulls_last=True), "case__slug", "order", "pk"),
        ),
        "title": (_("Title"), ("title", "pk")),
    }

    kind = ChoiceFacet("kind", Lesson.Kind, label=_("Kind"))
    theme = ThemeFacet()
    region = PlaceFacet(REGION, "case__places", via="case", label=_("Region"))
    country = PlaceFacet(COUNTRY, "case__places", via="case", label=_("Country"))
    city = PlaceFacet(CITY, "case__places", via="case", label=_("City"))
    method = AnyOf(
        RecordFacet("case__steps__method", Method, via="case", label=_("Method used there")),
        RecordFacet("method", Method, label=_("Method used there")),
    )


def where(kind: str, label) -> AnyOf:
    """The place of a figure: that of its case, of its programme, or the place that it is about."""
    return AnyOf(
        PlaceFacet(kind, "case__places", via="case", label=label),
        PlaceFacet(kind, "programme__jurisdiction", via="programme", label=label),
        PlaceFacet(kind, "place", label=label),
    )


class OutcomeFilterSet(ListFilterSet):
    sorts = {
        "newest": (_("Newest first"), (F("newest").desc(nulls_last=True), "pk")),
        "place": (_("Place"), (F("place_name").asc(nulls_last=True), "indicator_name", "pk")),
        "indicator": (_("Indicator"), ("indicator_name", F("place_name").asc(nulls_last=True), "pk")),
    }

    max_words = 7  # there are far more figures than titles, and nobody pastes one of them
    q = django_filters.CharFilter(method="filter_named", max_length=100, label=_("Words, indicator or place"))
    indicator = RecordFacet("indicator", Indicator, label=_("Indicator"))
    theme = AnyOf(ThemeFacet("case__themes", via="case"), ThemeFacet("programme__themes", via="programme"))
    region = where(REGION, _("Region"))
    status = ChoiceFacet("status", Outcome.Status, label=_("Status"))
    accumulation = ChoiceFacet("accumulation", Outcome.Accumulation, label=_("Date or period"))
    amount_min, amount_max, unit = Amounts().parameters
    kind = ChoiceFacet("kind", Outcome.Kind, label=_("Kind"))
    gas = ChoiceFacet("gas", Outcome.Gas, label=_("Gas or pollutant"))
    per = ChoiceFacet("per", Outcome.Per, label=_("Per what"))
    country = where(COUNTRY, _("Country"))
    city = where(CITY, _("City"))

    def known_order(self):
        return newest_first(self.held, Outcome, Outcome.owners) if self.sort == "newest" else None


class ByFigures(AnyOf):
    """What indicators have by way of their figures, read from the list of figures."""

    def members(self, held, model):
        figures = self.parent.all_of(OutcomeFilterSet, Outcome)
        keys, its = dict(Indicator.objects.values_list("slug", "pk")), figures.members("indicator")
        return {
            value: BitMap64(keys[slug] for slug, rows in its.items() if rows.intersect(having))
            for value, having in figures.members("theme").items()
        }


class IndicatorFilterSet(ListFilterSet):
    sorts = {
        "figures": MOST_FIGURES,
        "places": (_("Most places"), ("-place_count", "slug")),
        "name": NAME,
    }

    dimension = ChoiceFacet("dimension", Dimension, label=_("Dimension"))
    theme = ByFigures(
        ThemeFacet("outcomes__case__themes", via="outcomes__case"),
        ThemeFacet("outcomes__programme__themes", via="outcomes__programme"),
    )

    @property
    def numbers(self):
        return {
            "outcome_count": lambda: self.all_of(OutcomeFilterSet, Outcome).totals("indicator"),
            "place_count": self.places_of_indicators,
        }

    def places_of_indicators(self):
        """By slug: how many different places its figures are about, where regions do not count for their cities."""

        def read():
            figures = self.all_of(OutcomeFilterSet, Outcome)
            ways = [way.held_direct(self.held, Outcome) for way in figures.filters["city"].ways]
            places = [BitMap64().union(*(way[place] for way in ways if place in way)) for place in set().union(*ways)]
            indicators = figures.members("indicator").items()
            return {slug: sum(map(rows.intersect, places)) for slug, rows in indicators}

        found = self.held.get("places of indicators", read)
        return lambda slug: found.get(slug, 0)


class ThemeFilterSet(CountingCases):
    facet = "theme"
    sorts = {"order": (_("As in the list of themes"), ("order", "pk")), "name": NAME, "cases": MOST_CASES}

    region = PlaceFacet(REGION, "cases__places", via="cases", label=_("Region of case studies"))
    cases = WithFacet(
        "cases",
        via="cases",
        label=_("Case studies"),
        with_label=_("with case studies"),
        without_label=_("without case studies"),
    )


class SourceFilterSet(ListFilterSet):
    sorts = {
        "date": (_("Latest first"), (F("date").desc(nulls_last=True), "slug")),
        "title": (_("Title"), ("title", "slug")),
    }

    publisher = RecordFacet("publisher", Organisation, label=_("Publisher"))
    kind = ChoiceFacet("kind", Source.Kind, label=_("Kind"))
    year = YearFacet("date", "date")
    year_min, year_max = Years("date", "date").parameters

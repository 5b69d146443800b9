"""What came of it: figures, their indicators and units."""

from collections.abc import Callable

import django_filters
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap64

from casestudies.i18n import active_language
from casestudies.index import Index
from casestudies.models import Indicator, IndicatorFamily, Network, Organisation, Outcome
from casestudies.models.government import Level
from casestudies.models.indicators import Dimension
from casestudies.quantities import Whose

from .amounts import Amounts
from .base import ListFilterSet
from .city_kinds import ClimateFacet, SizeFacet
from .facet_kinds import CITY, COUNTRY, REGION, AnyOf, ChoiceFacet, PlaceFacet, RecordFacet, ThemeFacet, known_places
from .ordering import MOST_FIGURES, NAME, newest_first
from .practice import of_owner, with_part


def where(kind: str, label) -> AnyOf:
    """The place of a figure: that of its case, of its programme, or its own."""
    return AnyOf(
        PlaceFacet(kind, "case__places", via="case", label=label),
        PlaceFacet(kind, "programme__jurisdictions", via="programme", label=label),
        PlaceFacet(kind, "place", label=label),
    )


class OutcomeFilterSet(ListFilterSet):
    sorts = {
        "newest": (_("Newest first"), (F("newest").desc(nulls_last=True), "pk")),
        "place": (_("Place"), (F("place_name").asc(nulls_last=True), "indicator_name", "pk")),
        "indicator": (_("Indicator"), ("indicator_name", F("place_name").asc(nulls_last=True), "pk")),
    }

    max_words = 7  # there are far more figures than titles, and nobody pastes a whole sentence
    q = django_filters.CharFilter(max_length=100, label=_("Words, indicator or place"))
    indicator = RecordFacet("indicator", Indicator, label=_("Indicator"))
    theme = AnyOf(ThemeFacet("case__themes", via="case"), ThemeFacet("programme__themes", via="programme"))
    region = where(REGION, _("Region"))
    status = ChoiceFacet("status", Outcome.Status, label=_("Status"))
    scope = ChoiceFacet("scope", Outcome.Scope, label=_("Scope"))
    level = of_owner("level", Level, _("Level of government"))
    accumulation = ChoiceFacet("accumulation", Outcome.Accumulation, label=_("Date or period"))
    amount_min, amount_max, unit = Amounts().parameters
    kind = ChoiceFacet("kind", Outcome.Kind, label=_("Kind"))
    gas = ChoiceFacet("gas", Outcome.Gas, label=_("Gas or pollutant"))
    per = ChoiceFacet("per", Outcome.Per, label=_("Per what"))
    country = where(COUNTRY, _("Country"))
    city = where(CITY, _("City"))
    climate_zone = ClimateFacet(where(CITY, ""))
    city_size = SizeFacet(where(CITY, ""))
    network = with_part(Network, _("Network"))
    organisation = with_part(Organisation, _("Organisation"))

    def known_order(self):
        return newest_first(self.index, Outcome, Outcome.owners) if self.sort == "newest" else None


def one_place_of(index: Index, figures: BitMap64) -> Callable[[int], Whose | None]:
    """A function from the key of one of these figures to the one place that it is about; None for several or none."""
    found: dict[int, Whose | None] = {}
    places = {place.slug: place for place in index.get(("places", active_language()), known_places)}
    by_place = [facet.direct(index, Outcome) for facet in OutcomeFilterSet.base_filters["city"].alternatives]
    for slug in set().union(*by_place):
        for key in BitMap64().union(*(rows[slug] & figures for rows in by_place if slug in rows)):
            place = places.get(slug)
            is_first = place is not None and key not in found
            found[key] = Whose(slug, place.kind, str(place.name)) if is_first else None
    return found.get


class ByFigures(AnyOf):
    """The themes of indicators, read from the index of figures."""

    def read(self, index, model):
        facets, keys = OutcomeFilterSet.base_filters, dict(Indicator.objects.values_list("slug", "pk"))
        figures = facets["indicator"].members(index, Outcome)
        return {
            value: BitMap64(keys[slug] for slug, rows in figures.items() if rows.intersect(having))
            for value, having in facets["theme"].members(index, Outcome).items()
        }


class IndicatorFilterSet(ListFilterSet):
    sorts = {
        "figures": MOST_FIGURES,
        "places": (_("Most places"), ("-place_count", "slug")),
        "name": NAME,
    }

    dimension = ChoiceFacet("dimension", Dimension, label=_("Dimension"))
    family = RecordFacet("family", IndicatorFamily, label=_("Family"))
    measures = ChoiceFacet("measures", Indicator.Measures, label=_("Stock or flow"))
    results_level = ChoiceFacet("results_level", Indicator.ResultsLevel, label=_("Results level"))
    theme = ByFigures(
        ThemeFacet("outcomes__case__themes", via="outcomes__case"),
        ThemeFacet("outcomes__programme__themes", via="outcomes__programme"),
    )

    @property
    def numbers(self):
        return {
            "outcome_count": lambda: OutcomeFilterSet.base_filters["indicator"].totals(self.index, Outcome),
            "place_count": self.places_of_indicators,
        }

    def places_of_indicators(self):
        """A function from slug to the number of places of its figures. Regions do not count for their cities."""

        def read():
            facets = OutcomeFilterSet.base_filters
            by_place = [facet.direct(self.index, Outcome) for facet in facets["city"].alternatives]
            places = [
                BitMap64().union(*(rows[place] for rows in by_place if place in rows))
                for place in set().union(*by_place)
            ]
            indicators = facets["indicator"].members(self.index, Outcome).items()
            return {slug: sum(map(rows.intersect, places)) for slug, rows in indicators}

        found = self.index.get("places of indicators", read)
        return lambda slug: found.get(slug, 0)


class IndicatorFamilyFilterSet(ListFilterSet):
    sorts = {"order": (_("In their order"), ("order", "pk")), "name": NAME}

    q = None


class UnitFilterSet(ListFilterSet):
    sorts = {"slug": (_("Name"), ("slug",))}

    q = None
    dimension = ChoiceFacet("dimension", Dimension, label=_("Dimension"))

"""Where it is done: cities and other places."""

from django.db.models import F, Model
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from casestudies.models import CaseStudy, Method, Network, Place
from casestudies.models.terms import tags

from .base import ListFilterSet
from .city_kinds import ClimateFacet, SizeFacet
from .facet_kinds import CITY, COUNTRY, REGION, ChoiceFacet, PlaceFacet, RecordFacet, ThemeFacet, WithFacet
from .ordering import MOST_CASES, NAME
from .practice import CaseStudyFilterSet
from .range_kinds import Population


class CityFilterSet(ListFilterSet):
    sorts = {
        "name": NAME,
        "cases": MOST_CASES,
        "population": (_("Largest population"), (F("population").desc(nulls_last=True), "slug")),
    }

    region = PlaceFacet(REGION, "", label=_("Region"))
    country = PlaceFacet(COUNTRY, "", label=_("Country"))
    climate_zone = ClimateFacet(PlaceFacet(CITY, "", label=""))
    city_size = SizeFacet(PlaceFacet(CITY, "", label=""))
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

    def card_rows(self, offset: int, limit: int) -> list[Model]:
        """With the `leading_case` of each city, which has the news: the most evidenced, rather one with results."""
        cities = super().card_rows(offset, limit)
        shown = CaseStudy.objects.published().with_headlines().prefetch_related(tags("themes"))
        cases = CaseStudyFilterSet(QueryDict(), shown, index=self.index)
        leading = cases.leading("city", [city.slug for city in cities])
        rows = shown.order_by().in_bulk(leading.values())
        for city in cities:
            city.leading_case = rows.get(leading.get(city.slug))
        return cities


class PlaceFilterSet(ListFilterSet):
    sorts = {"name": NAME, "cases": MOST_CASES}

    kind = ChoiceFacet("kind", Place.Kind, label=_("Kind"))
    region = PlaceFacet(REGION, "", label=_("Region"))
    country = PlaceFacet(COUNTRY, "", label=_("Country"))

"""Cases like a case, cities like a city: which facets make them alike, and how much each weighs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from casestudies import similarity
from casestudies.index import Index
from casestudies.models import CaseStudy, City, Indicator, Programme

from .facet_kinds import FacetFilter, RecordFacet
from .ordering import Ordering
from .places import CityFilterSet
from .practice import CaseStudyFilterSet


@dataclass(frozen=True)
class Reason:
    """A value that two rows share: its facet, what both are called, how many rows have it, and what it weighs."""

    facet: str
    label: str
    value: str
    name: str
    count: int
    weight: float


@dataclass(frozen=True)
class Alike:
    """A row that is like another one, with the reasons, the heaviest first."""

    row: Model
    score: float
    reasons: list[Reason]


@dataclass(frozen=True)
class Likeness:
    """What makes rows of a model alike: facets with their weights. Those of `context` do not suffice alone."""

    model: type[Model]
    facets: Mapping[str, FacetFilter]
    weights: Mapping[str, float]
    context: frozenset[str] = frozenset()

    def with_reasons(self, index: Index, found: Iterable[similarity.Alike], rows: Iterable[Model]) -> list[Alike]:
        """What `most_alike` found, with the rows themselves."""
        by_key = {row.pk: row for row in rows}
        return [
            Alike(by_key[one.key], one.score, [self.reason(index, trait) for trait in one.shared])
            for one in found
            if one.key in by_key
        ]

    def most_alike(self, index: Index, key: int, limit: int) -> list[similarity.Alike]:
        """The published rows most like a row; none for a draft, which is in no index.

        Rows of equal score are in the order of their slugs.
        """
        if key not in index.rows(self.model):
            return []
        members, above = {}, {}
        for name in self.weights:
            allowed = self.facets[name].allowed_in(index)
            every = self.facets[name].all_members(index, self.model)
            members[name] = {value: rows for value, rows in every.items() if value in allowed}
            above[name] = {value: option.parent for value, option in allowed.items()}
        own = similarity.traits(key, members, self.weights, len(index.rows(self.model)), above)
        ordering = index.get(("by slug", self.model), self._by_slug)
        return similarity.most_alike(key, own, lambda rows, n: ordering.page(rows, 0, n), limit, self.context)

    def _by_slug(self) -> Ordering:
        return Ordering(self.model._default_manager.published().order_by("slug").values_list("pk", flat=True))

    def reason(self, index: Index, trait: similarity.Trait) -> Reason:
        facet = self.facets[trait.facet]
        name = facet.allowed_in(index)[trait.value].label
        return Reason(trait.facet, str(facet.label), trait.value, name, trait.count, round(trait.weight, 2))


CASES = Likeness(
    CaseStudy,
    dict(CaseStudyFilterSet.base_filters)
    | {"indicator": RecordFacet("outcomes__indicator", Indicator, label=_("Indicator"))},
    {
        "theme": 1.2,
        "method": 1.0,
        "indicator": 0.8,
        "programme": 1.0,
        "climate_zone": 0.3,
        "city_size": 0.3,
        "region": 0.3,
    },
    context=frozenset({"climate_zone", "city_size", "region"}),
)
CITIES = Likeness(
    City,
    dict(CityFilterSet.base_filters)
    | {"programme": RecordFacet("cases__programmes", Programme, via="cases", label=_("Programme"))},
    {
        "city_size": 1.0,
        "climate_zone": 1.0,
        "region": 1.0,
        "theme": 0.7,
        "method": 0.7,
        "programme": 0.7,
    },
)

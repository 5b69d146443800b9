"""The query string of a list: the FilterSet of the page reads it, and says here what it understands."""

from django.urls import reverse
from django.utils import translation
from rest_framework.filters import BaseFilterBackend

from casestudies.filters.base import ListFilterSet
from casestudies.filters.facet_kinds import (
    AnyOf,
    ChoiceFacet,
    FacetFilter,
    PlaceFacet,
    RecordFacet,
    WithFacet,
    YearFacet,
)
from casestudies.filters.range_kinds import End, RangeFilter
from casestudies.filters.terms import GoalFacet
from casestudies.models import Part, Place
from casestudies.paging import Found
from casestudies.serializers.fields import SLUG

VALUES_OF_PLACES = {Place.Kind.CITY: "/api/v1/cities/", Place.Kind.REGION: "/api/v1/places/?kind=region"}
PARAMETERS = ("page", "page_size")


class QueryString(BaseFilterBackend):
    """Rows as the list's page shows them, in its order; BadQuery for what it does not know."""

    def filter_queryset(self, request, queryset, view) -> Found:
        return Found(view.listing.read(request, rows=queryset, within=view.within(), also=PARAMETERS))

    def get_schema_operation_parameters(self, view):
        filters = view.listing.filters
        with translation.override("en"):
            return [*(described(name, one, filters) for name, one in filters.base_filters.items()), order(filters)]


def described(name: str, one, filters: type[ListFilterSet]) -> dict:
    """A filter as a parameter of OpenAPI: what it is, and its values or where to find them."""
    if isinstance(one, RangeFilter):
        return of_range(name, one)
    if not isinstance(one, FacetFilter):
        words = f"{one.label}, in either language: every word has to be in it, at most {filters.max_words}."
        return parameter(name, words, {"type": "string", "maxLength": one.extra["max_length"]})
    values, where = values_of(one.ways[0] if isinstance(one, AnyOf) else one)
    return parameter(
        name,
        f"{one.label}: any of these values; repeat the parameter for several. {where}",
        {"type": "array", "items": {"type": "string", **values}},
    ) | {"style": "form", "explode": True}


def of_range(name: str, one: RangeFilter) -> dict:
    """A parameter of a range: one of its ends, or the unit of both. Empty is as good as left out."""
    if isinstance(one, End):
        words = f"{one.of.label}: {one.label} {one.of.allowed}; what reaches into the range is in it."
        if one.of.unit:
            words += f" Needs `{one.of.unit.field_name}`."
        return parameter(name, words, {"type": "string", "pattern": f"^({one.of.pattern})?$"})
    words = f"{one.of.label}: unit of both ends, a slug of /api/v1/units/. Alone, all that can be converted into it."
    return parameter(name, words, {"type": "string", "pattern": f"^({SLUG.strip('^$')})?$"})


def values_of(facet: FacetFilter) -> tuple[dict, str]:
    """The allowed values of a facet as a schema, and in words where they are records."""
    match facet:
        case ChoiceFacet():
            return {"enum": facet.enum.values}, "; ".join(f"`{value}`: {label}" for value, label in facet.enum.choices)
        case WithFacet():
            return {"enum": list(facet.labels)}, "; ".join(f"`{key}`: {label}" for key, label in facet.labels.items())
        case GoalFacet():
            return {"enum": list(facet.goals)}, "From 1 to 17."
        case YearFacet():
            first, after = facet.span
            return {"pattern": r"^(19[5-9]|20\d)\d$"}, f"From {first} to {after - 1}."
        case PlaceFacet():
            return {"pattern": SLUG}, f"Slugs of {VALUES_OF_PLACES.get(facet.kind, '/api/v1/places/?kind=country')}."
        case RecordFacet() if facet.record is Part:
            return {"pattern": SLUG}, "Slugs of the parts of this source."
        case RecordFacet():
            return {"pattern": SLUG}, f"Slugs of {reverse(f'api:{facet.record._meta.model_name}-list')}."
    raise TypeError(f"Say in the API what values {type(facet).__name__} allows.")


def order(filterset) -> dict:
    labels = "; ".join(f"`{value}`: {label}" for value, (label, _) in filterset.sorts.items())
    values = {"type": "string", "enum": list(filterset.sorts), "default": filterset.default_sort()}
    return parameter("sort", f"Order of the rows. {labels}. Names are in the order of the English ones.", values)


def parameter(name: str, description: str, schema: dict) -> dict:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}

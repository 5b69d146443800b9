"""The query string of a list: read by the FilterSet of its page, and described for OpenAPI."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import translation
from rest_framework.filters import BaseFilterBackend

from casestudies.filters.base import ListFilterSet
from casestudies.filters.city_kinds import ClimateFacet, SizeFacet
from casestudies.filters.facet_kinds import (
    AnyOf,
    ChoiceFacet,
    FacetFilter,
    PlaceFacet,
    RecordFacet,
    WithFacet,
    YearFacet,
)
from casestudies.filters.range_kinds import RangeEnd, RangeFilter
from casestudies.filters.terms import GoalFacet
from casestudies.models import ClimateGroup, ClimateZone, Part, Place, SizeClass
from casestudies.paging import FoundRows
from casestudies.serializers.addresses import kind_of_model
from casestudies.serializers.fields import SLUG

PARAMETERS = ("page", "page_size")


class QueryString(BaseFilterBackend):
    """The rows that match, in the order of the page. Reading them raises BadQuery for an invalid query string."""

    def filter_queryset(self, request, queryset, view) -> FoundRows:
        return FoundRows(view.listing.read(request, rows=queryset, within=view.within(), extra_parameters=PARAMETERS))

    def get_schema_operation_parameters(self, view):
        filters = view.listing.filters
        with translation.override("en"):
            return [*(described(name, one, filters) for name, one in filters.base_filters.items()), order(filters)]


def described(name: str, one, filters: type[ListFilterSet]) -> dict:
    """A filter as a parameter of OpenAPI, with its values or where to find them."""
    if isinstance(one, RangeFilter):
        return of_range(name, one)
    if not isinstance(one, FacetFilter):
        words = f"{one.label}, in either language: every word has to be in it, at most {filters.max_words}."
        return parameter(name, words, {"type": "string", "maxLength": one.extra["max_length"]})
    values, where = values_of(one.alternatives[0] if isinstance(one, AnyOf) else one)
    return parameter(
        name,
        f"{one.label}: any of these values; repeat the parameter for several. {where}",
        {"type": "array", "items": {"type": "string", **values}},
    ) | {"style": "form", "explode": True}


def of_range(name: str, one: RangeFilter) -> dict:
    """A parameter of a range: one of its ends, or the unit of both. An empty value is valid and ignored."""
    if isinstance(one, RangeEnd):
        words = f"{one.range.label}: {one.label} {one.range.allowed}; what reaches into the range is in it."
        if one.range.unit:
            words += f" Needs `{one.range.unit.field_name}`."
        return parameter(name, words, {"type": "string", "pattern": f"^({one.range.pattern})?$"})
    words = (
        f"{one.range.label}: unit of both ends, a slug of {reverse('api:unit-list')}. "
        "Alone, all that can be converted into it."
    )
    return parameter(name, words, {"type": "string", "pattern": f"^({SLUG.strip('^$')})?$"})


def values_of(facet: FacetFilter) -> tuple[dict, str]:
    """The allowed values of a facet, as a schema and in words."""
    match facet:
        case ChoiceFacet():
            return {"enum": facet.enum.values}, named(facet.enum.choices)
        case ClimateFacet():
            choices = [*ClimateGroup.choices, *ClimateZone.choices]
            return {"enum": [value for value, _ in choices]}, named(choices)
        case SizeFacet():
            return {"enum": SizeClass.values}, named(SizeClass.choices)
        case WithFacet():
            return {"enum": list(facet.labels)}, named(facet.labels.items())
        case GoalFacet():
            return {"enum": list(facet.goals)}, "From 1 to 17."
        case YearFacet():
            first, after = facet.span
            return {"pattern": r"^(19[5-9]|20\d)\d$"}, f"From {first} to {after - 1}."
        case PlaceFacet():
            return {"pattern": SLUG}, f"Slugs of {address_of_places(facet.kind)}."
        case RecordFacet() if facet.record is Part:
            return {"pattern": SLUG}, "Slugs of the parts of this source."
        case RecordFacet():
            return {"pattern": SLUG}, f"Slugs of {reverse(f'api:{kind_of_model(facet.record)}-list')}."
    raise TypeError(f"Say in the API what values {type(facet).__name__} allows.")


def named(choices: Iterable[tuple[str, object]]) -> str:
    """Values with their labels."""
    return "; ".join(f"`{value}`: {label}" for value, label in choices)


def address_of_places(kind: str) -> str:
    """The list of the API that has the places of a kind."""
    return reverse("api:city-list") if kind == Place.Kind.CITY else f"{reverse('api:place-list')}?kind={kind}"


def order(filterset) -> dict:
    labels = "; ".join(f"`{value}`: {label}" for value, (label, _) in filterset.sorts.items())
    values = {"type": "string", "enum": list(filterset.sorts), "default": filterset.default_sort()}
    return parameter("sort", f"Order of the rows. {labels}. Names are in the order of the English ones.", values)


def parameter(name: str, description: str, schema: dict) -> dict:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}

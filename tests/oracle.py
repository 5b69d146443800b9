"""The answer of the database to a query string, by plain queries. Tests compare the index with it.

It reads the declaration of a FilterSet and asks the database for each filter by itself. It shares no code with the
index.
"""

from collections import defaultdict
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from functools import singledispatch

from django.db.models import Aggregate, Case, Count, F, Max, Min, Model, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from casestudies.filters.amounts import Amounts, measure
from casestudies.filters.base import ListFilterSet
from casestudies.filters.city_kinds import ClimateFacet, KindOfCity, SizeFacet
from casestudies.filters.facet_kinds import (
    AnyOf,
    FacetFilter,
    PlaceFacet,
    RecordFacet,
    ThemeFacet,
    WithFacet,
    YearFacet,
)
from casestudies.filters.methods import OwnOrOfItsCase
from casestudies.filters.range_kinds import Population, RangeEnd, Years
from casestudies.i18n import Translated, active_column
from casestudies.models import Indicator, Method, Network, Organisation, Place, Programme, Step, Theme, Unit
from casestudies.models.indicators import EXACT_DIGITS
from casestudies.models.record import Record, words_of
from casestudies.quantities import EXACT

PUBLISHED = Record.State.PUBLISHED
# What a case "with results" has: a measured output, outcome or impact.
RESULTS = {
    "outcomes": {
        "outcomes__status__in": ["observed", "achieved"],
        "outcomes__indicator__results_level__in": ["output", "outcome", "impact"],
    }
}
BEYOND = Decimal(10**14)  # larger than any figure, which has 14 digits before the decimal point and 6 after it


def rows(filters: ListFilterSet) -> QuerySet:
    """The rows that match, in the requested order, with their numbers."""
    found = published(filters).for_list()
    for name in filters.values:
        found = narrowed(found, name, filters)
    return with_numbers(found).order_by(*order(filters))


def passing(name: str, filters: ListFilterSet) -> set[int]:
    """The keys of all public rows that one filter lets through, whatever the others say."""
    return set(narrowed(published(filters).order_by(), name, filters).values_list("pk", flat=True))


def narrowed(found: QuerySet, name: str, filters: ListFilterSet) -> QuerySet:
    """The rows that a filter lets through."""
    value, one = filters.values[name], filters.filters[name]
    if name == "q":
        return named(found, value)
    if isinstance(one, FacetFilter) and value:
        return found.filter(pk__in=matching(one, all_rows(found), value, filters).values("pk"))
    if isinstance(one, RangeEnd) and value is not None:
        return found.filter(reaching(one.range, value, one.lowest))
    if name == "unit" and value:
        return found.filter(unit__in=alike(filters.filters["unit"].allowed[value]))
    return found


def published(filters: ListFilterSet) -> QuerySet:
    """All public rows of the list."""
    found = filters.model._default_manager.published()
    return found if filters.within is None else found.filter(pk__in=filters.within)


def all_rows(found: QuerySet) -> QuerySet:
    return found.model._default_manager.order_by()


def order(filters: ListFilterSet) -> list:
    return [
        active_column(part) if isinstance(getattr(filters.model, str(part), None), Translated) else part
        for part in filters.sorts[filters.sort][1]
    ]


# Facets


def visible(facet: FacetFilter) -> dict[str, str]:
    """Conditions on the join path; in the same `filter()` as the value, so that they share a join."""
    return {f"{facet.via}__state": PUBLISHED} if facet.via else {}


@singledispatch
def matching(facet: FacetFilter, rows: QuerySet, values: list[str], filters: ListFilterSet) -> QuerySet:
    """Rows under any of the values of a facet."""
    return rows.filter(**visible(facet), **{f"{facet.path}__in": values})


@matching.register
def _(facet: RecordFacet, rows, values, filters):
    records = facet.record._default_manager.filter(slug__in=values)
    wanted = records.published() if issubclass(facet.record, Record) else records
    return rows.filter(**visible(facet), **{f"{facet.path}__in": wanted})


@matching.register
def _(facet: ThemeFacet, rows, values, filters):
    return rows.filter(**visible(facet), **{f"{facet.path}__in": Theme.objects.within(values)})


@matching.register
def _(facet: PlaceFacet, rows, values, filters):
    """No rows for a withdrawn place, even if places in it are public."""
    allowed = facet.allowed_in(filters.index)
    public = [value for value in values if not allowed[value].withdrawn]
    return rows.filter(**visible(facet), **{f"{facet.path or 'pk'}__in": Place.objects.published().within(public)})


@matching.register
def _(facet: AnyOf, rows, values, filters):
    found = Q()
    for alternative in facet.alternatives:
        found |= Q(pk__in=matching(alternative, rows, values, filters).values("pk"))
    return rows.filter(found)


@matching.register
def _(facet: ClimateFacet, rows, values, filters):
    found = Q()
    for value in values:
        found |= Q(climate_zone__startswith=value)
    return of_kind(facet, rows, found)


@matching.register
def _(facet: SizeFacet, rows, values, filters):
    found = Q()
    for value in values:
        low, high = SIZES[value]
        found |= Q(population__gte=low, population__lt=high)
    return of_kind(facet, rows, found)


# Written out, and not taken from the models: inhabitants from, and below.
SIZES = {
    "under-500k": (0, 500_000),
    "500k-1m": (500_000, 10**6),
    "1m-5m": (10**6, 5 * 10**6),
    "5m-10m": (5 * 10**6, 10**7),
    "over-10m": (10**7, 10**12),
}


def of_kind(facet: KindOfCity, rows: QuerySet, kind: Q) -> QuerySet:
    """Rows whose place is a public city of a kind."""
    cities, found = Place.objects.published().filter(kind, kind="city"), Q()
    for way in facet.ways:
        there = rows.filter(**visible(way), **{f"{way.path or 'pk'}__in": cities})
        found |= Q(pk__in=there.values("pk"))
    return rows.filter(found)


@matching.register
def _(facet: OwnOrOfItsCase, rows, values, filters):
    own, of_case = (matching(alternative, rows, values, filters) for alternative in facet.alternatives)
    untagged = rows.filter(themes__isnull=True)
    return rows.filter(Q(pk__in=own.values("pk")) | Q(pk__in=of_case.values("pk")) & Q(pk__in=untagged.values("pk")))


@matching.register
def _(facet: YearFacet, rows, values, filters):
    years = Q()
    for year in map(int, values):
        years |= Q(**{f"{facet.start}__year": year}) | Q(**{f"{facet.end}__year": year})
        years |= Q(**{f"{facet.start}__year__lt": year, f"{facet.end}__year__gt": year})
    return rows.filter(years)


@matching.register
def _(facet: WithFacet, rows, values, filters):
    if set(values) == set(facet.labels):
        return rows
    having = rows.filter(**visible(facet), **{f"{facet.path}__isnull": False}, **RESULTS.get(facet.path, {})).values(
        "pk"
    )
    return rows.filter(pk__in=having) if "with" in values else rows.exclude(pk__in=having)


# Ranges


@singledispatch
def reaching(span, number: Decimal, lowest: bool) -> Q:
    """Rows that reach a number from above if it is the lower end of the range, else from below."""
    raise TypeError(f"Say how the database finds rows by {type(span).__name__}.")


@reaching.register
def _(span: Years, number, lowest):
    """Compares the end with the lower bound, the start with the upper one; an unknown date equals the other."""
    near, far = (span.end, span.start) if lowest else (span.start, span.end)
    side = "year__gte" if lowest else "year__lte"
    known = Q(**{f"{near}__{side}": int(number)})
    return known | Q(**{f"{near}__isnull": True, f"{far}__{side}": int(number)})


@reaching.register
def _(span: Population, number, lowest):
    return Q(population__gte=number) if lowest else Q(population__lte=number)


@reaching.register
def _(span: Amounts, number, lowest):
    """Compares stored values in their own unit, because databases do not multiply exactly."""
    found, unit, by_factor = Q(pk__in=[]), span.unit.chosen, defaultdict(list)
    for other in alike(unit):
        by_factor[other.factor].append(other.pk)
    for factor, units in by_factor.items():
        found |= Q(unit__in=units) & sized(threshold(number, unit.factor, factor, lowest), lowest)
    return found


def alike(unit: Unit) -> list[Unit]:
    """The units that this one can be converted into."""
    return [other for other in Unit.objects.all() if measure(other) == measure(unit)]


def threshold(number: Decimal, own: Decimal | None, other: Decimal | None, lowest: bool) -> Decimal:
    """A number in another unit, with the digits of a stored figure; rounded into the range."""
    rounding = ROUND_CEILING if lowest else ROUND_FLOOR
    exact = Context(prec=EXACT_DIGITS, rounding=rounding)
    alike = own is None or other is None
    found = exact.plus(number) if alike else exact.divide(EXACT.multiply(number, own), other)
    if found >= BEYOND:
        return BEYOND
    return found.quantize(Decimal("0.000001"), rounding=rounding, context=Context(prec=60))


def sized(size: Decimal, lowest: bool) -> Q:
    """Figures of at least this size, or at most; a figure that is a range matches if any value in it does."""
    if size >= BEYOND:
        return Q(pk__in=[]) if lowest else ~Q(pk__in=[])
    if lowest:
        return Q(value__gte=size) | Q(value__lte=-size) | Q(upper_value__gte=size) | Q(upper_value__lte=-size)
    return Q(value__lte=size) & (Q(upper_value__gte=-size) | Q(upper_value__isnull=True, value__gte=-size))


# Texts


def named(rows: QuerySet, text: str) -> QuerySet:
    """Rows with every word of `text` in their names, titles or aliases, in any language; accents are ignored."""
    for word in words_of(text):
        matches = Q()
        for column in rows.model.named_by:
            match = Q(**{f"{column}__contains": word})
            if relation := column.removesuffix("folded"):
                # A subquery for each relation: PostgreSQL takes minutes to plan the joins of many words.
                if issubclass(_reached(rows.model, relation), Record):
                    match &= Q(**{f"{relation}state": PUBLISHED})
                match = Q(pk__in=rows.model._base_manager.filter(match).values("pk"))
            matches |= match
        rows = rows.filter(matches)
    return rows


def _reached(model: type[Model], relation: str) -> type[Model]:
    """The model at the end of a relation such as `case__places__`."""
    for step in relation.split("__")[:-1]:
        model = model._meta.get_field(step).related_model
    return model


# Numbers


def with_numbers(rows: QuerySet) -> QuerySet:
    """With the numbers that the index counts for rows."""
    counts = NUMBERS.get(rows.model)
    return counts(rows) if counts else rows


def _of_methods(rows: QuerySet) -> QuerySet:
    def of_steps(aggregate: Aggregate) -> Subquery:
        steps = Step.objects.published().filter(method=OuterRef("pk")).order_by()
        return Subquery(steps.values("method").annotate(found=aggregate).values("found"))

    return rows.with_count("case_count", "steps", of="case").annotate(
        shortest=of_steps(Min("months")), longest=of_steps(Max(Coalesce("months_upper", "months")))
    )


def _of_indicators(rows: QuerySet) -> QuerySet:
    """The place of a figure is that of its case, its programme or itself, if public."""
    ways = ("case__places", "programme__jurisdictions", "place")
    place = Case(*(When(**{f"{way}__state": PUBLISHED}, then=F(way)) for way in ways))
    return rows.with_count("outcome_count", "outcomes").with_count("place_count", "outcomes", of=place)


def _of_themes(rows: QuerySet) -> QuerySet:
    outer = OuterRef(OuterRef("pk"))
    below = Theme.objects.order_by().filter(Q(pk=outer) | Q(parent=outer))
    tagged = Theme.cases.through.objects.filter(casestudy__state=PUBLISHED, theme__in=below.values("pk"))
    # One group for all rows: a case may be under both themes.
    counted = tagged.order_by().annotate(all=Value(1)).values("all")
    number = counted.annotate(n=Count("casestudy", distinct=True)).values("n")
    return rows.annotate(case_count=Coalesce(Subquery(number), 0))


def _of_actors(rows: QuerySet) -> QuerySet:
    return rows.with_count("case_count", "involvements", of="case")


NUMBERS = {
    Organisation: _of_actors,
    Network: _of_actors,
    Programme: lambda rows: rows.with_count("case_count", "cases").with_count("outcome_count", "outcomes"),
    Method: _of_methods,
    Indicator: _of_indicators,
    Theme: _of_themes,
}

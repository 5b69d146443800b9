"""What the database says to a query string, by plain queries: the index is held against it.

It reads the declaration of a FilterSet and asks the database for each filter by itself; it shares no code with the
index.
"""

from collections import defaultdict
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from functools import singledispatch

from django.db.models import Aggregate, Case, Count, F, Max, Min, Model, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from casestudies.filters.amounts import Amounts, measure
from casestudies.filters.base import ListFilterSet
from casestudies.filters.facet_kinds import (
    AnyOf,
    FacetFilter,
    PlaceFacet,
    RecordFacet,
    ThemeFacet,
    WithFacet,
    YearFacet,
)
from casestudies.filters.range_kinds import End, Population, Years
from casestudies.i18n import Translated, active_column
from casestudies.models import Indicator, Method, Network, Organisation, Place, Programme, Step, Theme, Unit
from casestudies.models.indicators import EXACT_DIGITS
from casestudies.models.record import Record, words_of
from casestudies.quantities import EXACT

PUBLISHED = Record.State.PUBLISHED
BEYOND = Decimal(10**14)  # no figure is as large: it has 14 digits before the point, and 6 behind it


def rows(filters: ListFilterSet) -> QuerySet:
    """The rows asked for, in the order asked for, with their numbers."""
    found = published(filters).for_list()
    for name, value in filters.values.items():
        one = filters.filters[name]
        if name == "q":
            found = named(found, value)
        elif isinstance(one, FacetFilter) and value:
            found = found.filter(pk__in=matching(one, every(found), value, filters).values("pk"))
        elif isinstance(one, End) and value is not None:
            found = found.filter(reaching(one.of, value, one.lowest))
        elif name == "unit" and value:
            found = found.filter(unit__in=alike(filters.filters["unit"].allowed[value]))
    return with_numbers(found).order_by(*order(filters))


def published(filters: ListFilterSet) -> QuerySet:
    """The rows that the list is of."""
    found = filters.model._default_manager.published()
    return found if filters.within is None else found.filter(pk__in=filters.within)


def every(found: QuerySet) -> QuerySet:
    return found.model._default_manager.order_by()


def order(filters: ListFilterSet) -> list:
    return [
        active_column(part) if isinstance(getattr(filters.model, str(part), None), Translated) else part
        for part in filters.sorts[filters.sort][1]
    ]


# Facets


def visible(facet: FacetFilter) -> dict[str, str]:
    """Conditions on the way to the value; in one `filter()` with the value's own, so that they share a join."""
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
    """None for a withdrawn place, even where places in it are public."""
    allowed = facet.allowed_in(filters.index)
    public = [value for value in values if not allowed[value].withdrawn]
    return rows.filter(**visible(facet), **{f"{facet.path or 'pk'}__in": Place.objects.published().within(public)})


@matching.register
def _(facet: AnyOf, rows, values, filters):
    found = Q()
    for way in facet.ways:
        found |= Q(pk__in=matching(way, rows, values, filters).values("pk"))
    return rows.filter(found)


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
    having = rows.filter(**visible(facet), **{f"{facet.path}__isnull": False}).values("pk")
    return rows.filter(pk__in=having) if "with" in values else rows.exclude(pk__in=having)


# Ranges


@singledispatch
def reaching(span, number: Decimal, lowest: bool) -> Q:
    """Rows with something at or above a number, where it is the lowest asked for, else at or below it."""
    raise TypeError(f"Say how the database finds rows by {type(span).__name__}.")


@reaching.register
def _(span: Years, number, lowest):
    """The end decides how late something ran, the start how early; one that is not known is the other."""
    near, far = (span.end, span.start) if lowest else (span.start, span.end)
    side = "year__gte" if lowest else "year__lte"
    known = Q(**{f"{near}__{side}": int(number)})
    return known | Q(**{f"{near}__isnull": True, f"{far}__{side}": int(number)})


@reaching.register
def _(span: Population, number, lowest):
    return Q(population__gte=number) if lowest else Q(population__lte=number)


@reaching.register
def _(span: Amounts, number, lowest):
    """Compared with the values as they are stored, in the unit of each: databases do not multiply exactly."""
    found, unit, by_factor = Q(pk__in=[]), span.unit.chosen, defaultdict(list)
    for other in alike(unit):
        by_factor[other.factor].append(other.pk)
    for factor, units in by_factor.items():
        found |= Q(unit__in=units) & sized(threshold(number, unit.factor, factor, lowest), lowest)
    return found


def alike(unit: Unit) -> list[Unit]:
    """The units that can be converted into one another."""
    return [other for other in Unit.objects.all() if measure(other) == measure(unit)]


def threshold(number: Decimal, own: Decimal | None, other: Decimal | None, lowest: bool) -> Decimal:
    """A number in another unit, next to it as exactly as figures are stored; on its far side, to stay outside."""
    rounding = ROUND_CEILING if lowest else ROUND_FLOOR
    exact = Context(prec=EXACT_DIGITS, rounding=rounding)
    alike = own is None or other is None
    found = exact.plus(number) if alike else exact.divide(EXACT.multiply(number, own), other)
    if found >= BEYOND:
        return BEYOND
    return found.quantize(Decimal("0.000001"), rounding=rounding, context=Context(prec=60))


def sized(size: Decimal, lowest: bool) -> Q:
    """Figures of a size of at least so much, or at most; of a range of values, one of them."""
    if size >= BEYOND:
        return Q(pk__in=[]) if lowest else ~Q(pk__in=[])
    if lowest:
        return Q(value__gte=size) | Q(value__lte=-size) | Q(upper_value__gte=size) | Q(upper_value__lte=-size)
    return Q(value__lte=size) & (Q(upper_value__gte=-size) | Q(upper_value__isnull=True, value__gte=-size))


# Texts


def named(rows: QuerySet, text: str) -> QuerySet:
    """Rows whose names, titles or aliases in either language hold every word of `text`; accents do not count."""
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
    """With what is counted over far more rows than a list shows at once."""
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
    """A figure is about one of its case's places, its programme's, or the place itself, if that is public."""
    ways = ("case__places", "programme__jurisdiction", "place")
    place = Case(*(When(**{f"{way}__state": PUBLISHED}, then=F(way)) for way in ways))
    return rows.with_count("outcome_count", "outcomes").with_count("place_count", "outcomes", of=place)


def _of_themes(rows: QuerySet) -> QuerySet:
    outer = OuterRef(OuterRef("pk"))
    below = Theme.objects.order_by().filter(Q(pk=outer) | Q(parent=outer))
    tagged = Theme.cases.through.objects.filter(casestudy__state=PUBLISHED, theme__in=below.values("pk"))
    # One group for all rows, since what is counted lies under two themes.
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

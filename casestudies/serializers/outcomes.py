"""Figures: as printed, as read, in the base unit, and in words."""

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from casestudies import comparison, quantities
from casestudies.models import Indicator as IndicatorModel
from casestudies.models import Outcome as OutcomeModel
from casestudies.models.indicators import Dimension
from casestudies.models.qualifiers import Qualifier

from .examples import FIRST_ZONE
from .fields import Code, Exact, InWords, PreciseDate, String, Text
from .links import Link, Links
from .methods import Duration
from .record import EntrySerializer, FactSerializer


class Unit(EntrySerializer):
    """A unit: with the factor to the base unit of its dimension, or with a currency."""

    symbol = Text(help_text="As it stands behind a number.")
    dimension = Code(Dimension)
    factor = Exact(allow_null=True, help_text="To the base unit of its dimension; null for money.")
    currency = String(help_text="ISO 4217; null but for money.")


class IndicatorFamily(EntrySerializer):
    """A group of kindred indicators."""

    name = Text()


class Indicator(EntrySerializer):
    """What is measured."""

    name = Text()
    description = Text(help_text="What counts and what does not.")
    dimension = Code(Dimension)
    direction = Code(IndicatorModel.Direction, help_text="Which direction is good.")
    measures = Code(IndicatorModel.Measures, allow_null=True, help_text="A flow is never on a given date.")
    results_level = Code(IndicatorModel.ResultsLevel, allow_null=True, help_text="As evaluators use it.")
    family = Link(allow_null=True, help_text="Kindred indicators, which need not compare.")
    outcome_count = serializers.IntegerField(help_text="Published figures.")
    place_count = serializers.IntegerField(help_text="Different places that they are about.")


def formatted(figure, language: str) -> str:
    return str(quantities.format_quantity(figure, language))


def baseline(figure, language: str) -> str | None:
    """The baseline as the pages write it; None where it is not in the unit of the figure."""
    instead = comparison.baseline(figure)
    return instead and formatted(instead, language)


def base(column: str):
    """Reads a value in the base unit of its dimension."""

    def read(figure):
        value = getattr(figure, column)
        return None if value is None else quantities.to_base(value, figure.unit)

    return read


class BaseValue(Exact):
    """`BaseValue("upper_value")`: the value of a column in the base unit; null for money."""

    def __init__(self, column: str, **options):
        self.read = base(column)
        super().__init__(allow_null=True, **options)

    def get_attribute(self, figure):
        return self.read(figure)


class Quantity(serializers.Serializer):
    """A value or a range with its unit."""

    text = InWords(formatted, help_text="As the pages write it, with qualifier, unit and what it is per.")
    value = Exact(help_text="In its unit, exactly; of a range the lower end. A fall is negative.")
    upper_value = Exact(allow_null=True, help_text="The upper end of a range.")
    qualifier = Code(Qualifier)
    unit = Unit()
    base_value = BaseValue("value", help_text="In the base unit of the dimension; null for money.")
    base_upper_value = BaseValue("upper_value")
    as_printed = serializers.CharField(help_text="The figure as the source writes it.")


class Equivalent(Quantity):
    """A second value that the source itself gives for a figure."""

    sentence = Text()


class Baseline(serializers.Serializer):
    """What a change is measured against, as far as the source says."""

    text = InWords(baseline)
    value = Exact(source="baseline_value", allow_null=True)
    upper_value = Exact(source="baseline_upper", allow_null=True)
    year = serializers.IntegerField(source="baseline_year", allow_null=True)

    def to_representation(self, figure):
        known = figure.baseline_value is not None or figure.baseline_year is not None
        return super().to_representation(figure) if known else None


@extend_schema_serializer(examples=[OpenApiExample("A figure of Bogotá", FIRST_ZONE)])
class Outcome(FactSerializer, Quantity):
    """One figure about exactly one case study, programme, place or organisation."""

    indicator = Link()
    kind = Code(OutcomeModel.Kind)
    status = Code(OutcomeModel.Status, help_text="A plan or an expectation is never an achievement.")
    scope = Code(OutcomeModel.Scope, allow_null=True, help_text="How much of the place it is about.")
    sentence = Text(help_text="The figure in one sentence that can stand alone.")
    subgroup = Text(help_text="Which part of the whole it is about.")
    places = Links(help_text="Where it is about.")
    started = PreciseDate(help_text="Start of the period.")
    ended = PreciseDate(help_text="End of the period; for a figure on a given date, that date.")
    duration = Duration(source="*", allow_null=True, help_text="Where the source gives one without dates.")
    accumulation = Code(OutcomeModel.Accumulation, allow_null=True)
    per = Code(OutcomeModel.Per, allow_null=True)
    gas = Code(OutcomeModel.Gas, allow_null=True, help_text="CO2 is not CO2e.")
    money_year = serializers.IntegerField(allow_null=True, help_text="Prices of this year.")
    baseline = Baseline(source="*", allow_null=True)
    preferred = serializers.BooleanField(help_text="False where another figure says the same thing better.")
    equivalents = Equivalent(many=True)

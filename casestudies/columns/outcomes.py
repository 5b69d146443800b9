"""Outcomes, one row for each figure, and the indicators that they are figures of."""

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from casestudies.models import Equivalent, Indicator, Outcome
from casestudies.models.indicators import Dimension
from casestudies.models.qualifiers import Qualifier
from casestudies.quantities import format_quantity, to_base

from .evidence import prefetch_citations, proofs
from .fields import (
    CellType,
    choice,
    column,
    computed,
    date,
    number,
    prefetch_list,
    prefetched,
    record,
    records,
    text,
    translated,
)
from .geography import ANCESTORS, kinds_of_cities, where, with_places
from .methods import keyed, owner
from .practice import prefetch_cases
from .record import identity, note
from .tables import Table

# The unit whose factor is 1. Counts and ratios are plain numbers; money has its currency instead.
BASE_UNITS = {
    "mass": "t",
    "energy": "Wh",
    "power": "W",
    "length": "m",
    "area": "m²",
    "volume": "m³",
    "time": "a",
    "temperature": "°C",
    "concentration": "µg/m³",
    "count": "1",
    "ratio": "1",
}


def _base(name: str):
    def read(outcome):
        value = getattr(outcome, name)
        return None if value is None else to_base(value, outcome.unit)

    return read


def _fetch(rows):
    return (
        rows.select_related("programme", f"place__{ANCESTORS}", "organisation")
        .prefetch_related("indicator", "unit", prefetch_cases(), *prefetch_citations())
        .prefetch_related(Prefetch("programme__themes", to_attr="themes_fetched"))
        .prefetch_related(Prefetch("programme__jurisdictions", with_places()))
        .prefetch_related(prefetch_list("equivalents", Equivalent.objects.prefetch_related("unit")))
    )


def _themes(outcome):
    tagged = outcome.case or outcome.programme
    return prefetched(tagged, "themes") if tagged else []


OUTCOMES = Table(
    (
        *keyed(),
        record("indicator", _("indicator"), _("What is measured.")),
        choice("status", Outcome.Status, _("status"), _("A plan or an expectation is never an achievement.")),
        choice("scope", Outcome.Scope, _("scope"), _("How much of the place it is about.")),
        choice("kind", Outcome.Kind, _("kind"), _("What the number says: how much there is, or how much it changed.")),
        text("as_printed", _("as printed"), _("The figure as the source writes it.")),
        computed(
            "figure",
            _("figure"),
            _("The figure as a reader expects it, with its unit."),
            lambda outcome, code: str(format_quantity(outcome, code)),
        ),
        choice("qualifier", Qualifier, _("how exact"), _("As the source words it.")),
        number("value", _("value"), _("In the unit of the source. A fall is negative; of a range, the lower end.")),
        number("upper_value", _("upper value of a range"), _("Empty where it is no range.")),
        text("unit", _("unit"), _("The unit of the source, by its slug."), lambda outcome: outcome.unit.slug),
        computed(
            "unit",
            _("unit"),
            _("The symbol of that unit."),
            lambda outcome, code: getattr(outcome.unit, {"en": "symbol_en"}.get(code, "symbol_zh_hans")),
        ),
        text("dimension", _("dimension"), _("What the unit measures."), lambda outcome: outcome.unit.dimension),
        number(
            "base_value",
            _("value in the base unit"),
            _("The value in one unit for each dimension, to sort and compare by. Empty for money."),
            _base("value"),
        ),
        number(
            "base_upper_value",
            _("upper value in the base unit"),
            _("Empty where it is no range."),
            _base("upper_value"),
        ),
        text(
            "base_unit",
            _("base unit"),
            _("The unit of the two columns before. It is 1 for what is counted and for ratios: 0.5 is 50 %."),
            lambda outcome: BASE_UNITS.get(outcome.unit.dimension, ""),
        ),
        text("currency", _("currency"), _("ISO 4217, for money."), lambda outcome: outcome.unit.currency),
        number("money_year", _("prices of the year"), _("For money: the year of the prices, if known.")),
        choice("accumulation", Outcome.Accumulation, _("accumulation"), _("Over what time the amount adds up.")),
        choice("per", Outcome.Per, _("per"), _("What the amount is given per, such as a person.")),
        choice("gas", Outcome.Gas, _("gas or pollutant"), _("CO2 is not CO2e.")),
        date("started", _("period from"), _("As precise as the source says it.")),
        date("ended", _("period to"), _("For a figure on a given date: that date.")),
        number("months", _("months"), _("A duration that the source gives without dates; of a range, the lower end.")),
        number("months_upper", _("months, upper value"), _("Empty where it is no range.")),
        column(
            "months_qualifier",
            CellType.TEXT,
            _("how exact are the months"),
            _("As the source words it."),
            lambda outcome: "" if outcome.months is None else outcome.months_qualifier,
            Qualifier,
        ),
        number("baseline_value", _("baseline value"), _("What it is measured against, in the unit of the source.")),
        number("baseline_upper", _("baseline, upper value"), _("Empty where it is no range.")),
        number("baseline_year", _("baseline year"), _("The year that it is measured against.")),
        translated("subgroup", _("subgroup"), _("And what it is part of: “75 of the 90 cities are members”.")),
        translated("sentence", _("in words"), _("One sentence that can stand alone.")),
        computed(
            "equivalents",
            _("equivalents"),
            _("Other values that the source itself gives for the same thing."),
            lambda outcome, code: [str(format_quantity(other, code)) for other in prefetched(outcome, "equivalents")],
            CellType.LIST,
        ),
        column(
            "preferred",
            CellType.BOOLEAN,
            _("preferred"),
            _("False where another figure here says the same thing better: leave those out before you add up."),
        ),
        *owner(_("What it is a figure of: case, programme, place or organisation.")),
        *where(lambda outcome: outcome.places),
        kinds_of_cities(lambda outcome: outcome.places),
        records(
            "themes", _("themes"), _("The themes of its case or programme, which are our editorial work."), _themes
        ),
        note(),
        proofs(),
    ),
    _fetch,
    places=lambda outcome: outcome.places,
)


INDICATORS = Table(
    (
        *identity(),
        translated("name", _("name"), _("What it is called in each language.")),
        translated("description", _("description"), _("What counts and what does not.")),
        choice("dimension", Dimension, _("dimension"), _("What its units measure.")),
        text(
            "base_unit",
            _("base unit"),
            _("The unit that its figures can be compared in."),
            lambda indicator: BASE_UNITS.get(indicator.dimension, ""),
        ),
        choice("direction", Indicator.Direction, _("good direction"), _("Whether more of it is better, or less.")),
        choice("measures", Indicator.Measures, _("stock or flow"), _("A flow is never on a given date.")),
        choice("results_level", Indicator.ResultsLevel, _("results level"), _("As evaluators use it.")),
        record("family", _("family"), _("Kindred indicators, which need not compare.")),
        number("outcome_count", _("figures"), _("How many figures there are of it.")),
        number("place_count", _("places"), _("How many different places these are about.")),
    ),
    lambda rows: rows.for_list(),
)

"""What comparing figures needs of them, without the rest."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, fields
from decimal import Decimal
from itertools import repeat
from operator import attrgetter
from typing import NamedTuple

from django.db.models import F

from casestudies.quantities import MEASURED, Whose

from .indicators import Indicator, Unit
from .record import PublicQuerySet
from .together import Decimals, Together


@dataclass(frozen=True, eq=False)
class Alike:
    """The fields that decide whether outcomes compare; one instance is shared by all outcomes equal in them.

    They are in the order of the index, so that the database reads the groups in that order. `measures` is what the
    indicator says.
    """

    indicator_id: int
    status: str
    accumulation: str
    kind: str
    gas: str
    per: str
    unit: Unit
    scope: str
    preferred: bool
    money_year: int | None
    baseline_year: int | None
    started: datetime.date | None
    ended: datetime.date | None
    ended_precision: str
    months: Decimal | None
    months_upper: Decimal | None
    subgroup_en: str
    measures: str


class Compared(NamedTuple):
    """An outcome with only the fields that comparing needs. Thousands of model instances would take seconds."""

    pk: int
    value: Decimal
    upper_value: Decimal | None
    unit: Unit
    whose: Whose | None
    alike: Alike

    def __getattr__(self, name):
        return getattr(self.alike, name)


# Columns that facets count, and the other columns that comparing needs.
COUNTED_BY = ("indicator", "status", "accumulation", "kind", "gas", "per", "unit", "scope")
COMPARED_BY = (
    "preferred",
    "money_year",
    "baseline_year",
    "started",
    "ended",
    "ended_precision",
    "months",
    "months_upper",
    "subgroup_en",
)


def sized(column: str) -> Together:
    return Together(column, output_field=Decimals())


# Traits of a figure that are columns of its own; status, unit and prices are asked for apart.
SHARED = ("indicator", "kind", "scope", "accumulation", "per", "gas", "subgroup_en")


class ComparedQuerySet(PublicQuerySet):
    """Questions about the outcomes that may stand side by side."""

    def compared(self, indicator: Indicator, whose: Callable[[int], Whose | None]) -> list[Compared]:
        """The outcomes of an indicator with the fields that decide whether they compare; the latest first.

        `whose` is a function from the key of an outcome to the one place that it is about. Units are read after the
        outcomes, so that the units of new outcomes are there. Outcomes whose unit was deleted in between are left out.
        """
        columns = [field.name for field in fields(Alike) if field.name != "measures"]
        rows = self.filter(indicator=indicator).order_by().values_list(*columns)
        keys, sizes, uppers = Together("pk"), sized("value"), sized("upper_value")
        groups = list(rows.annotate(keys=keys, sizes=sizes, uppers=uppers))
        units = Unit.objects.in_bulk()
        found = []
        for *row, keys, sizes, uppers in groups:
            shared = dict(zip(columns, row, strict=True))
            if unit := units.get(shared["unit"]):
                alike = Alike(**shared | {"unit": unit, "measures": indicator.measures})
                found += map(Compared, keys, sizes, uppers, repeat(unit), map(whose, keys), repeat(alike))
        return sorted(found, key=attrgetter("pk"), reverse=True)

    def with_traits_of(self, outcome):
        """The preferred ones with all traits of an outcome that columns hold; itself is among them.

        `comparable` has the last word: about the place and its kind, and the length of the period.
        """
        return self.filter(
            preferred=True,
            status__in=MEASURED if outcome.is_measured else [outcome.status],
            unit__dimension=outcome.unit.dimension,
            unit__currency=outcome.unit.currency,
            **{name: getattr(outcome, name) for name in SHARED},
            **({"money_year": outcome.money_year} if outcome.unit.currency else {}),
        )

    def latest_first(self):
        return self.order_by(F("ended").desc(nulls_last=True), "-pk")

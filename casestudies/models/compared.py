"""What comparing figures needs of them, without the rest."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from casestudies.quantities import Whose

from .indicators import Unit
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

"""Figures without a database: one by hand, and any that a source might print."""

import datetime
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from casestudies.models import Outcome
from casestudies.models.qualifiers import Qualifier
from casestudies.quantities import Whose


@dataclass(frozen=True)
class Unit:
    symbol_en: str = "households"
    symbol_zh_hans: str = "户"
    singular_en: str = "household"
    dimension: str = "count"
    factor: Decimal | None = Decimal(1)
    currency: str = ""


@dataclass(frozen=True)
class Figure:
    value: Decimal = Decimal(9)
    upper_value: Decimal | None = None
    kind: str = "level"
    unit: Any = Unit()
    qualifier: str = "exactly"
    indicator_id: int = 1
    money_year: int | None = None
    baseline_year: int | None = None
    started: datetime.date | None = None
    ended: datetime.date | None = None
    ended_precision: str = "year"
    months: Decimal | None = None
    months_upper: Decimal | None = None
    accumulation: str = "at-date"
    per: str = ""
    gas: str = ""
    status: str = "achieved"
    scope: str = "whole-place"
    subgroup_en: str = ""
    measures: str = "stock"
    whose: Whose | None = Whose("bogota", "city", "Bogotá")


PERCENT = Unit("%", "%", "", "ratio", Decimal("0.01"))
TONNES = Unit("t", "吨", "", "mass")
TIMES = Unit("times", "倍", "", "ratio")
DOLLARS = Unit("US dollars", "美元", "", "money", None, "USD")
KRONER = replace(DOLLARS, currency="NOK")
RIO, INDIA = Whose("rio-de-janeiro", "city", "Rio de Janeiro"), Whose("india", "country", "India")


def d(text):
    return None if text is None else Decimal(text)


FIGURES = st.decimals(min_value=-(10**13), max_value=10**13, places=6, allow_nan=False)

OUTCOMES = st.builds(
    Figure,
    value=FIGURES,
    kind=st.sampled_from(Outcome.Kind.values),
    unit=st.sampled_from([Unit(), PERCENT, TONNES, DOLLARS, KRONER]),
    qualifier=st.sampled_from(Qualifier.values),
    indicator_id=st.sampled_from([1, 2]),
    money_year=st.sampled_from([None, 2020, 2023]),
    baseline_year=st.sampled_from([None, 1990]),
    started=st.none() | st.dates(datetime.date(2000, 1, 1), datetime.date(2010, 1, 1)),
    ended=st.none() | st.dates(datetime.date(2011, 1, 1), datetime.date(2030, 12, 31)),
    ended_precision=st.sampled_from(["day", "month", "year"]),
    accumulation=st.sampled_from(["", *Outcome.Accumulation.values]),
    per=st.sampled_from(["", *Outcome.Per.values]),
    gas=st.sampled_from(["", *Outcome.Gas.values]),
    status=st.sampled_from(Outcome.Status.values),
    months=st.sampled_from([None, d("60")]),
    scope=st.sampled_from(["", "whole-place", "part", "group"]),
    subgroup_en=st.sampled_from(["", "bus drivers"]),
    measures=st.sampled_from(["", "stock", "flow"]),
    whose=st.sampled_from([None, Figure.whose, RIO, INDIA]),
)

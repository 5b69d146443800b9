"""Whether two figures can stand side by side, and why not. docs/coverage.md has the rule.

Pure functions over objects with the attributes of `Outcome` and `Unit`; they run no queries.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .quantities import AMOUNTS, CHANGES, MEASURED, OutcomeLike

DAYS_A_MONTH = Decimal("30.4375")
RATES = ("day", "month")  # an amount per day or month needs no accumulation
DIFFERS: dict[str, Promise] = {
    "indicator": _("They measure different things."),
    "kind": _("They are figures of different kinds: an amount, a change, a share, a multiple or money."),
    "dimension": _("Their units can't be converted into each other."),
    "scope": _(
        "They differ in scope: a whole place, a part or project, an institution, a group, a country or the world."
    ),
    "measures": _("One is a stock on a date, the other a flow over a period."),
    "accumulation": _(
        "They differ in time: on a given date, per day, month or year, in total over a period or over a lifetime."
    ),
    "per": _("They are not given per the same thing, such as per person."),
    "gas": _("They are about different gases or pollutants."),
    "currency": _("They are in different currencies."),
    "status": _("They do not have the same status: measured, estimated, expected or a target."),
    "subgroup": _("They are about different subgroups, or one is about a subgroup and the other about all."),
    "place": _("They are about places of different kinds, such as a city and a country."),
    "money_year": _("They are in prices of different years."),
    "period": _("They cover periods of different length."),
}
UNKNOWN: dict[str, Promise] = {
    "scope": _("For at least one, the scope is not known."),
    "measures": _("For at least one, it is not known whether it is a stock on a date or a flow over a period."),
    "accumulation": _(
        "For at least one, it is not known whether it is on a given date, per year, in total or over a lifetime."
    ),
    "gas": _("At least one does not say which gas or pollutant it is about."),
    "place": _(
        "At least one is not about exactly one place: it, or its case, is about several, an organisation or the world."
    ),
    "money_year": _("For at least one, the year of the prices is not known."),
    "period": _("For at least one, the length of the period is not known."),
}
SAME: dict[str, Promise] = {
    "place": _("They are about the same place, and no two figures of one place stand against each other."),
}
MESSAGES = {"differs": DIFFERS, "unknown": UNKNOWN, "same": SAME}


@dataclass(frozen=True)
class Reason:
    """Why two figures can't be compared: `field` differs, is unknown for at least one, or is the same."""

    code: str  # differs, unknown or same
    field: str

    @property
    def message(self) -> Promise:
        """For readers."""
        return MESSAGES[self.code][self.field]


@dataclass(frozen=True)
class Comparison:
    ok: bool
    reasons: tuple[Reason, ...]


def comparable(a: OutcomeLike, b: OutcomeLike) -> Comparison:
    """Whether two figures can stand side by side, and if not, all fields that differ or are unknown.

    Both are about one place each, not the same one, and of the same kind: a city, a country. Scope, subgroup, status
    and the other traits are equal; observed and achieved are both measured. Changes, totals and flows need periods or
    durations: both known, the longer at most a quarter longer. Money needs price years: both known and equal. An
    amount needs an accumulation, unless it is per day or month; a share or percentage does not.
    """
    reasons = (*_reasons(a, b), *_of_one_place(a, b))
    return Comparison(not reasons, reasons)


def lacking(outcome: OutcomeLike) -> tuple[Reason, ...]:
    """What is not known of a figure, and keeps it from comparing with any other."""
    return tuple(_reasons(outcome, outcome))


def traits(outcome: OutcomeLike) -> dict[str, Any]:
    """The fields that must be equal for two figures to compare, by the name that a Reason uses."""
    return {
        "indicator": outcome.indicator_id,
        "kind": outcome.kind,
        "dimension": outcome.unit.dimension,
        "scope": outcome.scope,
        "measures": stock_or_flow(outcome),
        "accumulation": outcome.accumulation,
        "per": outcome.per,
        "gas": outcome.gas,
        "currency": outcome.unit.currency,
        "status": "measured" if is_measured(outcome) else outcome.status,
        "subgroup": outcome.subgroup_en,
        "place": kind_of_place(outcome),
    }


NEEDED = ("scope", "measures", "accumulation", "place")  # traits that must be known


def _reasons(a: OutcomeLike, b: OutcomeLike) -> Iterator[Reason]:
    theirs = traits(b)
    for field, ours in traits(a).items():
        are_known = _accumulates(a) and _accumulates(b) if field == "accumulation" else ours and theirs[field]
        if field in NEEDED and not are_known:
            yield Reason("unknown", field)
        elif ours != theirs[field]:
            yield Reason("unknown" if _is_open(field, a) or _is_open(field, b) else "differs", field)
    if a.unit.currency or b.unit.currency:
        if not (a.money_year and b.money_year):
            yield Reason("unknown", "money_year")
        elif a.money_year != b.money_year:
            yield Reason("differs", "money_year")
    if spans_a_period(a) and spans_a_period(b):  # else another trait differs, and no length matters
        lengths = sorted((length(a) or 0, length(b) or 0))
        if not lengths[0]:
            yield Reason("unknown", "period")
        elif not similar(*lengths):
            yield Reason("differs", "period")


def _is_open(field: str, outcome: OutcomeLike) -> bool:
    """Whether an empty field means that it is not known, not that there is nothing to say."""
    if field == "accumulation":
        return not outcome.accumulation and outcome.per not in RATES
    return field == "gas" and not outcome.gas


def _of_one_place(a: OutcomeLike, b: OutcomeLike) -> Iterator[Reason]:
    if a.whose and b.whose and a.whose.slug == b.whose.slug:
        yield Reason("same", "place")


def is_measured(outcome: OutcomeLike) -> bool:
    """Whether it was observed or achieved: the one asks what is, the other what was done."""
    return outcome.status in MEASURED


def is_ranked(outcome: OutcomeLike) -> bool:
    """Whether size says which place did more: a share, a change in percent, or per person as the source gives it.

    Absolute figures follow the size of the place, and no figure per resident is computed here. A multiple follows from
    where the place began: ten times next to nothing is little.
    """
    return (outcome.unit.dimension == "ratio" and outcome.kind != "multiple") or outcome.per.startswith("person")


def kind_of_place(outcome: OutcomeLike) -> str:
    """The kind of the one place that a figure is about; empty if it is about several, or none.

    A figure of a group of cities, or of the whole country, told by the case of one city is not about that city.
    """
    if outcome.whose is None or outcome.scope in ("group", "world"):
        return ""
    return "" if outcome.scope == "country" and outcome.whose.kind != "country" else outcome.whose.kind


def stock_or_flow(outcome: OutcomeLike) -> str:
    """As the indicator says, else as the accumulation does; empty if neither does."""
    if outcome.measures or not outcome.accumulation:
        return outcome.measures or ("flow" if outcome.per in RATES else "")
    return "stock" if outcome.accumulation == "at-date" else "flow"


def spans_a_period(outcome: OutcomeLike) -> bool:
    """Whether the figure needs the length of its period: a change, a total, or a flow that is no rate."""
    if outcome.kind in CHANGES or outcome.accumulation in ("total", "lifetime"):
        return True
    is_rate = outcome.accumulation == "per-year" or outcome.per in RATES or outcome.per.endswith("-year")
    return stock_or_flow(outcome) == "flow" and not is_rate


def similar(shorter: int, longer: int) -> bool:
    """Whether two periods, in days, have similar lengths: the longer at most a quarter longer."""
    return 4 * longer <= 5 * shorter


def _accumulates(outcome: OutcomeLike) -> bool:
    """Whether the accumulation is known, or not needed."""
    return bool(outcome.accumulation) or outcome.per in RATES or outcome.kind not in AMOUNTS


def length(outcome: OutcomeLike) -> int | None:
    """Days of the period, both ends included: 2013–2024 is twelve years. A change may start at its baseline year.

    Periods of years and months are as long as durations of as many months, without leap days. Without a period, the
    days of the duration, unless that is a range.
    """
    start: datetime.date | None = outcome.started
    if start is None and outcome.baseline_year and outcome.kind in CHANGES:
        start = datetime.date(outcome.baseline_year, 1, 1)
    end: datetime.date | None = outcome.ended
    if start is None or end is None:
        known = outcome.months is not None and outcome.months_upper is None
        return round(outcome.months * DAYS_A_MONTH) if known else None
    if outcome.ended_precision in ("year", "month"):
        last = 12 if outcome.ended_precision == "year" else end.month
        return round((12 * (end.year - start.year) + last - start.month + 1) * DAYS_A_MONTH)
    return (end - start).days + 1

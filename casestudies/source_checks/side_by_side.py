"""Which outcomes of the content files stand beside another, by the rule that the pages follow."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from casestudies.comparison import grouped
from casestudies.models.dates import parse_date
from casestudies.quantities import Whose
from casestudies.source_checks.content_facts import Content, ContentRecord, Data


@dataclass(frozen=True)
class WrittenUnit:
    """What comparing needs of a unit."""

    dimension: str
    currency: str


@dataclass(eq=False)
class Written:
    """An outcome of a content file, without its citations and texts."""

    indicator_id: str
    measures: str
    unit: WrittenUnit
    kind: str
    value: Decimal | None
    upper_value: Decimal | None
    qualifier: str
    accumulation: str
    per: str
    gas: str
    status: str
    scope: str
    subgroup_en: str
    preferred: bool
    money_year: int | None
    baseline_year: int | None
    months: Decimal | None
    months_upper: Decimal | None
    started: date | None
    ended: date | None
    ended_precision: str
    whose: Whose | None


def standing_beside_another(content: Content) -> tuple[dict[str, int], int]:
    """Indicator → how many of its outcomes stand beside one of another place; and the number of all groups."""
    by_indicator: dict[str, list[Written]] = defaultdict(list)
    for figure in written(content):
        by_indicator[figure.indicator_id].append(figure)
    groups = {slug: grouped(figures).groups for slug, figures in by_indicator.items()}
    beside = {slug: sum(len(group.figures) for group in found) for slug, found in groups.items()}
    return beside, sum(map(len, groups.values()))


def written(content: Content) -> Iterator[Written]:
    """All outcomes of the files."""
    terms = {record.name + record.file: record.data for record in content.in_folder("terms")}
    kinds = {record.slug: str(record.data.get("kind", "")) for record in content.in_folder("places")}
    for record in content.records:
        for outcome in record.data.get("outcomes") or ():
            indicator = terms.get(f"terms/{outcome.get('indicator')}terms/indicators.yaml", {})
            unit = terms.get(f"terms/{outcome.get('unit')}terms/units.yaml", {})
            yield _read(outcome, indicator, unit, _whose(record, kinds))


def places_of(record: ContentRecord) -> list[str]:
    """The slugs of the places that the outcomes of a record are about."""
    if record.name.startswith("places/"):
        return [record.slug]
    return [*(record.data.get("places") or ()), *(record.data.get("jurisdictions") or ())]


def _whose(record: ContentRecord, kinds: Mapping[str, str]) -> Whose | None:
    places = places_of(record)
    return Whose(places[0], kinds.get(places[0], ""), places[0]) if len(places) == 1 else None


def _read(outcome: Data, indicator: Data, unit: Data, whose: Whose | None) -> Written:
    started, _precision = _date(outcome.get("started"))
    ended, precision = _date(outcome.get("ended"))
    texts = ("kind", "qualifier", "accumulation", "per", "gas", "status", "scope")
    return Written(
        indicator_id=str(outcome.get("indicator")),
        measures=indicator.get("measures", ""),
        unit=WrittenUnit(unit.get("dimension", ""), unit.get("currency", "")),
        subgroup_en=(outcome.get("subgroup") or {}).get("en", ""),
        preferred=outcome.get("preferred", True),
        value=_number(outcome.get("value")),
        upper_value=_number(outcome.get("upper_value")),
        money_year=outcome.get("money_year"),
        baseline_year=outcome.get("baseline_year"),
        months=_number(outcome.get("months")),
        months_upper=_number(outcome.get("months_upper")),
        started=started,
        ended=ended,
        ended_precision=precision,
        whose=whose,
        **{name: outcome.get(name, "") for name in texts},
    )


def _date(value: Any) -> tuple[date | None, str]:
    return (None, "") if value is None else parse_date(str(value))


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))

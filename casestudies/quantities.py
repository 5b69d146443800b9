"""Figures: conversion to the base unit, and formatting in both languages.

Pure functions over objects with the attributes of `Outcome` and `Unit`; they run no queries.

All decimals are exact. SQLite stores a decimal as a float, exact to 15 significant digits, and `validate_exact`
refuses longer figures, so both databases return what was stored. A product of value and factor may have more digits:
compute it with `to_base`, and never sort, sum or compare base values in SQL.
"""

from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from typing import Any, NamedTuple, Protocol

from casestudies.i18n import LANGUAGES

MINUS, EN_DASH, NARROW_SPACE = "\u2212", "\u2013", "\u202f"
EXACT = Context(prec=60)

CHANGES = ("change", "percent-change", "multiple")
RATIOS = ("share", "percent-change", "multiple")
MEASURED = ("observed", "achieved")
AMOUNTS = ("level", "change", "money")
YEAR = 12  # months

# Scale → its word, and the decimal places that may follow a number on it.
EN_SCALES = {10**12: ("trillion", 3), 10**9: ("billion", 3), 10**6: ("million", 2)}
HAN_SCALES = {10**12: ("万亿", 4), 10**8: ("亿", 4), 10**4: ("万", 2)}
HAN_WORDS = {word[-1] for word, _ in HAN_SCALES.values()}
ROUNDED_PLACES = 6
FIRST_HAN = "\u3400"

# Pairs of English and Chinese. A fall is put into words if "more than" with a negative number would be ambiguous.
NOTHING = ("", "")
QUALIFIERS = {
    "exactly": NOTHING,
    "about": ("about", "约"),
    "nearly": ("nearly", "近"),
    "more-than": ("more than", "超过"),
    "at-least": ("at least", "至少"),
    "less-than": ("less than", "不到"),
    "up-to": ("up to", "最多"),
}
FALL_BY = ("down by", "下降")
PER = {
    "person": ("per person", "每人"),
    "person-year": ("per person and year", "每人每年"),
    "household": ("per household", "每户"),
    "household-year": ("per household and year", "每户每年"),
    "building": ("per building", "每栋建筑"),
    "vehicle": ("per vehicle", "每辆车"),
    "day": ("per day", "每天"),
    "month": ("per month", "每月"),
    "hectare": ("per hectare", "每公顷"),
    "kilometre": ("per kilometre", "每公里"),
    "tonne": ("per tonne", "每吨"),
}
PER_YEAR = ("per year", "每年")
GASES = {
    "co2": ("CO₂", "CO₂"),
    "co2e": ("CO₂e", "CO₂e"),
    "ch4": ("CH₄", "CH₄"),
    "no2": ("NO₂", "NO₂"),
    "nox": ("NOₓ", "NOₓ"),
    "so2": ("SO₂", "SO₂"),
    "pm2-5": ("PM2.5", "PM2.5"),
    "pm10": ("PM10", "PM10"),
    "o3": ("O₃", "O₃"),
    "black-carbon": ("black carbon", "黑碳"),
}
PLAIN = str.maketrans("₂₃₄ₓ", "234x")  # symbols may be written CO2e or CO₂e
# The sign before a number in English, the word after it in Chinese. Other currencies are written with their codes.
CURRENCIES = {
    "AUD": ("A$", "澳元"),
    "BRL": ("R$", "雷亚尔"),
    "CAD": ("C$", "加元"),
    "CNY": ("CN¥", "元人民币"),
    "EUR": ("€", "欧元"),
    "GBP": ("£", "英镑"),
    "HKD": ("HK$", "港元"),
    "INR": ("₹", "印度卢比"),
    "JPY": ("JP¥", "日元"),
    "USD": ("US$", "美元"),
    "ZAR": ("R", "兰特"),
}


class UnitLike(Protocol):
    symbol_en: Any
    symbol_zh_hans: Any
    singular_en: Any
    dimension: Any
    factor: Any
    currency: Any


class Whose(NamedTuple):
    """The one place that a figure is about; its name is in the active language."""

    slug: str
    kind: str
    name: str


class OutcomeLike(Protocol):
    indicator_id: Any
    kind: Any
    value: Any
    upper_value: Any
    qualifier: Any
    money_year: Any
    baseline_year: Any
    started: Any
    ended: Any
    ended_precision: Any
    months: Any
    months_upper: Any
    accumulation: Any
    per: Any
    gas: Any
    status: Any
    scope: Any
    subgroup_en: Any

    @property
    def unit(self) -> Any: ...

    @property
    def measures(self) -> Any: ...

    @property
    def whose(self) -> Whose | None: ...


@dataclass(frozen=True)
class Shown:
    """A formatted figure in three parts, so that a page can print the number large; `str()` joins them."""

    before: str
    number: str
    after: str
    direction: str  # of a change: up, down or none; not whether it is good

    def __str__(self) -> str:
        return f"{self.before}{self.number}{self.after}"


def to_base(value: Decimal, unit: UnitLike) -> Decimal | None:
    """The exact value in the base unit of its dimension; None for money, which has no factor."""
    return None if unit.factor is None else EXACT.multiply(value, unit.factor)


def format_number(value: Decimal | int, language: str) -> str:
    """A number as readers of the language write it, never rounded.

    English: 1,234 and 1,234,567; 1.3 million and 372.72 million if two decimal places suffice, 1.234 billion if three.
    Chinese: 9000 and 1,234,567; 130万 if two decimal places suffice, 3.7272亿 if four.
    """
    scales, between, from_digits = (EN_SCALES, " ", 4) if language == "en" else (HAN_SCALES, "", 5)
    with localcontext(EXACT):
        sign, size = MINUS if value < 0 else "", abs(Decimal(value))
        if scale := next((scale for scale in scales if size >= scale), None):
            word, places = scales[scale]
            if size * 10**places % scale == 0:
                return f"{sign}{_grouped(size / scale, from_digits)}{between}{word}"
        return sign + _grouped(size, from_digits)


def _grouped(value: Decimal, from_digits: int) -> str:
    whole, point, places = f"{value:f}".partition(".")
    places = places.rstrip("0")
    return (f"{int(whole):,}" if len(whole) >= from_digits else whole) + (point + places if places else "")


def format_quantity(outcome: OutcomeLike, language: str) -> Shown:
    """A figure with qualifier, unit, gas, per-what and price year: about 9 months, −65.9 %, 300万美元（2023 年价格）.

    A value with six decimal places was rounded when it was recorded (two thirds, 66.666667), and is shown with one.
    """
    low, high = _readable(outcome.value), _readable(outcome.upper_value)
    qualifier, per = _in(language, QUALIFIERS[outcome.qualifier]), _per(outcome, language)
    sign = ""
    if outcome.kind in ("change", "percent-change") and low != 0:
        if low < 0 and high is None and outcome.qualifier not in ("exactly", "about"):
            qualifier, low = _join(language, _in(language, FALL_BY), qualifier), -low
        elif low > 0:
            sign = "+"
    number, unit = sign + _span(low, high, language), _unit(outcome, language)
    direction, prices = _direction(outcome), _prices(outcome, language)
    if language == "zh-hans":
        before = _join(language, per, qualifier)
        return Shown(before and f"{before} ", number, _behind(number, unit, language) + prices, direction)
    before = qualifier and f"{qualifier} "
    if currency := outcome.unit.currency:
        if number[0] in MINUS + "+":
            before, number = before + number[0], number[1:]
        before, unit = before + CURRENCIES.get(currency, (f"{currency} ", ""))[0], ""
    return Shown(before, number, _behind(number, _join(language, unit, per), language) + prices, direction)


def format_months(months: Decimal, upper: Decimal | None, qualifier: str, language: str) -> str:
    """A duration: about 9 months, 9–12 months, 1 month; 约 9 个月. Whole years from two on: 5 years, 5 年."""
    name = _in(language, ("month" if months == 1 and upper is None else "months", "个月"))
    if months >= 2 * YEAR and not months % YEAR and not (upper or 0) % YEAR:
        months, upper, name = months / YEAR, upper and upper / YEAR, _in(language, ("years", "年"))
    return " ".join(filter(None, (_in(language, QUALIFIERS[qualifier]), _span(months, upper, language), name)))


def _in(language: str, words: tuple[str, str]) -> str:
    return words[list(LANGUAGES).index(language)]


def _join(language: str, *parts: str) -> str:
    return (" " if language == "en" else "").join(filter(None, parts))


def _readable(value: Any) -> Any:
    rounded = value is not None and abs(value) >= 1 and value.normalize().as_tuple().exponent == -ROUNDED_PLACES
    return round(value, 1) if rounded else value


def _span(low: Decimal, high: Decimal | None, language: str) -> str:
    """9, 9–12, 1.3–1.5 million, −2.5 to −1."""
    first = format_number(low, language)
    if high is None:
        return first
    last = format_number(high, language)
    if language == "en" and first.partition(" ")[2] == last.partition(" ")[2]:
        first = first.partition(" ")[0]
    return first + (EN_DASH if low >= 0 else _in(language, (" to ", " 至 "))) + last


def _per(outcome: OutcomeLike, language: str) -> str:
    per = _in(language, PER.get(outcome.per, NOTHING))
    if outcome.accumulation == "per-year" and "year" not in outcome.per:
        return _join(language, per, _in(language, PER_YEAR))
    return per


def _prices(outcome: OutcomeLike, language: str) -> str:
    if not outcome.unit.currency or outcome.money_year is None:
        return ""
    return _in(language, (f" ({outcome.money_year})", f"（{outcome.money_year} 年价格）"))


def _unit(outcome: OutcomeLike, language: str) -> str:
    """The unit, with the gas if the symbol does not name it."""
    unit = outcome.unit
    if unit.currency:
        return _in(language, CURRENCIES.get(unit.currency, (unit.currency, unit.currency)))
    name = _in(language, (unit.symbol_en, unit.symbol_zh_hans))
    if language == "en" and unit.singular_en and outcome.upper_value is None and abs(outcome.value) == 1:
        name = unit.singular_en
    gas = _in(language, GASES.get(outcome.gas, NOTHING))
    named = not gas or gas.translate(PLAIN) in name.translate(PLAIN)
    return name if named or outcome.kind not in AMOUNTS else f"{name} {gas}"


def _behind(number: str, unit: str, language: str) -> str:
    """The unit and its space: a narrow one before %, none before % in Chinese and between Han characters."""
    if not unit:
        return ""
    if unit[0] == "%":
        return NARROW_SPACE * (language == "en") + unit
    return unit if number[-1] in HAN_WORDS and unit[0] >= FIRST_HAN else f" {unit}"


def _direction(outcome: OutcomeLike) -> str:
    if outcome.kind not in CHANGES:
        return "none"
    still = 1 if outcome.kind == "multiple" else 0
    ends = [end for end in (outcome.value, outcome.upper_value) if end is not None]
    return "up" if min(ends) > still else "down" if max(ends) < still else "none"

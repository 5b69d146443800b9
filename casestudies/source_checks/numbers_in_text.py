"""The numbers of a text in their order, in digits or in Chinese, with the values that each may have."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from casestudies.source_checks.printed_numbers import (
    ARABIC,
    FIGURE,
    FRACTION,
    GROWTH,
    HAN,
    ORDINAL,
    PHRASES,
    ends_of,
    number,
    readings,
)

# In a text without white space, an address ends at the first Chinese character.
ADDRESS = re.compile(r"(?:https?://|www\.)[!-(*-~]+|[\w.+-]+@[\w.]+|COVID-19", re.ASCII)
# "1. " before a paragraph and "## 2.3 " before a heading are numbering, not figures.
NUMBERING = re.compile(r"^(?:[ \t>*-]*\d{1,3}(?:\.\d+)*[.、)](?!\d)|#+\s*\d+(?:\.\d+)*)", re.MULTILINE)

# 两条 and 十四年 are figures; the 两 of 两岸, the 三 of 三维 and the 万 of 万一 are not.
MEASURE = re.compile(
    "[个座条项家户人名位种类所台辆栋处棵株份次场届期年月日天周米吨度批支片块套间张只艘大层级成国市省州县区城篇本组"
    "步代点笔则部口亩]|小时|分钟|公里|公顷|平方|立方|阶段|方面|地区|美元|欧元"
)
NO_FIGURE = re.compile(
    r"十[一二三四]五(?=”?(?:规划|时期|期间))|第三方|[数几][十百千万亿]+|成千上万|千家万户|and a half"
)
TIMES = ("倍", "times")
# 一年半 and 两个半月 are one and a half, two and a half.
AND_A_HALF = re.compile(rf"({HAN})(?:[年天]|个(?:月|小时)?)半")
COUNTED_PHRASES = [pattern for pattern, form, value in PHRASES if form == "multiple" or value == 50]


@dataclass(frozen=True)
class PrintedNumber:
    """A number in a text: its position, and the values it may have (增长两倍: 3 times as much, 200 percent more)."""

    printed: str
    values: frozenset[Decimal]
    start: int
    end: int

    def lies_in(self, spans: Iterable[tuple[int, int]]) -> bool:
        return any(start <= self.start and self.end <= end for start, end in spans)


def compact(text: Any) -> str:
    """The text without its white space."""
    return "".join(str(text or "").split())


def numbers_in(text: str, names: Iterable[str] = ()) -> list[PrintedNumber]:
    """The numbers of a source's text in their order, in digits or in Chinese, without names and numbering.

    One in words is left out, since every article would match it.
    """
    squeezed = compact(text)
    there = [name for name in map(_compact_name, names) if name in squeezed]
    for pattern in (ADDRESS, NUMBERING, NO_FIGURE, *map(spaced, there)):
        text = pattern.sub(_blank, text)
    found: list[PrintedNumber] = []
    for match in AND_A_HALF.finditer(text):
        value = number(match[1]) + Decimal("0.5")
        found.append(PrintedNumber(match[0], frozenset({value}), *match.span()))
    text = AND_A_HALF.sub(_blank, text)
    for pattern in (FRACTION, *COUNTED_PHRASES, ORDINAL):
        for match in pattern.finditer(text):
            values = {value for reading in readings(match[0]) for value in _meanings(reading.value, reading.form)}
            if values - {1}:
                found.append(PrintedNumber(match[0], frozenset(values), *match.span()))
        text = pattern.sub(_blank, text)
    for match in FIGURE.finditer(text):
        found += _figures(match)
    return sorted(found, key=lambda one: one.start)


def _figures(match: re.Match[str]) -> Iterator[PrintedNumber]:
    form = (match["form"] or "").strip()
    in_digits = any(re.match(ARABIC, match[group] or "") for group in ("low", "high"))
    end = "high" if match["high"] else "low"
    if not (in_digits or form or _counts(match[end], match.string[match.end() : match.end() + 8].lstrip())):
        return
    for group, value in zip(("low", "high"), ends_of(match), strict=True):
        if value is not None:
            if form in TIMES and GROWTH.search(match.string[: match.start()]):
                value += 1
            values = _meanings(value * 10 if form == "成" else abs(value), "multiple" if form in TIMES else "")
            printed = match[group] + (form if form in (*TIMES, "成") and match.end(group) == match.end(end) else "")
            yield PrintedNumber(printed, frozenset(values), *match.span(group))


def _counts(words: str, after: str) -> bool:
    """Whether a Chinese numeral counts something: 两条, 十四年, 九百万."""
    if len(words) == 1 or words in ("千万", "万千"):
        return words != "一" and MEASURE.match(after) is not None
    return bool(set(words) & set("十百千万亿〇零"))


def _meanings(value: Decimal, form: str) -> set[Decimal]:
    """The values that match: three times as much is also 200 percent more."""
    return {value, (value - 1) * 100} if form == "multiple" else {value}


def _blank(match: re.Match[str]) -> str:
    return "|" * len(match[0])


_compact_name = cache(compact)


@cache
def spaced(phrase: str) -> re.Pattern[str]:
    """A pattern that finds the phrase with any white space in it."""
    return re.compile(r"\s*".join(map(re.escape, phrase)))

"""Whether a sentence of ours states the value of a figure, in whatever form; and the durations that a text names.

A share of 100 may be “all” or 都, one of 50 “half” or 一半, a multiple of 3 “tripled” or 增长两倍.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from casestudies.source_checks.english_numbers import MONTHS, durations_in_words, numbers_in_words, readings_in_words
from casestudies.source_checks.numbers_in_text import numbers_in
from casestudies.source_checks.printed_numbers import (
    ARABIC,
    NUMBER,
    Reading,
    ends_as,
    number,
    readings,
    scale_in,
    scale_of,
)

_MONTH = "|".join(MONTHS)
# Days and years of dates are no values.
DATE = re.compile(
    rf"\b[0-9]{{1,2}} (?:{_MONTH})\b(?: [12][0-9]{{3}}\b)?|\b(?:{_MONTH}) [12][0-9]{{3}}\b"
    r"|[12][0-9]{3} ?年(?: ?[0-9]{1,2} ?月)?(?: ?[0-9]{1,2} ?日)?|[0-9]{1,2} ?月 ?[0-9]{1,2} ?日",
    re.IGNORECASE,
)
# “Four times a year” is a number, not a multiple.
OFTEN = re.compile(r"\btimes (?=(?:an?|per|each|every)\b)", re.IGNORECASE)
WHOLE = re.compile(r"\b(?:all|every|each|entire|whole)\b|[都皆全所每]", re.IGNORECASE)
TWICE = re.compile(r"\btwice\b", re.IGNORECASE)

# 五年, 一年半, 2–3 个月; not 2019 年, 第三年, 九十年代 or 9 月, which is September.
CHINESE_DURATION = re.compile(
    rf"(?<!第)(?:(?P<low>{NUMBER})\s*[-–—~～至到]\s*)?(?P<high>{NUMBER})\s*(?:(?P<year>年)|个\s*月)(?P<half>半)?(?![度级代])"
)
ENGLISH_DURATION = re.compile(
    rf"(?<![\w.,])(?P<high>{ARABIC})[- ](?:(?P<year>year)|month)s?\b(?![- ]old)", re.IGNORECASE
)
CALENDAR = 1000  # a greater number before 年 is that of a year


def states(text: str, value: Decimal, kind: str, symbols: tuple[str, ...] = (), names: Iterable[str] = ()) -> bool:
    """Whether a text has the value of a figure of this kind, in a unit with these symbols.

    Signs do not count: −20 is “fell by 20%”. The digits of dates and of `names` are no values.
    """
    text = " ".join(text.split())
    for name in names:
        text = text.replace(name, "|")
    text = DATE.sub("|", OFTEN.sub("occasions ", text))
    if kind == "share" and value == 100 and WHOLE.search(text):
        return True
    return any(
        end is not None and abs(end) == abs(value)
        for reading in _readings(text)
        for scale in _scales(symbols, text)
        for end in ends_as(kind, reading, scale, "%" in symbols) or ()
    )


def _readings(text: str) -> Iterator[Reading]:
    yield from readings(text.lower())
    yield from readings_in_words(text)
    if TWICE.search(text):
        yield Reading("multiple", Decimal(2))


def _scales(symbols: tuple[str, ...], text: str) -> set[Decimal]:
    """The scales in which a text may count: in tonnes if it says so, else in tonnes or kt."""
    said = {scale for symbol in symbols if (scale := scale_in(symbol, text))}
    return said or {Decimal(1)} | {scale_of(symbol)[0] for symbol in symbols}


def numbers_given(texts: Iterable[str]) -> set[Decimal]:
    """The numbers that an editor's note gives. One in words is none, nor is a month: every note has an article."""
    found: set[Decimal] = set()
    for text in texts:
        found.update(value for one in numbers_in(text) for value in one.values)
        found.update(value for _words, values in numbers_in_words(text) for value in values if value > 1)
    return found


def durations(text: str) -> Iterator[tuple[str, Decimal]]:
    """Each duration that a text names, as written, in months: 五年, 9 个月, “one and a half years”, “ten-year”."""
    yield from durations_in_words(text)
    for pattern in (CHINESE_DURATION, ENGLISH_DURATION):
        for match in pattern.finditer(text):
            groups = match.groupdict()
            size = 12 if groups["year"] else 1
            for printed in (groups.get("low"), groups["high"]):
                if printed and (value := number(printed)) < CALENDAR:
                    yield match[0], (value + (Decimal("0.5") if groups.get("half") else 0)) * size

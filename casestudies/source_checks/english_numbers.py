"""Numbers in English words, up to ninety-nine, with hundred, thousand, million and billion; and names of months."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from casestudies.source_checks.printed_numbers import SIX_PLACES, Reading
from casestudies.source_checks.printed_numbers import WORDS as LARGE

CARDINALS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
ORDINALS = (
    "- first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth"
)
TENS = "- ten twenty thirty forty fifty sixty seventy eighty ninety"
TENTHS = "- tenth twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth"
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]

SMALL = {word: value for words in (CARDINALS, ORDINALS) for value, word in enumerate(words.split())}
ROUND = {word: 10 * value for words in (TENS, TENTHS) for value, word in enumerate(words.split()) if value > 1}
SCALES = {"dozen": 12, "hundred": 100} | LARGE
PARTS = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}

_ONES = "|".join(word for word, value in SMALL.items() if 0 < value < 10 and word != "-")
_COUNTS = "|".join(CARDINALS.split()[1:10])
_SMALL = "|".join(word for word in SMALL if word != "-")
_SCALES = "|".join(SCALES)
# "One quarter of 2024" is three months.
FRACTION = re.compile(
    rf"\b(?P<part>an?|{_COUNTS})[- ](?P<whole>{'|'.join(PARTS)})s?\b(?! of (?:[12]\d\d\d|the year))"
    rf"|\b(?P<some>{_ONES}) (?:in|out of) (?P<all>{_SMALL})\b",
    re.IGNORECASE,
)
NUMBER = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(ROUND)})(?:[- ](?P<ones>{_ONES})\b)?|(?P<small>{_SMALL}))(?:\b|(?=fold\b))"
    rf"(?P<half> and a half\b)?(?: (?P<scale>{_SCALES})\b)?"
    rf"|(?<![0-9] )\b(?P<alone>{_SCALES})\b",
    re.IGNORECASE,
)
# What makes it a multiple or a percentage: “three to five times”, “tenfold”, “sixty percent”.
FORM = re.compile(r"(?: (?:to|or) [a-z-]+)?[ -]?(?:(?P<times>times\b|fold\b)|per ?cent\b)", re.IGNORECASE)
DURATION = re.compile(r"[- ](?:(?P<year>year)|month)s?\b(?![- ]old)", re.IGNORECASE)
ORDINAL = re.compile("|".join((*ORDINALS.split()[1:], "tieth$")), re.IGNORECASE)
MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b")


def numbers_in_words(text: str) -> Iterator[tuple[str, set[Decimal]]]:
    """Each number in words, as written, with the values that it may have: a third is 33.333333 percent, or 3."""
    for written, found in _read(" ".join(text.split())):
        yield written, {reading.value for reading in found}


def readings_in_words(text: str) -> Iterator[Reading]:
    """All readings of the numbers in words: “seven times” is a multiple, “two fifths” are 40 percent."""
    for _written, found in _read(" ".join(text.split())):
        yield from found


def _read(text: str) -> Iterator[tuple[str, list[Reading]]]:
    for match in FRACTION.finditer(text):
        part = SMALL.get((match["part"] or match["some"]).lower(), 1)
        whole = PARTS[match["whole"].lower()] if match["whole"] else SMALL[match["all"].lower()]
        percent = (Decimal(100 * part) / whole).quantize(SIX_PLACES, ROUND_HALF_UP) if whole else Decimal(0)
        is_ordinal = match["whole"] and part == 1 and whole != 4
        yield match[0], [Reading("percent", percent), *([Reading("ordinal", Decimal(whole))] if is_ordinal else ())]
    text = FRACTION.sub("|", text)
    for match in NUMBER.finditer(text):
        form = FORM.match(text, match.end())
        kind = "number" if form is None else "multiple" if form["times"] else "percent"
        yield match[0], [Reading(kind, _value(match))]


def _value(match: re.Match[str]) -> Decimal:
    groups = {name: (word or "").lower() for name, word in match.groupdict().items()}
    value = Decimal(ROUND.get(groups["tens"], 0) + SMALL.get(groups["ones"] or groups["small"], 0))
    if groups["half"]:
        value += Decimal("0.5")
    if scale := SCALES.get(groups["scale"] or groups["alone"]):
        value = (value or Decimal(1)) * scale
    return value


def durations_in_words(text: str) -> Iterator[tuple[str, Decimal]]:
    """Each duration whose number is in words, as written, in months: “six months”, “ten-year”; no ordinals."""
    for match in NUMBER.finditer(text):
        unit = DURATION.match(text, match.end())
        if unit and not ORDINAL.search(match[0]):
            yield match[0] + unit[0], _value(match) * (12 if unit["year"] else 1)


def months_named(text: str) -> Iterator[tuple[str, int]]:
    """Each name of a month, as written, with its number. May is one with a capital only."""
    for match in MONTH.finditer(text):
        yield match[0], MONTHS.index(match[0]) + 1

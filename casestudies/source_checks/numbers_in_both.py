"""Whether each number in digits in a text is also in its translation, English or Chinese.

Numbers are compared by value: 1.3 million is 130万, "two" matches 2, 九 matches 9, September matches 9 月. The digits
of web addresses and of the names that a caller passes (C40, PM2.5, CO2, HSP/HA/1/2/Add.1) do not count.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from casestudies.source_checks.printed_numbers import FIGURE, ends_of, readings

ADDRESS = re.compile(r"https?://[^\s)]+|www\.[^\s)]+|\S+@[\w.]+|COVID-19", re.ASCII)
CARDINALS = "zero one two three four five six seven eight nine ten eleven twelve"
ORDINALS = "- first second third fourth fifth sixth seventh eighth ninth tenth"
TENS = "- ten twenty thirty forty fifty sixty seventy eighty ninety hundred"
MONTHS = "- January February March April May June July August September October November December"
WORDS = {
    **{word: value for words in (CARDINALS, ORDINALS, MONTHS) for value, word in enumerate(words.split())},
    **{word: value * 10 for value, word in enumerate(TENS.split())},
    **{"a": 1, "an": 1, "once": 1, "twice": 2, "both": 2, "double": 2, "triple": 3},
}


def written_in_digits(text: str, names: Iterable[str] = ()) -> Iterator[tuple[str, Decimal]]:
    """Each number in digits, as printed and by value, without those in `names`."""
    text = ADDRESS.sub("|", text)
    for name in names:
        text = text.replace(name, "|")
    for match in FIGURE.finditer(text):
        low, high = ends_of(match)
        for printed, value in ((match["low"], low), (match["high"], high)):
            if printed and value is not None and re.match("[0-9]", printed):
                yield printed, abs(value)


def stated(text: str) -> set[Decimal]:
    """Every number that a text states, in digits or in words of either language."""
    words = (word if word in WORDS else word.lower() for word in re.findall("[A-Za-z]+", text))
    values = {Decimal(WORDS[word]) for word in words if word in WORDS}
    values.update(value for _printed, value in written_in_digits(text))
    for reading in readings(text):
        values.update(abs(value) for value in (reading.value, reading.upper) if value is not None)
    return values


def lacking(text: str, translation: str, names: Iterable[str] = ()) -> list[str]:
    """The numbers in digits of a text, as printed, that its translation does not state."""
    known = stated(translation)
    return [printed for printed, value in written_in_digits(text, names) if value not in known]

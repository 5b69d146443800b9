"""Whether each number in digits in a text is also in its translation, English or Chinese.

Numbers are compared by value: 1.3 million is 130万, "twenty-one" matches 21, 九 matches 9, September
matches 9 月, 每 and "each" match 1. The digits
of web addresses and of the names that a caller passes (C40, PM2.5, CO2, HSP/HA/1/2/Add.1) do not count.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from casestudies.source_checks.english_numbers import months_named, numbers_in_words
from casestudies.source_checks.numbers_in_text import ADDRESS
from casestudies.source_checks.printed_numbers import FIGURE, ends_of, readings

# Words that may stand for a number of the other language but need none there.
LOOSE = {
    **dict.fromkeys(("a", "an", "once", "each", "every", "per"), 1),
    **dict.fromkeys(("both", "twice", "double"), 2),
    "triple": 3,
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
    values = {Decimal(LOOSE[word]) for word in re.findall("[a-z]+", text.lower()) if word in LOOSE}
    values.update(value for _printed, either in numbers_in_words(text) for value in either)
    values.update(Decimal(month) for _printed, month in months_named(text))
    if "每" in text:
        values.add(Decimal(1))
    values.update(value for _printed, value in written_in_digits(text))
    for reading in readings(text):
        values.update(abs(value) for value in (reading.value, reading.upper) if value is not None)
    return values


def lacking(text: str, translation: str, names: Iterable[str] = ()) -> list[tuple[str, Decimal]]:
    """The numbers in digits of a text, as printed and by value, that its translation does not state."""
    known = stated(translation)
    return [(printed, value) for printed, value in written_in_digits(text, names) if value not in known]

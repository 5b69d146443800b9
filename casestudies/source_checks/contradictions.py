"""Numbers of a record that contradict each other, found in its document alone, without the texts of its sources.

The check of the content files and the admin both ask here, so they have the same rules; docs/evidence.md says which.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies.models.qualifiers import Qualifier
from casestudies.source_checks.content_facts import NAMES, Data
from casestudies.source_checks.numbers_in_both import lacking
from casestudies.source_checks.numbers_in_sentence import durations, numbers_given, states
from casestudies.source_checks.printed_numbers import follows, qualified

# The unit of a duration, in months.
DURATIONS = {re.compile(r"个\s*月|month"): 1, re.compile("年|year"): 12}
TEXTS = ("title", "text", "sentence")  # of a row with a duration

EXACTLY = Qualifier.EXACTLY.value

# By the language of the text that is wrong, or has more.
LACKS_VALUE = {
    "en": gettext_lazy("The sentence in English does not have the value %(number)s."),
    "zh-hans": gettext_lazy("The sentence in Chinese does not have the value %(number)s."),
}
LACKS_BASELINE = {
    "en": gettext_lazy("The sentence in English does not have the baseline %(number)s."),
    "zh-hans": gettext_lazy("The sentence in Chinese does not have the baseline %(number)s."),
}
OTHER_DURATION = {
    "en": gettext_lazy("The months are %(number)s, but the English text says “%(printed)s”."),
    "zh-hans": gettext_lazy("The months are %(number)s, but the Chinese text says “%(printed)s”."),
}
IN_ONE_LANGUAGE = {
    "en": gettext_lazy("The English text has %(number)s, the Chinese does not."),
    "zh-hans": gettext_lazy("The Chinese text has %(number)s, the English does not."),
}


class Finding(NamedTuple):
    """A contradiction, as a sentence in the active language.

    `kind` and `key` name the row: the key of its list, such as `substeps`, and its own; both are empty for the record.
    `field` is the key in the document of the row; `language` that of the text that lacks something, `en` or `zh-hans`.
    """

    kind: str
    key: str
    field: str
    message: str
    language: str = ""


class Doubt(NamedTuple):
    """A contradiction that an editor's note answers if it states all the numbers in question, or quotes the word."""

    field: str
    numbers: Sequence[Decimal]
    message: str
    word: str = ""
    language: str = ""

    def is_answered_in(self, note: Collection[str]) -> bool:
        if self.field == "editors_note":
            return False  # a note can't answer for itself
        if self.word and any(self.word in text for text in note):
            return True
        return bool(self.numbers) and {abs(one) for one in self.numbers} <= numbers_given(note)


def contradictions(document: Data, units: Mapping[str, Data], names: list[str]) -> Iterator[Finding]:
    """Every contradiction in the document of a record that no editor's note answers.

    `units` has the documents of units by slug. The digits of `names` are no numbers.
    """
    for kind, row in _rows("", document):
        key = str(row.get("key") or row.get("slug")) if kind else ""
        note = _texts(row.get("editors_note")).values()
        for doubt in _doubts(row, units, names):
            if not doubt.is_answered_in(note):
                yield Finding(kind, key, doubt.field, doubt.message, doubt.language)


def with_digits(names: Iterable[str]) -> list[str]:
    """The names with digits, the longest first. Their digits are not figures."""
    found = {name for name in names if any(char.isdigit() for char in name)}
    return sorted(found, key=len, reverse=True)


def _rows(kind: str, data: Data) -> Iterator[tuple[str, Data]]:
    """The document and the rows nested in it, each with the key of its list."""
    yield kind, data
    for name, value in data.items():
        if _are_rows(value):
            for row in value:
                yield from _rows(name, row)


def _are_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) and ("key" in row or "slug" in row) for row in value)


def _doubts(row: Data, units: Mapping[str, Data], names: list[str]) -> Iterator[Doubt]:
    if "as_printed" in row:
        yield from _figure(row, units, names)
        for equivalent in row.get("equivalents") or ():
            for doubt in _figure({"kind": "level"} | equivalent, units, names):
                yield doubt._replace(field="equivalents")
    if row.get("months") is not None:
        yield from _duration(row)
    for field, texts in _translated(row):
        for code, other in (("en", "zh-hans"), ("zh-hans", "en")):
            for printed, value in lacking(texts[code], texts[other], names):
                yield Doubt(field, [value], IN_ONE_LANGUAGE[code] % {"number": printed}, language=other)


def _figure(figure: Data, units: Mapping[str, Data], names: list[str]) -> Iterator[Doubt]:
    """The value follows from what is printed; value and baseline stand in the sentence of each language."""
    try:
        ends = _numbers(figure, "value", "upper_value")
        baseline = _numbers(figure, "baseline_value", "baseline_upper")
    except InvalidOperation:
        yield Doubt("value", (), _("“%(text)s” is not a number.") % {"text": figure.get("value")})
        return
    kind, printed = str(figure.get("kind")), str(figure.get("as_printed") or "")
    symbols = tuple(_texts(units.get(str(figure.get("unit")), {}).get("symbol")).values())
    if ends and not follows(printed, ends[0], ends[1] if len(ends) > 1 else None, kind, symbols):
        says = _("The value %(number)s does not follow from what is printed: %(printed)s.")
        yield Doubt("value", ends, says % {"number": _shown(ends), "printed": printed})
    (said, word), qualifier = qualified(printed), figure.get("qualifier", EXACTLY)
    if said and said != qualifier:
        says = _("What is printed, %(printed)s, says “%(said)s”, but “%(qualifier)s” is recorded.")
        named = {"printed": printed, "said": _label(said), "qualifier": _label(qualifier)}
        yield Doubt("qualifier", ends, says % named, word)
    for code, text in _texts(figure.get("sentence")).items():
        for message, numbers, counted_as in ((LACKS_VALUE, ends, kind), (LACKS_BASELINE, baseline, "level")):
            for one in numbers:
                if not states(text, one, counted_as, symbols, names):
                    yield Doubt("sentence", [one], message[code] % {"number": _shown([one])}, language=code)


def _duration(row: Data) -> Iterator[Doubt]:
    """The months with their qualifier are in one of the anchors, where 五年 is 60, and agree with the texts."""
    try:
        ends = _numbers(row, "months", "months_upper")
    except InvalidOperation:
        yield Doubt("months", (), _("“%(text)s” is not a number.") % {"text": row.get("months")})
        return
    anchors = [str(citation.get("anchor") or "") for citation in row.get("citations") or ()]
    proof = next((anchor for anchor in anchors if _lasts(anchor, ends)), None)
    if proof is not None:
        (said, word), qualifier = qualified(proof), row.get("months_qualifier", EXACTLY)
        if (said or EXACTLY) != qualifier:
            says = _("The anchor “%(anchor)s” does not say “%(qualifier)s”.")
            yield Doubt("months_qualifier", ends, says % {"anchor": proof, "qualifier": _label(qualifier)}, word)
    elif anchors:  # a fact without any citation is a mistake of its own
        yield Doubt("months", ends, _("The months are %(number)s, but no anchor says so.") % {"number": _shown(ends)})
    for code, message in OTHER_DURATION.items():
        named = [one for field in TEXTS for one in durations(_texts(row.get(field)).get(code, ""))]
        if named and not {months for _written, months in named} & set(ends):
            yield Doubt("months", ends, message % {"number": _shown(ends), "printed": named[0][0]})


def _lasts(anchor: str, ends: Sequence[Decimal]) -> bool:
    for unit, size in DURATIONS.items():
        low, *high = (end / size for end in ends)
        if unit.search(anchor) and follows(anchor, low, high[0] if high else None, "level"):
            return True
    return False


def _translated(data: Any, field: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Each text of a row that is in both languages, with its field; those of rows nested in it are their own."""
    texts = _texts(data)
    if len(texts) == len(IN_ONE_LANGUAGE):
        yield field, texts
    elif isinstance(data, dict):
        for name, value in data.items():
            if name not in NAMES and not _are_rows(value):
                yield from _translated(value, field or name)
    elif isinstance(data, list):
        for value in data:
            yield from _translated(value, field)


def _texts(value: Any) -> dict[str, str]:
    """The texts of a field by language."""
    if not isinstance(value, dict):
        return {}
    return {code: value[code] for code in IN_ONE_LANGUAGE if isinstance(value.get(code), str)}


def _numbers(data: Data, *fields: str) -> list[Decimal]:
    return [Decimal(str(data[field])) for field in fields if data.get(field) is not None]


def _shown(ends: Sequence[Decimal]) -> str:
    return "–".join(f"{end:f}" for end in ends)


def _label(qualifier: Any) -> str:
    return str(dict(Qualifier.choices).get(qualifier, qualifier))

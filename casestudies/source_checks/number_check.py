"""Whether each number and date of a fact stands in its citations: in an anchor, or in the sentence around it.

docs/evidence.md says what is asked of which fields, and why.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from casestudies.source_checks.content_facts import DATE, NAMES, ContentFact, ContentRecord, Data, are_facts, stated_by
from casestudies.source_checks.english_numbers import MONTHS, months_named, numbers_in_words
from casestudies.source_checks.numbers_in_both import stated
from casestudies.source_checks.numbers_in_text import compact, numbers_in
from casestudies.source_checks.printed_numbers import HAN, number, scale_of

# Checked on their own: the figure against what is printed, the months against an anchor, an address as a whole.
FIGURES = ("value", "upper_value", "as_printed", "months", "months_upper", "address", "editors_note")
# A full stop ends a sentence unless it is in a number, an address or the like.
END = re.compile(r"[。！？；!?;]|\.(?![0-9a-z])")
_MONTH = rf"(?:[0-9]{{1,2}}|{HAN})"
PRINTED_MONTH = re.compile(rf"({_MONTH})(?:月?(?:[-–—~～至到、和]|and)({_MONTH}))?月")
DIGITS = re.compile("[0-9]+")
END_OF_YEAR = re.compile("年(?:年?底|年?末|终)")
ENGLISH_MONTH = re.compile("|".join(MONTHS))

# A number that a source gives for each month is not one for the year.
RATE = re.compile("每个?(年|月|周|日|天|小时)|([年月日])均")
RATES = {
    "年": ("year", re.compile(r"year|annual|年", re.IGNORECASE)),
    "月": ("month", re.compile(r"month|月", re.IGNORECASE)),
    "周": ("week", re.compile(r"week|周", re.IGNORECASE)),
    "日": ("day", re.compile(r"\bday|daily|日|天", re.IGNORECASE)),
    "小时": ("hour", re.compile(r"hour|小时", re.IGNORECASE)),
}
RATES["天"] = RATES["日"]

Texts = Mapping[str, str | None]  # texts of passages by `source/passage`, without white space


class Claim(NamedTuple):
    """A number that a fact states: the field, the number as written, the values it may have, the text it is in."""

    field: str
    printed: str
    values: frozenset[Decimal]
    is_month: bool = False
    text: str = ""


class Proof(NamedTuple):
    """The numbers and months that texts state. `rates`: for which times they give a number, 月 or 年; "" for none."""

    values: set[Decimal]
    months: set[Decimal]
    rates: Mapping[Decimal, set[str]]

    def holds(self, claim: Claim) -> bool:
        return bool(claim.values & (self.months if claim.is_month else self.values))

    def missed_rate(self, claim: Claim) -> str:
        """The word for the time that the number is given for, and for no other, if the text of the claim lacks it."""
        rates = {rate for value in claim.values for rate in self.rates.get(value, ())}
        name, said = RATES.get(rates.pop(), ("", None)) if len(rates) == 1 else ("", None)
        return name if said and claim.text and not said.search(claim.text) else ""


class Numbers:
    """Holds the numbers of facts and records against the passages that they cite. `names` are no numbers.

    `records` has the data of all records by folder and slug; `units` that of the units by slug.
    """

    def __init__(self, texts: Texts, names: list[str], records: Mapping[str, Data], units: Mapping[str, Data]):
        self.texts, self.names, self.records, self.units = texts, names, records, units
        self.proof_of = cache(proof_of)  # a sentence is cited by a fact and counts for its record

    def of_fact(self, fact: ContentFact) -> Iterator[str]:
        """The mistakes of a row, or of a text of a record."""
        note = fact.fields.get("editors_note")
        if not fact.kind:
            note = self.records.get(fact.name.partition("#")[0], {}).get("editors_note")
        printed = [row.get("as_printed") for row in (fact.fields, *(fact.fields.get("equivalents") or ()))]
        yield from self._lacking(fact.fields, FIGURES, fact.citations, note, printed)
        for address in (fact.fields.get("address") or {}).values():
            yield from self._miscopied(address, fact.citations)

    def of_record(self, record: ContentRecord, facts: Iterable[ContentFact]) -> Iterator[str]:
        """The mistakes in a record's own fields, such as its title and its dates; all its citations count."""
        cited = [citation for fact in facts for citation in fact.citations]
        if cited:
            yield from self._lacking(stated_by(record), (), cited, record.data.get("editors_note"))

    def _lacking(
        self, fields: Data, passed: Iterable[str], citations: Iterable[Data], note: Any, printed: Iterable[Any] = ()
    ) -> Iterator[str]:
        claims = dict.fromkeys(self._scaled(claim, fields) for claim in self._claims(fields, (*passed, *NAMES)))
        found = [sentence(citation, self.texts) for citation in citations]
        if not all(found):
            return  # a wrong anchor is a mistake of its own, and a source without a text proves nothing
        proof = united(map(self.proof_of, [*found, *map(compact, filter(None, printed))]))
        noted = united(map(self.proof_of, note.values() if isinstance(note, dict) else ()))
        for claim in claims:
            if noted.holds(claim):
                continue
            if not proof.holds(claim):
                yield f"{claim.field}: {claim.printed} is in no sentence that it cites, and no editor's note gives it"
            elif rate := proof.missed_rate(claim):
                yield f"{claim.field}: the source gives {claim.printed} for each {rate}, and no editor's note says so"

    def _miscopied(self, address: str, citations: Iterable[Data]) -> Iterator[str]:
        """An address is copied with its phone numbers, so its digits stand in a passage in the same order."""
        cited = [self.texts.get(str(citation.get("passage"))) for citation in citations]
        digits = DIGITS.findall(compact(address))
        printed = [iter(DIGITS.findall(text)) for text in cited if text]
        if cited and all(cited) and not any(all(run in rest for run in digits) for rest in printed):
            yield f"address: its numbers {', '.join(digits)} do not stand in this order in a passage that it cites"

    def _claims(self, data: Any, passed: Iterable[str], field: str = "") -> Iterator[Claim]:
        if isinstance(data, dict):
            for name, value in data.items():
                if name in ("en", "zh-hans") and isinstance(value, str):
                    yield from self._written(value, field)
                elif name not in passed and not are_facts(value):
                    yield from self._claims(value, passed, f"{field}.{name}" if field else name)
        elif isinstance(data, list):
            for value in data:
                yield from self._claims(value, passed, field)
        elif isinstance(data, (int, float, Decimal)) and not isinstance(data, bool):
            yield Claim(field, str(data), frozenset({abs(Decimal(str(data)))}))
        elif isinstance(data, (str, datetime.date)) and (match := DATE.fullmatch(str(data))):
            for part, is_month in zip(match.groups(), (False, True, False), strict=True):
                if part:
                    yield Claim(field, f"{int(part)} in {match[0]}", frozenset({Decimal(part)}), is_month)

    def _scaled(self, claim: Claim, fields: Data) -> Claim:
        """A baseline is in the unit of its figure: 40 in 千吨 may be printed as 4万吨."""
        if claim.field not in ("baseline_value", "baseline_upper"):
            return claim
        symbols = (self.units.get(str(fields.get("unit")), {}).get("symbol") or {}).values()
        scales = {scale_of(str(symbol))[0] for symbol in symbols} | {Decimal(1)}
        return claim._replace(values=frozenset(value * scale for value in claim.values for scale in scales))

    def _written(self, text: str, field: str) -> Iterator[Claim]:
        for one in numbers_in(text, self.names):
            yield Claim(field, one.printed, one.values, text=text)
        bare = text
        for name in self.names:
            bare = bare.replace(name, "|")
        for words, values in numbers_in_words(bare):
            if max(values) > 1:  # "one" is an article too
                yield Claim(field, words, frozenset(values), text=text)
        for word, month in months_named(bare):
            yield Claim(field, word, frozenset({Decimal(month)}), is_month=True)


def sentence(citation: Data, texts: Texts) -> str:
    """The sentence or sentences around an anchor, without white space; empty if the anchor is not there."""
    text, anchor = texts.get(str(citation.get("passage"))) or "", compact(citation.get("anchor"))
    at = text.find(anchor) if anchor else -1
    if at < 0:
        return ""
    start = max((end.end() for end in END.finditer(text, 0, at)), default=0)
    end = END.search(text, at + len(anchor))
    return text[start : end.start() if end else len(text)]


def proof_of(text: str) -> Proof:
    """All numbers that a text states, in either language."""
    values = stated(text)
    months: set[Decimal] = set()
    rates: dict[Decimal, set[str]] = defaultdict(set)
    for one in numbers_in(text):
        values.update(one.values)
        clause = re.split("[，,、；;（(]", text[: one.start])[-1]
        given = [match[1] or match[2] for match in RATE.finditer(clause)]
        for value in one.values:
            rates[value].add(given[-1] if given else "")
    for match in PRINTED_MONTH.finditer(text):
        months.update(number(month) for month in match.groups() if month)
    if END_OF_YEAR.search(text):
        months.add(Decimal(12))
    months.update(Decimal(MONTHS.index(match[0]) + 1) for match in ENGLISH_MONTH.finditer(text))
    return Proof(values, months, rates)


def united(proofs: Iterable[Proof]) -> Proof:
    """All numbers that the texts state together."""
    values: set[Decimal] = set()
    months: set[Decimal] = set()
    rates: dict[Decimal, set[str]] = defaultdict(set)
    for proof in proofs:
        values |= proof.values
        months |= proof.months
        for value, those in proof.rates.items():
            rates[value] |= those
    return Proof(values, months, rates)

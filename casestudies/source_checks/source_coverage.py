"""What the sources say and no fact holds: the opposite direction of `evidence_check`.

For each source: which passages no fact cites, how much text is before the first passage, and which numbers of a
passage are in no fact that cites it. docs/coverage.md has the rules, and the table that explains what is rightly left
out.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from casestudies.source_checks.content_facts import Content, ContentFact, ContentRecord, Data, Mistake
from casestudies.source_checks.evidence_check import compact, find_passages, names_with_digits
from casestudies.source_checks.numbers_in_both import ADDRESS, stated
from casestudies.source_checks.printed_numbers import (
    ARABIC,
    FIGURE,
    FRACTION,
    GROWTH,
    ORDINAL,
    PHRASES,
    ends_of,
    readings,
)

EVERYTHING = "everything"
AROUND = 14  # characters of context on each side of a reported number

# Fields of a record that count for all its facts.
OF_THE_RECORD = (
    *("title", "name", "acronym", "aliases", "symbol", "legal_reference"),
    *("started", "ended", "binds", "people", "editors_note"),
)
# Texts without a language. Any other plain string is a slug or a choice.
BARE_TEXTS = ("as_printed", "legal_reference", "symbol", "acronym", "contact", "person")
DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")

# "1. " before a paragraph and "## 2.3 " before a heading are numbering, not figures.
NUMBERING = re.compile(r"^(?:[ \t>*-]*\d{1,3}(?:\.\d+)*[.、)](?!\d)|#+\s*\d+(?:\.\d+)*)", re.MULTILINE)

# 两条 and 十四年 are figures; the 两 of 两岸, the 三 of 三维 and the 万 of 万一 are not.
MEASURE = re.compile(
    "[个座条项家户人名位种类所台辆栋处棵株份次场届期年月日天周米吨度批支片块套间张只艘大层级成国市省州县区城篇本组"
    "步代点笔则部口亩]|小时|分钟|公里|公顷|平方|立方|阶段|方面|地区|美元|欧元"
)
NO_FIGURE = re.compile(r"十[一二三四]五(?=”?(?:规划|时期|期间))|第三方|[数几][十百千万亿]+|成千上万|千家万户")
TIMES = ("倍", "times")
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


@dataclass
class Explanation:
    """A row of the table of docs/coverage.md: what is rightly in no fact. `place` is `source/passage`, or a source."""

    place: str
    what: str
    why: str
    used: bool = False


@dataclass
class Coverage:
    """What was found in one source, in the passages that were asked for."""

    source: str
    passages: int = 0
    cited: int = 0
    numbers: int = 0
    held: int = 0
    explained: int = 0
    gaps: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        left = self.numbers - self.held - self.explained
        return (
            f"{self.source}: {self.passages} passages, {self.cited} cited; {self.numbers} numbers, "
            f"{self.held} in facts, {self.explained} explained, {left} left; {len(self.gaps)} gaps"
        )


def cover(
    content: Content, folder: Path, explanations: list[Explanation], wanted: Iterable[str] = ()
) -> Iterator[Coverage]:
    """The coverage of each source in `wanted` (none: of all). LookupError for an unknown source, part or passage."""
    chosen = choose(content, wanted)
    known = {*content.passages, *(source.slug for source in content.in_folder("sources"))}
    if unknown := [row.place for row in explanations if row.place not in known]:
        raise LookupError(f"There are explanations of unknown passages: {', '.join(unknown)}.")
    citing: dict[str, list[ContentFact]] = defaultdict(list)
    for fact in content.facts:
        for name in {str(citation.get("passage")) for citation in fact.citations}:
            citing[name].append(fact)
    records = {record.name: record.data for record in content.records}
    names = names_with_digits(content.records)
    for source in content.in_folder("sources"):
        if source.slug not in chosen:
            continue
        asked = chosen[source.slug]
        found = Coverage(source.slug)
        before, texts, mistakes = cut(source, folder)
        found.gaps += [str(mistake) for mistake in mistakes]
        rows = [explanation for explanation in explanations if explanation.place.partition("/")[0] == source.slug]
        if asked is None:
            _cover_stretch(found, before, rows)
        for name, text in texts.items():
            if asked is None or name in asked:
                here = [row for row in rows if row.place == name]
                _cover_passage(found, name, text or "", citing[name], records, names, here)
        for row in rows:
            if not row.used and (asked is None or row.place in asked):
                found.gaps.append(f"{row.place}: the explanation of “{row.what}” is no longer needed")
        yield found


def choose(content: Content, wanted: Iterable[str]) -> dict[str, set[str] | None]:
    """Source → its passages in `wanted`, which names sources, parts or passages; None means the whole source."""
    sources = {source.slug: source for source in content.in_folder("sources")}
    chosen: dict[str, set[str] | None] = {}
    for name in wanted:
        slug, _, part = name.partition("/")
        if slug not in sources:
            raise LookupError(f"There is no source {slug}: {', '.join(sources)}.")
        rows = sources[slug].data.get("passages") or ()
        passages = {f"{slug}/{row['slug']}" for row in rows if name in (f"{slug}/{row['slug']}", row.get("part"))}
        if not part:
            chosen[slug] = None
        elif not passages:
            raise LookupError(f"{slug} has neither a passage nor a part {part}.")
        elif (already := chosen.setdefault(slug, set())) is not None:
            already.update(passages)
    return chosen or dict.fromkeys(sources)


def cut(source: ContentRecord, folder: Path) -> tuple[str, dict[str, str | None], list[Mistake]]:
    """The text before the first passage, the text of each passage with its white space, and the mistakes.

    The text of a passage is None if it was not found, and empty if the source has no text.
    """
    compacted: dict[str, str | None] = {}
    mistakes = list(find_passages(source, folder, compacted))
    file = source.data.get("text_file")
    if not file or not (folder / file).is_file():
        return "", compacted, mistakes
    text = (folder / file).read_text(encoding="utf-8")
    # The passages run to the end of the text without gaps, so their lengths give the start of the first one.
    printed = [index for index, char in enumerate(text) if not char.isspace()]
    at = first = len(printed) - sum(len(passage or "") for passage in compacted.values())
    texts: dict[str, str | None] = {}
    bounds = [*printed, len(text)]
    for name, passage in compacted.items():
        texts[name] = None if passage is None else text[bounds[at] : bounds[at + len(passage)]]
        at += len(passage or "")
    return text[: bounds[first]], texts, mistakes


def _cover_stretch(found: Coverage, before: str, rows: list[Explanation]) -> None:
    """Reports the text before the first passage as one gap."""
    size = len(compact(before))
    if not size:
        return
    explained = [row for row in rows if row.place == found.source and row.what == EVERYTHING]
    for row in explained:
        row.used = True
    if not explained:
        found.gaps.append(
            f"{found.source}: {size} characters are before the first passage and not cut into passages yet"
        )


def _cover_passage(
    found: Coverage,
    name: str,
    text: str,
    facts: list[ContentFact],
    records: Mapping[str, Data],
    names: list[str],
    rows: list[Explanation],
) -> None:
    numbers = numbers_in(text, names)
    found.passages += 1
    found.numbers += len(numbers)
    if not facts:
        explained = [row for row in rows if row.what == EVERYTHING]
        for row in explained:
            row.used = True
        if explained:
            found.explained += len(numbers)
        else:
            found.gaps.append(f"{name}: is cited by no fact ({len(numbers)} numbers)")
        return
    found.cited += 1
    missing = not_held(numbers, text, name, facts, records)
    found.held += len(numbers) - len(missing)
    for one in missing:
        explained = [row for row in rows if one.lies_in(spans(row.what, text))]
        for row in explained:
            row.used = True
        if explained:
            found.explained += 1
        else:
            around = compact(text[max(0, one.start - AROUND) : one.end + AROUND])
            found.gaps.append(f"{name}: “{one.printed}” in “{around}” is in no fact that cites it")


def not_held(
    numbers: list[PrintedNumber], text: str, passage: str, facts: Iterable[ContentFact], records: Mapping[str, Data]
) -> list[PrintedNumber]:
    """The numbers of a passage whose value is in no field and no anchor of the facts that cite it."""
    values: set[Decimal] = set()
    anchors: list[tuple[int, int]] = []
    for fact in facts:
        values.update(values_of(fact.fields))
        record = records.get(fact.name.partition("#")[0], {})
        values.update(values_of({name: record.get(name) for name in OF_THE_RECORD}))
        for citation in fact.citations:
            if citation.get("passage") == passage:
                anchors += spans(citation.get("anchor"), text)
    for one in numbers:
        if one.lies_in(anchors):
            values |= one.values
    return [one for one in numbers if not one.values & values]


def values_of(data: Any, name: str = "") -> Iterator[Decimal]:
    """Every number in the fields of a fact: numbers, the parts of dates, and the numbers in texts."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from values_of(value, key)
    elif isinstance(data, list):
        for value in data:
            yield from values_of(value, name)
    elif isinstance(data, datetime.date):
        yield from map(Decimal, (data.year, data.month, data.day))
    elif isinstance(data, (int, float, Decimal)) and not isinstance(data, bool):
        yield abs(Decimal(str(data)))
    elif isinstance(data, str) and (match := DATE.fullmatch(data)):
        yield from (Decimal(part) for part in match.groups() if part)
    elif isinstance(data, str) and (name in ("en", "zh-hans") or name in BARE_TEXTS):
        yield from stated(data)


def numbers_in(text: str, names: Iterable[str] = ()) -> list[PrintedNumber]:
    """The numbers of a source's text in their order, in digits or in Chinese, without names and numbering.

    One in words is left out, since every article would match it.
    """
    for pattern in (ADDRESS, NUMBERING, NO_FIGURE, *(_spaced(compact(name)) for name in names)):
        text = pattern.sub(_blank, text)
    found: list[PrintedNumber] = []
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


@cache
def _spaced(phrase: str) -> re.Pattern[str]:
    """A pattern that finds the phrase with any white space in it."""
    return re.compile(r"\s*".join(map(re.escape, phrase)))


def spans(phrase: Any, text: str) -> list[tuple[int, int]]:
    """Where a phrase occurs in a text, ignoring the white space of both."""
    phrase = compact(phrase)
    return [match.span() for match in _spaced(phrase).finditer(text)] if phrase else []


def read_explanations(markdown: str) -> Iterator[Explanation]:
    """Rows of the table with the columns passage, what, why. ValueError without a table or for an incomplete row."""
    inside = seen = False
    for line in markdown.splitlines():
        if not line.startswith("|"):
            inside = False
            continue
        cells = [cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]]
        if cells == ["passage", "what", "why"]:
            inside = seen = True
        elif inside and not set("".join(cells)) <= set("-: "):
            if len(cells) != 3 or not all(cells):
                raise ValueError(f"a row of the explanations needs three filled cells: {line}")
            yield Explanation(cells[0], cells[1], cells[2])
    if not seen:
        raise ValueError("there is no table with the columns passage, what, why")

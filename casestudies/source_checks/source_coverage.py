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
from pathlib import Path
from typing import Any

from casestudies.source_checks.content_facts import Content, ContentFact, ContentRecord, Data, Mistake
from casestudies.source_checks.evidence_check import find_passages, names_with_digits
from casestudies.source_checks.numbers_in_both import stated
from casestudies.source_checks.numbers_in_text import PrintedNumber, compact, numbers_in, spaced

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


def spans(phrase: Any, text: str) -> list[tuple[int, int]]:
    """Where a phrase occurs in a text, ignoring the white space of both."""
    phrase = compact(phrase)
    return [match.span() for match in spaced(phrase).finditer(text)] if phrase else []


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

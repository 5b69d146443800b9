"""Checks the facts of the content files against the texts of the sources, ignoring white space.

docs/evidence.md says what is checked and why.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from casestudies.fixture_files.mistakes import did_you_mean
from casestudies.source_checks.content_facts import NAMES, Content, ContentFact, ContentRecord, Mistake, fact_kind
from casestudies.source_checks.content_rules import check_rules, unpublished
from casestudies.source_checks.contradictions import contradictions, with_digits
from casestudies.source_checks.number_check import Numbers, Texts, sentence
from casestudies.source_checks.numbers_in_text import compact

AROUND = 8  # characters of context on each side of an anchor that stands more than once
NEAR = 300  # characters between an anchor and its printed figure


def check(content: Content, folder: Path) -> Iterator[Mistake]:
    """Every mistake in the content, checked against the text files in `folder`.

    Of what is not published only what is there: what it lacks is asked when it is published.
    """
    yield from content.mistakes
    drafts = unpublished(content)
    texts: dict[str, str | None] = {}
    for source in content.in_folder("sources"):
        yield from find_passages(source, folder, texts)
    units = {record.slug: record.data for record in content.in_folder("terms") if "dimension" in record.data}
    names = names_with_digits(content.records)
    codes = {record.slug: str(record.data["code"]) for record in content.in_folder("terms") if "goal" in record.data}
    numbers = Numbers(texts, names, {record.name: record.data for record in content.records}, units)
    facts_of: dict[str, list[ContentFact]] = defaultdict(list)
    for fact in content.facts:
        facts_of[fact.name.partition("#")[0]].append(fact)
        if not fact.citations and fact.name.partition("#")[0] in drafts:
            continue
        for messages in (
            check_citations(fact, texts),
            check_figures(fact, texts),
            check_named_targets(fact, texts, codes),
            numbers.of_fact(fact),
        ):
            yield from (Mistake(fact.file, fact.key, message) for message in messages)
    for record in content.records:
        for kind, key, field, message, _language in contradictions(record.data, units, names):
            where = f"{record.slug}#{fact_kind(kind)}-{key}" if kind else record.slug
            yield Mistake(record.file, where, f"{field}: {message}")
        for message in numbers.of_record(record, facts_of[record.name]) if record.name not in drafts else ():
            yield Mistake(record.file, record.slug, message)
    yield from check_rules(content)
    times = Counter(fact.name for fact in content.facts)
    for fact in content.facts:
        if times[fact.name] > 1:
            yield Mistake(fact.file, fact.key, "another fact has this name")


def find_passages(source: ContentRecord, folder: Path, texts: dict[str, str | None]) -> Iterator[Mistake]:
    """Cuts the text of a source into its passages, adds them to `texts`, and yields a mistake for each it can't find.

    A passage runs from its opening words to those of the next one. The opening must occur exactly once after the
    opening of the previous passage.
    """
    rows, file = source.data.get("passages") or [], source.data.get("text_file")
    names = [f"{source.slug}/{row['slug']}" for row in rows]
    if not file:
        texts.update(dict.fromkeys(names, ""))
        return
    try:
        text = compact((folder / file).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        texts.update(dict.fromkeys(names))
        yield Mistake(source.file, "text_file", f"{file} can't be read: {error.__class__.__name__}")
        return
    starts, last = [], -1
    for name, row in zip(names, rows, strict=True):
        opening = compact(row.get("opening"))
        found = text.find(opening, last + 1) if opening else -1
        starts.append(found)
        if not opening and source.data.get("state", "published") != "published":
            continue
        if found < 0:
            yield Mistake(source.file, name, "its opening words are not in the text after those of the passage before")
            continue
        if text.find(opening, found + 1) >= 0:
            yield Mistake(source.file, name, "its opening words occur again further down: give more of them")
        last = found
    for index, (name, start) in enumerate(zip(names, starts, strict=True)):
        end = next((later for later in starts[index + 1 :] if later >= 0), None)
        texts[name] = text[start:end] if start >= 0 else None


def check_citations(fact: ContentFact, texts: Texts) -> Iterator[str]:
    """A fact has at least one citation, and each anchor occurs exactly once in its passage."""
    if not fact.citations:
        yield "has no citation"
    for citation in fact.citations:
        name, anchor = str(citation.get("passage")), compact(citation.get("anchor"))
        text = texts.get(name, "")
        if name not in texts:
            yield f"there is no passage {name}{did_you_mean(name, texts, most=5)}"
        elif not anchor:
            yield f"the citation of {name} has no anchor"
        elif text is not None and not text.count(anchor):
            other = _with_other_punctuation(anchor, text)
            yield f"“{citation['anchor']}” is nowhere in {name}" + (
                f"; it stands there with other punctuation: “{other}”" if other else ""
            )
        elif text is not None and (count := text.count(anchor)) > 1:
            places = (text[max(0, at - AROUND) : at + len(anchor) + AROUND] for at in _places(anchor, text))
            yield f"“{citation['anchor']}” is {count} times in {name}: {', '.join(f'“…{one}…”' for one in places)}"


def _places(phrase: str, text: str) -> Iterator[int]:
    at = text.find(phrase)
    while at >= 0:
        yield at
        at = text.find(phrase, at + len(phrase))


def _with_other_punctuation(anchor: str, text: str) -> str:
    """What stands in the text where only its punctuation differs from the anchor's; empty if it is nowhere."""
    letters = [char for char in anchor if char.isalnum()]
    if not letters:
        return ""
    found = re.search(r"[^\w]*".join(map(re.escape, letters)), text)
    return found[0] if found else ""


def check_figures(fact: ContentFact, texts: Texts) -> Iterator[str]:
    """Each figure of an outcome is printed near an anchor."""
    if fact.kind != "outcome":
        return
    windows = list(_windows(fact, texts))
    for figure in (fact.fields, *(fact.fields.get("equivalents") or ())):
        printed = str(figure.get("as_printed") or "")
        if windows and not (printed and any(compact(printed) in window for window in windows)):
            yield f"“{printed}” is not within {NEAR} characters of an anchor"


def _windows(fact: ContentFact, texts: Texts) -> Iterator[str]:
    for citation in fact.citations:
        text, anchor = texts.get(str(citation.get("passage"))), compact(citation.get("anchor"))
        if text and anchor and (at := text.find(anchor)) >= 0:
            yield text[max(0, at - NEAR) : at + len(anchor) + NEAR]


def check_named_targets(fact: ContentFact, texts: Texts, codes: Mapping[str, str]) -> Iterator[str]:
    """The code of each SDG target that a source is said to name is in a sentence that is cited."""
    found = [sentence(citation, texts) for citation in fact.citations]
    if not all(found):
        return  # a wrong anchor is a mistake of its own, and a source without a text proves nothing
    for slug in fact.fields.get("named_sdg_targets") or ():
        code = codes.get(str(slug), str(slug))
        if not any(re.search(rf"(?<![\d.]){re.escape(code)}(?![\d])", text) for text in found):
            yield f"{code} is in no sentence that it cites"


def names_with_digits(records: Iterable[ContentRecord]) -> list[str]:
    """The names of the records that have digits, in either language, the longest first."""
    return with_digits(text for record in records for name in NAMES for text in _texts(record.data.get(name)))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)

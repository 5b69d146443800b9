"""Draws outcomes for a second reading, and prints each beside its source.

Outcomes are sorted by the SHA-256 of "<seed> <name of the fact>". The order depends on nothing else, so a draw can be
repeated, and an outcome that is added or removed moves the others by one place at most.
"""

import hashlib
from collections.abc import Iterator, Mapping

import yaml

from casestudies.source_checks.content_facts import Content, ContentFact, Data
from casestudies.source_checks.evidence_check import NEAR
from casestudies.source_checks.source_coverage import spans


def outcomes_of(content: Content, source: str = "") -> list[ContentFact]:
    """The outcomes that cite a passage of `source`; all outcomes if it is empty."""
    return [
        fact
        for fact in content.facts
        if fact.kind == "outcome"
        and (not source or any(str(cited.get("passage")).startswith(f"{source}/") for cited in fact.citations))
    ]


def draw(facts: list[ContentFact], seed: int, count: int) -> list[ContentFact]:
    """The first `count` facts in the order of the seed."""
    return sorted(facts, key=lambda fact: hashlib.sha256(f"{seed} {fact.name}".encode()).hexdigest())[:count]


def describe(fact: ContentFact, passages: Mapping[str, Data], texts: Mapping[str, str | None]) -> Iterator[str]:
    """The lines of one outcome: its name, its fields, and each passage with its anchors and the text around them."""
    yield fact.name
    fields = yaml.safe_dump(dict(fact.fields), allow_unicode=True, sort_keys=False, width=110)
    yield from (f"    {line}" for line in fields.splitlines())
    for name in dict.fromkeys(str(cited.get("passage")) for cited in fact.citations):
        locator = passages.get(name, {}).get("locator") or {}
        yield f"  {name} ({locator.get('en', 'no such passage')})"
        anchors = [cited.get("anchor") for cited in fact.citations if cited.get("passage") == name]
        yield from (f"    anchor: {anchor}" for anchor in anchors)
        if text := texts.get(name):
            found = [span for anchor in anchors for span in spans(anchor, text)]
            start = max(0, min((span[0] for span in found), default=0) - NEAR)
            end = max((span[1] for span in found), default=len(text)) + NEAR
            yield from (f"    > {line.strip()}" for line in text[start:end].splitlines() if line.strip())

"""What on the site rests on a source or on a passage: the records whose facts cite it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db import models

from casestudies.models import Citation, Passage, Source
from casestudies.models.record import Record

from .deletion import admin_link, page_of


class Resting(NamedTuple):
    """A record or a transfer: how many of its facts cite something, and how many cite nothing else."""

    page: models.Model
    facts: int
    alone: int

    @property
    def link(self) -> str:
        return admin_link(self.page)


def resting_on(passages: models.QuerySet[Passage]) -> list[Resting]:
    """What is on the site and cites these passages, what cites nothing else that is public first.

    The number of queries depends on the kinds of facts, not on their number.
    """
    citations = [one for one in Citation.objects.filter(passage__in=passages).with_facts() if one.fact is not None]
    facts = {citation.fact_id: citation.fact for citation in citations}
    held = _with_other_proof(facts, passages)
    of_page: dict[models.Model, list[bool]] = defaultdict(list)
    for fact_id, fact in facts.items():
        of_page[page_of(fact)].append(fact_id not in held)
    found = [Resting(page, len(alone), sum(alone)) for page, alone in of_page.items()]
    return sorted(found, key=lambda one: (not one.alone, str(one.page)))


def _with_other_proof(facts: Iterable[tuple[str, int, str]], passages: models.QuerySet[Passage]) -> set[tuple]:
    """Those of the facts that another passage of a published source proves too."""
    keys: dict[str, list[int]] = defaultdict(list)
    for arc, pk, _part in facts:
        keys[arc].append(pk)
    others = Citation.objects.filter(passage__source__state=Record.State.PUBLISHED).exclude(passage__in=passages)
    return {
        (arc, pk, part)
        for arc, pks in keys.items()
        for pk, part in others.filter(**{f"{arc}__in": pks}).values_list(f"{arc}_id", "part")
    }


def cuts(source: Source) -> dict[Passage, tuple[str, str]]:
    """Where each passage begins and the next one does: what its anchors were found in."""
    rows = list(source.passages.order_by("order"))
    openings = [row.opening for row in rows]
    return {row: ends for row, ends in zip(rows, zip(openings, [*openings[1:], ""], strict=True), strict=True)}

"""The facts drawn from the passages of a source, by kind: figures first, lists of names last."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casestudies.models import Citation, Passage

# The arcs of a citation in the order of the page, with the title of their facts.
TITLES = {
    "outcome": _("Figures"),
    "step": _("Steps"),
    "lesson": _("Lessons"),
    "case": _("Case studies"),
    "programme": _("Programmes"),
    "participation": _("Participations"),
    "involvement": _("Organisations involved"),
    "cooperation": _("Levels acting together"),
    "transfer": _("Practices that moved"),
    "event": _("Events"),
    "place": _("Places"),
    "organisation": _("Organisations"),
    "term": _("Terms"),
    "leadership_term": _("Leadership"),
    "office": _("Offices"),
    "affiliation": _("Affiliations"),
    "membership": _("Memberships"),
}
# Names without more to say: folded, however few.
FOLDED = {"affiliation", "membership"}


@dataclass(frozen=True)
class Drawn:
    """A fact with its citations; or a record, with the citations of each of its texts."""

    fact: Any
    proofs: list[list[Citation]]

    @property
    def first(self) -> Citation:
        return self.proofs[0][0]


@dataclass(frozen=True)
class Kind:
    """The facts of one kind in a passage."""

    arc: str
    drawn: list[Drawn]

    @property
    def title(self) -> Promise:
        return TITLES[self.arc]

    @property
    def is_folded(self) -> bool:
        return self.arc in FOLDED


def by_kind(passage: Passage) -> list[Kind]:
    """The published facts that cite a passage; needs `for_source()`, and no query."""
    found: dict[str, dict[int, list[list[Citation]]]] = defaultdict(lambda: defaultdict(list))
    for citations in passage.facts:
        arc, key, _part = citations[0].fact_id
        found[arc][key].append(citations)
    drawn = {arc: [Drawn(proofs[0][0].fact, proofs) for proofs in facts.values()] for arc, facts in found.items()}
    return [Kind(arc, drawn[arc]) for arc in TITLES if arc in drawn]


def counts(passages: Iterable[Passage]) -> list[tuple[Promise, int]]:
    """How many facts and records of each kind the passages hold; one that several passages prove counts once."""
    found = defaultdict(set)
    for passage in passages:
        for citations in passage.facts:
            arc, key, _part = citations[0].fact_id
            found[arc].add(key)
    return [(TITLES[arc], len(found[arc])) for arc in TITLES if arc in found]

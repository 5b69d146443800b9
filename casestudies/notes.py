"""The source notes of a page: the numbered passages, and the facts that each proves."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model

from casestudies.models import Citation, Passage, Transfer
from casestudies.models.evidence import ENDS

ARC_OF = {
    field.related_model._meta.concrete_model: field.name
    for field in Citation._meta.get_fields()
    if field.many_to_one and field.name != "passage"
}


def owner_name(record: Model) -> str:
    """What a record is called by its facts and citations: case, programme, method."""
    return ARC_OF.get(record._meta.concrete_model, record._meta.model_name)


@dataclass(frozen=True)
class Mark:
    """The mark behind a fact: the number of a passage on the page, and the citations that prove the fact."""

    number: int
    citations: list[Citation]

    @property
    def passage(self) -> Passage:
        return self.citations[0].passage

    @property
    def id(self) -> str:
        """The id of the note that the mark opens."""
        return f"note-{self.citations[0].pk}"


@dataclass(frozen=True)
class Note:
    """A passage in the list of sources, with the number of facts of the page that it proves."""

    number: int
    passage: Passage
    facts: int


class Notes:
    """All citations of a page, numbered by passage, in the order given.

    `marks(fact, part)` needs no query.
    """

    def __init__(self, citations: Iterable[Citation]):
        by_passage: dict[int, list[Citation]] = defaultdict(list)
        for citation in citations:
            by_passage[citation.passage_id].append(citation)
        self.notes: list[Note] = []
        self._marks: dict[tuple, list[Mark]] = defaultdict(list)
        for number, found in enumerate(by_passage.values(), start=1):
            by_fact: dict[tuple, list[Citation]] = defaultdict(list)
            for citation in found:
                by_fact[citation.fact_id].append(citation)
            for fact, proofs in by_fact.items():
                self._marks[fact].append(Mark(number, proofs))
            self.notes.append(Note(number, found[0].passage, len(by_fact)))

    def marks(self, fact, part: str = "") -> list[Mark]:
        """The marks of a row, or of one text of a record: `marks(step)`, `marks(case, "background")`."""
        return self._marks.get((ARC_OF[fact._meta.concrete_model], fact.pk, part), [])

    @property
    def sources(self) -> list[tuple]:
        """The notes by source: [(source, [note, …]), …]."""
        found = defaultdict(list)
        for note in self.notes:
            found[note.passage.source].append(note)
        return list(found.items())


def notes_of(record: Model) -> Notes:
    """The passages that the texts and facts of a record come from, and the transfers with the record at an end."""
    name = owner_name(record)
    proven: dict[str, Iterable] = {name: [record.pk]}
    if name in ENDS:
        proven["transfer"] = Transfer.objects.published().at(name, record)
    return Notes(Citation.objects.of(**proven).published().for_notes())

"""What a load would do to each record, before anything is written."""

from .checking import Checker
from .folder import Document, File
from .keys import MERGED_INTO, is_former
from .kinds import KINDS, DocumentKind
from .mistakes import At
from .stored import Register, fetch_all


class Plan:
    """A verdict for each document: created, updated, unchanged, or conflict if its record was edited here.

    The loader makes it refused if a record can't be merged.
    """

    def __init__(self, files: list[File], overwrite: bool):
        # The first of two documents with the same slug counts; the second was noted as a mistake.
        self.documents: dict[tuple[DocumentKind, str], Document] = {}
        for document in (document for file in files for document in file.documents):
            self.documents.setdefault((document.kind, document.slug), document)
        self.lost = {file.kind for file in files if not file.whole}
        self.register = Register()
        self.stored = {kind: fetch_all(kind, self.register) for kind in KINDS}
        self.verdicts = {key: self._verdict(*key, overwrite) for key in self.documents}

    def _verdict(self, kind: DocumentKind, slug: str, overwrite: bool) -> str:
        stored = self.stored[kind].get(slug)
        if stored is None:
            return "created"
        if stored.content == self.documents[kind, slug].content:
            return "unchanged"
        return "updated" if overwrite or not stored.was_edited else "conflict"

    def with_verdict(self, *verdicts: str, kind: DocumentKind | None = None) -> list[Document]:
        """The documents of records, without those of former ones."""
        return [one for one in self._with_verdict(verdicts, kind) if not is_former(one.content)]

    def former(self, *verdicts: str) -> list[Document]:
        """The documents of records that were merged or removed."""
        return [one for one in self._with_verdict(verdicts) if is_former(one.content)]

    def _with_verdict(self, verdicts: tuple[str, ...], kind: DocumentKind | None = None) -> list[Document]:
        return [
            document
            for key, document in self.documents.items()
            if self.verdicts[key] in verdicts and kind in (None, document.kind)
        ]

    def untouched(self) -> list[tuple[DocumentKind, int]]:
        """Records without a document that nobody edited since their last load, and that no document merges into."""
        targets = {(one.kind, one.content.get(MERGED_INTO)) for one in self.former("created", "updated")}
        return [
            (kind, stored.pk)
            for kind, slug in self.gone()
            if not (stored := self.stored[kind][slug]).was_edited
            and not is_former(stored.content)
            and (kind, slug) not in targets
        ]

    def gone(self) -> list[tuple[DocumentKind, str]]:
        """Records that were loaded once and are no longer in the files."""
        return [
            (kind, slug)
            for kind in KINDS
            for slug, stored in self.stored[kind].items()
            if stored.loaded_digest and (kind, slug) not in self.documents
        ]

    def check(self, mistakes: dict[tuple[str, str], str]) -> None:
        """Notes every mistake in the documents, and references that the load would break in the other records."""
        final = {kind: {slug: stored.content for slug, stored in self.stored[kind].items()} for kind in KINDS}
        for document in self._with_verdict(("created", "updated")):
            final[document.kind][document.slug] = document.content
        checker = Checker(final, self.lost)
        for kind in KINDS:
            for slug, stored in self.stored[kind].items():
                is_kept = self.verdicts.get((kind, slug), "conflict") == "conflict"
                if is_kept and not is_former(stored.content):
                    checker.check_kept(kind, slug, At("the database", mistakes) / kind.model._meta.model_name / slug)
        for document in self._with_verdict(("created", "updated", "unchanged")):
            checker.check(document, in_database=self.verdicts[document.kind, document.slug] == "unchanged")
        checker.check_circles(self.documents)

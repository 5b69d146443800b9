"""Documents of records that were merged into others: `{slug: old-name, merged_into: name}`, and nothing else.

Such a document is a FormerSlug, whether or not the database ever had the record. docs/content.md says what loading one
does.
"""

from collections.abc import Callable, Iterable
from graphlib import TopologicalSorter

from django.db import models

from casestudies.merging import Merger, Unmergeable, merge, named, said
from casestudies.models import FormerSlug
from casestudies.models.former import kind_of
from casestudies.models.record import Record

from .folder import Document
from .keys import MERGED_INTO
from .kinds import DocumentKind
from .plan import Plan
from .stored import digest


def merge_all(plan: Plan, say: Callable[[str], object]) -> None:
    """Merges the records that the files say so of. What can't be merged stays as it is, and is said."""
    for document in _targets_first(plan.mergers("created", "updated")):
        _merge(plan, document, say)
    for document in plan.mergers("unchanged"):
        _remember(document)


def _targets_first(documents: Iterable[Document]) -> list[Document]:
    """If two go into a third one after the other, the later merger comes first, so that both reach the third."""
    by_name = {(document.kind, document.slug): document for document in documents}
    before = {(kind, slug): [(kind, one.content[MERGED_INTO])] for (kind, slug), one in by_name.items()}
    return [by_name[name] for name in TopologicalSorter(before).static_order() if name in by_name]


def _merge(plan: Plan, document: Document, say: Callable[[str], object]) -> None:
    kind, slug = document.kind, document.slug
    old = kind.model._base_manager.filter(slug=slug).first()
    new = FormerSlug.objects.current(kind.model, document.content[MERGED_INTO])
    done = Merger()
    if old is not None and not old.is_merged:
        try:
            done = merge(old, new)
        except Unmergeable as error:
            plan.verdicts[kind, slug] = "refused"
            say(f"{kind.name} {slug} is not merged into {new.slug}: {error}")
            return
    _remember(document)
    for line in _told(kind, slug, new, done):
        say(line)


def _remember(document: Document) -> None:
    FormerSlug.objects.update_or_create(
        kind=kind_of(document.kind.model),
        slug=document.slug,
        defaults={"current": document.content[MERGED_INTO], "loaded_digest": digest(document.content)},
    )


def _told(kind: DocumentKind, slug: str, new: Record, done: Merger) -> Iterable[str]:
    """What moved to a record and is not in its file, and what stays with the merged one and differs."""
    if done.moved:
        yield f"{kind.name} {slug}: moved to {new.slug}, whose file lacks it: {_listed(done.moved)}"
    if other := [row for row in done.kept if not _has_same(new, row)]:
        yield f"{kind.name} {slug}: kept with it out of sight, as {new.slug} has its own: {_listed(other)}"


def _listed(rows: Iterable[models.Model]) -> str:
    return ", ".join(map(named, rows))


def _has_same(new: Record, row: models.Model) -> bool:
    """Whether the other record has a row that says the same and cites the same."""
    link = next(key for key in row._meta.fields if key.related_model is type(new))
    own = type(row)._base_manager.filter(**{link.name: new})
    return any(said(one) == said(row) and _proofs(one) == _proofs(row) for one in own)


def _proofs(row: models.Model) -> set[tuple]:
    return set(row.citations.values_list("passage__slug", "anchor")) if hasattr(row, "citations") else set()

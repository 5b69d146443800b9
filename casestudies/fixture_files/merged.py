"""Documents of former records: `{slug: old-name, merged_into: name}` or `{slug: old-name, removed: true}`, no more.

Such a document is a FormerSlug, whether or not the database ever had the record. docs/content.md says what loading one
does.
"""

from collections.abc import Callable, Iterable
from graphlib import TopologicalSorter

from django.db import models

from casestudies.merging import Merger, Unmergeable, merge, named, of_owner, remove, said
from casestudies.models import FormerSlug
from casestudies.models.former import kind_of
from casestudies.models.record import Entry, Record

from .folder import Document
from .keys import MERGED_INTO
from .kinds import DocumentKind
from .plan import Plan
from .stored import digest


def merge_all(plan: Plan, say: Callable[[str], object]) -> None:
    """Merges and removes what the files say so of. What can't be merged or removed stays as it is, and is said."""
    for document in _targets_first(plan.former("created", "updated")):
        _merge(plan, document, say)
    for document in plan.former("unchanged"):
        _remember(document)


def _targets_first(documents: Iterable[Document]) -> list[Document]:
    """If two go into a third one after the other, the later merger comes first, so that both reach the third."""
    by_name = {(document.kind, document.slug): document for document in documents}
    before = {(kind, slug): [(kind, one.content.get(MERGED_INTO))] for (kind, slug), one in by_name.items()}
    return [by_name[name] for name in TopologicalSorter(before).static_order() if name in by_name]


def _merge(plan: Plan, document: Document, say: Callable[[str], object]) -> None:
    kind, slug = document.kind, document.slug
    old = kind.model._base_manager.filter(slug=slug).first()
    into = document.content.get(MERGED_INTO)
    new = FormerSlug.objects.current(kind.model, into) if into else None
    done = Merger()
    if old is not None and not old.is_merged:
        try:
            done = merge(old, new) if into else _remove(old)
        except Unmergeable as error:
            plan.verdicts[kind, slug] = "refused"
            say(f"{kind.name} {slug} is not {f'merged into {new.slug}' if into else 'removed'}: {error}")
            return
    _remember(document)
    for line in _told(kind, slug, new, done):
        say(line)


def _remove(old: Entry) -> Merger:
    remove(old)
    return Merger()


def _remember(document: Document) -> None:
    FormerSlug.objects.update_or_create(
        kind=kind_of(document.kind.model),
        slug=document.slug,
        defaults={"current": document.content.get(MERGED_INTO, ""), "loaded_digest": digest(document.content)},
    )


def _told(kind: DocumentKind, slug: str, new: Record | Entry, done: Merger) -> Iterable[str]:
    """What moved to a record and is not in its file, and what stays with the merged one and differs.

    Of an entry: what no file leads to the other one, since it was edited here.
    """
    if done.led and isinstance(new, Entry):
        yield f"{kind.name} {slug}: now of {new.slug}, as no file says: {', '.join(map(of_owner, done.led))}"
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

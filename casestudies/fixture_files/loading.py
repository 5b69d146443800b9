"""Checks the files and loads them in one transaction. Records edited in the database win over the files."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from graphlib import TopologicalSorter
from pathlib import Path

from django.db import models

from casestudies.models import ContentLoad, FormerSlug
from casestudies.models.record import Record

from .checking import Checker
from .folder import Document, File, digest_of_files, paths, read
from .keys import Later, is_former
from .kinds import KINDS, DocumentKind
from .locking import sole_writer
from .merged import merge_all
from .mistakes import Mistaken
from .plan import Plan
from .stored import Stored, fetch

Say = Callable[[str], object]


def check(folder: Path) -> int:
    """The number of documents in the folder; Mistaken if they can't be loaded. Writes nothing."""
    files, mistakes = _read(folder)
    plan = Plan(files, overwrite=True)
    plan.check(mistakes)
    if mistakes:
        raise Mistaken(mistakes)
    return len(plan.documents)


def refused(folder: Path) -> list[str]:
    """What an empty database would refuse, a line for each mistake. Reads no table, so that none is needed."""
    try:
        files, mistakes = _read(folder)
    except Mistaken as error:
        return error.lines
    documents: dict[tuple[DocumentKind, str], Document] = {}
    for document in (document for file in files for document in file.documents):
        documents.setdefault((document.kind, document.slug), document)
    final: dict[DocumentKind, dict[str, dict]] = {kind: {} for kind in KINDS}
    for (kind, slug), document in documents.items():
        final[kind][slug] = document.content
    checker = Checker(final, {file.kind for file in files if not file.whole})
    for document in documents.values():
        checker.check(document)
    checker.check_circles(documents)
    return Mistaken(mistakes).lines


def load(folder: Path, overwrite: bool = False, say: Say = print) -> None:
    """Loads the folder in one transaction, in which nobody else writes content.

    Raises Mistaken, with nothing written, if there is a mistake.
    """
    digest = digest_of_files(folder)
    files, mistakes = _read(folder)
    if not overwrite and not mistakes and _is_loaded(digest, files):
        say(f"content version {ContentLoad(digest=digest).version} is already loaded")
        return
    say(f"{sum(len(file.documents) for file in files)} documents read")
    with sole_writer():
        plan = Plan(files, overwrite)
        plan.check(mistakes)
        if mistakes:
            raise Mistaken(mistakes)
        say(f"{len(plan.documents)} documents checked")
        _write(plan, say)
        _merge(plan, say)
        totals = Counter(plan.verdicts.values())
        _record(digest, totals)
    _report(plan, totals, digest, say)


def _read(folder: Path) -> tuple[list[File], dict[tuple[str, str], str]]:
    if not paths(folder):
        raise Mistaken({(str(folder), "*.yaml"): "there is none in this folder"})
    return read(folder)


def _is_loaded(digest: str, files: list[File]) -> bool:
    """Whether the last load was of these files, and the database still says what they say."""
    newest = ContentLoad.objects.order_by("pk").last()
    if newest is None or newest.digest != digest or newest.conflicts:
        return False
    return set(Plan(files, overwrite=False).verdicts.values()) == {"unchanged"}


def _write(plan: Plan, say: Say) -> None:
    """Writes records with their passages, then all nested rows that may cite a passage, and deletes passages last."""
    written, later = [], Later()
    for kind in KINDS:
        for documents in _owners_first(plan.with_verdict("created", "updated", kind=kind)):
            written += _write_records(plan, kind, documents, later)
    for document, row, is_new in written:
        _write_nested(plan, document, row, is_new, later)
    later.create()
    for document, row, _ in written:
        for key in document.kind.shape.nested:
            if key.is_cited:
                key.prune(row, document.content, plan.register.find)
    for kind in KINDS:
        found = fetch(kind, plan.register, [row.pk for document, row, _ in written if document.kind is kind])
        unchanged = plan.with_verdict("unchanged", kind=kind)
        _stamp(kind, [*found.values(), *(plan.stored[kind][document.slug] for document in unchanged)])
        counts = Counter(plan.verdicts[key] for key in plan.documents if key[0] is kind)
        if counts:
            say(f"{kind.plural}: {_counted(counts)}")


def _owners_first(documents: list[Document]) -> Iterator[list[Document]]:
    """The documents in generations: parents come before their children."""
    by_slug = {document.slug: document for document in documents}
    above = {
        slug: [document.content[key.name]]
        if (key := document.kind.shape.parent_key) and key.name in document.content
        else []
        for slug, document in by_slug.items()
    }
    sorter = TopologicalSorter(above)
    sorter.prepare()
    while sorter.is_active():
        ready = sorter.get_ready()
        yield [by_slug[slug] for slug in ready if slug in by_slug]
        sorter.done(*ready)


def _write_records(
    plan: Plan, kind: DocumentKind, documents: list[Document], later: Later
) -> list[tuple[Document, models.Model, bool]]:
    """The rows, and whether each is new. A record that was merged or removed, and is no longer, is there again."""
    rows = kind.model._base_manager.filter(**{f"{kind.identity}__in": [document.slug for document in documents]})
    present = {getattr(row, kind.identity): row for row in rows}
    written, new = [], []
    for document in documents:
        is_new = document.slug not in present
        row = kind.model() if is_new else present[document.slug]
        kind.shape.fill(row, document.content, plan.register.find)
        if isinstance(row, Record) and row.is_published and not row.published_at:
            row.publish()
            row.loaded_published_at = row.published_at
        if is_new:
            new.append(row)
        else:
            row.save()
        written.append((document, row, is_new))
    kind.model._base_manager.bulk_create(new)
    for document, row, is_new in written:
        _register(plan, document, row, is_new, later)
    return written


def _register(plan: Plan, document: Document, row: models.Model, is_new: bool, later: Later) -> None:
    """Makes the record and its passages known to what refers to them."""
    kind, slug = document.kind, document.slug
    if kind.can_be_merged and slug in plan.stored[kind] and is_former(plan.stored[kind][slug].content):
        FormerSlug.objects.of(kind.model).filter(slug=slug).delete()
    plan.register.add(kind.model, slug, row.pk)
    for key in kind.shape.nested:
        if key.is_cited:
            key.save(row, document.content.get(key.name), plan.register.find, is_new, later)
            for pk, name in key.queryset().filter(source=row).values_list("pk", "slug"):
                plan.register.add(key.shape.model, f"{row.slug}/{name}", pk)


def _write_nested(plan: Plan, document: Document, row: models.Model, is_new: bool, later: Later) -> None:
    for key in document.kind.shape.nested:
        if not is_new and not key.is_cited:
            key.prune(row, document.content, plan.register.find)
    for key in document.kind.shape.keys.values():
        if not getattr(key, "is_cited", False):
            key.save(row, document.content.get(key.name), plan.register.find, is_new, later)


def _merge(plan: Plan, say: Say) -> None:
    """Merges after all is written and stamped: a record that got more than its file says counts as edited here.

    A record that no file has, and that only names another one now, does not.
    """
    untouched = plan.untouched()
    merge_all(plan, say)
    for kind in KINDS:
        _stamp(kind, fetch(kind, plan.register, [pk for one, pk in untouched if one is kind]).values())


def _stamp(kind: DocumentKind, documents: Iterable[Stored]) -> None:
    """Stores the digest of each loaded document, by which a later edit is recognised."""
    rows = [kind.model(pk=stored.pk, loaded_digest=stored.digest) for stored in documents if stored.was_edited]
    kind.model._base_manager.bulk_update(rows, ["loaded_digest"])


def _record(digest: str, totals: Counter) -> None:
    newest = ContentLoad.objects.order_by("pk").last()
    left = totals["conflict"] + totals["refused"]
    counts = {"created": totals["created"], "updated": totals["updated"], "conflicts": left}
    is_news = totals["created"] or totals["updated"]
    if is_news or newest is None or (newest.digest, newest.conflicts) != (digest, left):
        ContentLoad.objects.create(digest=digest, **counts)


def _report(plan: Plan, totals: Counter, digest: str, say: Say) -> None:
    if edited := [f"{kind.name} {slug}" for (kind, slug), verdict in plan.verdicts.items() if verdict == "conflict"]:
        say(f"edited here since the last load: {', '.join(edited)}; --overwrite replaces what was edited")
    if gone := [f"{kind.name} {slug}" for kind, slug in plan.gone()]:
        say(f"gone from the files, kept here: {', '.join(gone)}")
    say(f"content version {ContentLoad(digest=digest).version}: {_counted(totals)}")


def _counted(counts: Counter) -> str:
    words = {"conflict": "edited here", "refused": "not merged or removed"}
    verdicts = ("created", "updated", "unchanged", "conflict", "refused")
    return ", ".join(f"{counts[one]} {words.get(one, one)}" for one in verdicts if counts[one])

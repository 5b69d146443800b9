"""Rules that hold across records: what is published is named by a cited fact, and no two records have one name."""

from collections.abc import Iterator
from typing import Any

from casestudies.source_checks.content_facts import Content, ContentRecord, Data, Mistake

# Keys by which a fact names a record → the folder of that record.
NAMED_BY = {
    "organisation": "actors",
    "network": "actors",
    "other": "actors",
    "publisher": "actors",
    "programme": "programmes",
    "event": "events",
}
NAMED_FOLDERS = frozenset(NAMED_BY.values())
# What may stand at either end of a transfer → the folder of that record.
ENDS = {"place": "places", "organisation": "actors", "programme": "programmes", "case": "cases"}


def check_rules(content: Content) -> Iterator[Mistake]:
    yield from check_proven(content)
    yield from check_namesakes(content)


def unpublished(content: Content) -> frozenset[str]:
    """The names of the records that the public won't see; a transfer is public with both of its ends."""
    drafts = {record.name for record in content.records if record.data.get("state", "published") != "published"}
    ends = {f"{side}_{end}": folder for side in ("from", "to") for end, folder in ENDS.items()}
    transfers = {
        record.name
        for record in content.in_folder("transfers")
        if any(f"{folder}/{record.data.get(end)}" in drafts for end, folder in ends.items())
    }
    return frozenset(drafts | transfers)


def check_proven(content: Content) -> Iterator[Mistake]:
    """A published organisation, programme or event has a citation, or a cited fact names it."""
    proven = {fact.name.partition("#")[0] for fact in content.facts if fact.citations}
    for fact in content.facts:
        if fact.citations:
            proven.update(_named_in(fact.fields))
    # A source names its publisher itself; an event names who takes part.
    for record in content.records:
        if record.name.startswith("sources/") or record.name.startswith("events/") and record.name in proven:
            proven.update(_named_in(record.data))
    drafts = unpublished(content)
    for record in content.records:
        is_named = record.name.partition("/")[0] in NAMED_FOLDERS
        if is_named and record.name not in drafts and record.name not in proven:
            yield Mistake(record.file, record.slug, "is published, but has no citation and no cited fact names it")


def _named_in(fields: Data) -> Iterator[str]:
    """Records that the fields name: of `organisation`, `from_programme` or `organisations`."""
    for field, value in fields.items():
        folder = NAMED_BY.get(field.removeprefix("from_").removeprefix("to_").removesuffix("s"))
        if folder:
            yield from (f"{folder}/{slug}" for slug in (value if isinstance(value, list) else [value]))


def check_namesakes(content: Content) -> Iterator[Mistake]:
    """No two records of a kind have the same name, in either language, and the same parent and jurisdictions."""
    seen: dict[tuple[Any, ...], ContentRecord] = {}
    for record in content.records:
        names = record.data.get("name") or record.data.get("title")
        if not isinstance(names, dict):
            continue
        folder = record.name.partition("/")[0]
        kind = record.file if folder == "terms" else folder
        scope = kind, record.data.get("parent"), tuple(sorted(record.data.get("jurisdictions") or ()))
        for language, name in names.items():
            other = seen.setdefault((*scope, language, " ".join(str(name).casefold().split())), record)
            if other is not record and other.name != record.name:
                yield Mistake(record.file, record.slug, f"has the same name as {other.slug}, “{name}”")
                break

"""Marks records whose facts were held against the texts of their sources, as the lock of check_evidence says."""

from pathlib import Path

from django.db import transaction
from django.utils.functional import SimpleLazyObject

from casestudies.fixture_files.kinds import KINDS, DocumentKind
from casestudies.fixture_files.stored import Register, fetch
from casestudies.models import ContentVersion
from casestudies.models.record import Checked
from casestudies.source_checks.content_facts import hashes, read_content, read_lock


def mark_checked(folder: Path) -> int:
    """Sets the mark of each record by the files, their lock and the database; returns how many marks it changed.

    A record is checked if it says what its file says, and the lock has all its facts as they are in the file.
    """
    content = read_content(folder)
    now, lock = hashes(content), folder / "evidence.lock"
    stamped = read_lock(lock.read_text()) if lock.exists() else {}
    stale = {name.partition("#")[0] for name, stamp in now.items() if stamped.get(name) != stamp}
    # Without a lock nothing was held against a text, not even that a record states nothing.
    proven = {record.name for record in content.records} - stale if stamped else set()
    with transaction.atomic():
        # No edit falls between the look at a record and its mark.
        ContentVersion.take_turn()
        register = SimpleLazyObject(Register)  # most loads ask it nothing
        return sum(_mark(kind, proven, register) for kind in KINDS if issubclass(kind.model, Checked))


def _mark(kind: DocumentKind, proven: set[str], register: Register) -> int:
    """Looks only at the documents of records that the files prove and that have no mark yet."""
    rows = kind.model._base_manager
    marks = {pk: (identity, mark) for pk, identity, mark in rows.values_list("pk", kind.identity, "is_checked")}
    folder = kind.files.partition("/")[0]
    lost = [pk for pk, (identity, mark) in marks.items() if mark and f"{folder}/{identity}" not in proven]
    asked = [pk for pk, (identity, mark) in marks.items() if not mark and f"{folder}/{identity}" in proven]
    found = [stored.pk for stored in fetch(kind, register, asked).values() if not stored.was_edited]
    return rows.filter(pk__in=lost).update(is_checked=False) + rows.filter(pk__in=found).update(is_checked=True)

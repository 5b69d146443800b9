"""The lock of a load: nobody else writes content between what it compares and what it writes.

An edit that was committed before is compared like any other, and listed. One that comes later waits until the load has
ended, and is made on top of it.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

from casestudies.models import ContentVersion

from .kinds import KINDS

PAUSE = 0.1  # seconds until it looks again whether a record is free
PATIENCE = 3600  # seconds that it waits for other writers on SQLite; on PostgreSQL commands have no limit
LOCK_NOT_AVAILABLE = "55P03"


@contextmanager
def sole_writer() -> Iterator[None]:
    """A transaction in which nobody else writes content."""
    with _patience(), transaction.atomic():
        while not _all_locked():
            time.sleep(PAUSE)
        yield


def _all_locked() -> bool:
    """Locks the version of the content, then all records; gives all of them back, and says False, if one is taken.

    The first write of each transaction changes the version, so whoever holds a record may be waiting for the version.
    """
    try:
        with transaction.atomic():
            ContentVersion.take_turn()
            for kind in KINDS:
                rows = kind.model._base_manager.select_for_update(nowait=True, no_key=True)
                list(rows.order_by("pk").values_list("pk"))
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != LOCK_NOT_AVAILABLE:
            raise
        return False
    return True


@contextmanager
def _patience() -> Iterator[None]:
    """SQLite gives up after five seconds, and a load may take longer."""
    if connection.vendor != "sqlite":
        yield
        return
    _wait_at_most(PATIENCE)
    try:
        yield
    finally:
        _wait_at_most(connection.settings_dict["OPTIONS"].get("timeout", 5))


def _wait_at_most(seconds: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")

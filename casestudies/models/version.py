"""The version of the content: a token that changes with every write, seen by every process."""

import datetime
from secrets import token_hex
from typing import NamedTuple

from django.db import connection

from casestudies.triggers import VENDORS

__all__ = ["ContentVersion"]


class ContentVersion(NamedTuple):
    """The token and time of the last write. Triggers set both in the transaction of the write.

    Read the token before the content. What was computed from the content is valid as long as the token is the same; a
    stale token only causes a needless rebuild.
    """

    token: str
    changed_at: datetime.datetime

    @classmethod
    def current(cls) -> "ContentVersion":
        """Reads it in one query. Without a row, as in a database made by hand, every token is new."""
        vendor = VENDORS[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(vendor.read)
            token, seconds, is_open = cursor.fetchone() or (token_hex(8), 0, False)
            if is_open:
                # On PostgreSQL the triggers change the token once per transaction. This one has written and may write
                # again or roll back to a savepoint, so what it reads now needs a token of its own.
                cursor.execute(vendor.reread)
                token, seconds = cursor.fetchone()
        return cls(token, datetime.datetime.fromtimestamp(seconds, datetime.UTC))

    @classmethod
    def take_turn(cls) -> None:
        """Waits for other writers: until the transaction ends, what it reads from here on is changed by it alone.

        Every write locks the row of the version first, so this can't deadlock with one. On SQLite a transaction that
        may write has the database for itself.
        """
        if hold := VENDORS[connection.vendor].hold:
            with connection.cursor() as cursor:
                cursor.execute(hold)

"""Which content the site has: another token after every write to it, in every process."""

import datetime
from secrets import token_hex
from typing import NamedTuple

from django.db import connection

from casestudies.triggers import VENDORS


class ContentVersion(NamedTuple):
    """Changes in the same transaction as anything on the site, whoever writes; triggers see to it.

    What was made of the content is good for as long as `token` is the one that was read before the content was. That a
    read is late can only make somebody make it again.
    """

    token: str
    changed_at: datetime.datetime

    @classmethod
    def current(cls) -> "ContentVersion":
        """In one query. Without a row, say in a database that was put together by hand, it is never the same."""
        vendor = VENDORS[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(vendor.read)
            token, seconds, is_open = cursor.fetchone() or (token_hex(8), 0, False)
            if is_open:
                # PostgreSQL changes it once a transaction. This one wrote, reads, and may write again or go back to
                # a savepoint: what it reads has to have a token of its own.
                cursor.execute(vendor.reread)
                token, seconds = cursor.fetchone()
        return cls(token, datetime.datetime.fromtimestamp(seconds, datetime.UTC))

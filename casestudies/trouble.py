"""Tells outages of the database from programming errors, and describes them to visitors.

The messages of the driver name hosts, files and statements, so they go to the log only.
"""

import sqlite3
from collections.abc import Iterator

from django.db import (
    DataError,
    Error,
    IntegrityError,
    InterfaceError,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
)
from psycopg.errors import ConnectionTimeout, LockNotAvailable, QueryCanceled

RETRY_AFTER = "10"  # seconds
MISTAKES = (DataError, IntegrityError, NotSupportedError, ProgrammingError)
LATE = (ConnectionTimeout, LockNotAvailable, QueryCanceled)
BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def is_trouble(error: BaseException | None) -> bool:
    """Whether an outage of the database caused the error, directly or further up its chain of causes."""
    return any(isinstance(cause, Error) and not _is_mistake(cause) for cause in _causes(error))


def reason(error: Error) -> str:
    """A sentence on a database error that may be shown to anybody."""
    if isinstance(error.__cause__, LATE) or _sqlite_code(error) in BUSY:
        return "The database does not answer in time."
    if _is_mistake(error):
        return "The database does not have the tables of this version of the site."
    if isinstance(error, OperationalError | InterfaceError):
        return "The database cannot be reached."
    return "The database cannot be read."


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _is_mistake(error: Error) -> bool:
    """Whether our code caused it. SQLite raises OperationalError for wrong SQL too."""
    return isinstance(error, MISTAKES) or _sqlite_code(error) == sqlite3.SQLITE_ERROR


def _sqlite_code(error: Error) -> int | None:
    """The primary result code; the extended code has more bits."""
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    return code and code & 0xFF

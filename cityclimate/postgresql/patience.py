"""Time limits of connections and queries, so that no thread waits for ever or in a queue behind others."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

import psycopg
from psycopg.errors import ConnectionTimeout, _WaitTimeout

CONNECT = 2  # seconds; libpq rounds shorter timeouts up
CHECK = 1  # to check an idle connection
PAUSE = 1  # after a failed attempt
RETRY = 0.1

_at_most: ContextVar[float | None] = ContextVar("at_most", default=None)
Opened = TypeVar("Opened")


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Limits each query in the block to `seconds`, whatever the patience of its connection."""
    token = _at_most.set(seconds)
    try:
        yield
    finally:
        _at_most.reset(token)


class Connection(psycopg.Connection):
    """Waits for the server up to `patience` seconds, then closes itself, since the response may still arrive."""

    patience: float | None = None

    def wait(self, gen, interval=RETRY, timeout=None):
        if timeout is not None:
            return super().wait(gen, interval, timeout)
        patience = _at_most.get() or self.patience
        try:
            return super().wait(gen, interval, patience)
        except _WaitTimeout:
            self.close()
            raise ConnectionTimeout(f"the server did not answer within {patience:g} s") from None


class Gate:
    """Connects for all threads of a process. While the server is down, one thread tries and the others fail at once.

    A restarting server refuses at once, so an attempt is repeated for up to CONNECT seconds, the time that one without
    response takes. After a failure, all other attempts fail immediately for PAUSE seconds. There is no lock: two
    simultaneous attempts do no harm.
    """

    def __init__(self) -> None:
        self.opens_at = 0.0
        self.refusal: tuple[type[psycopg.Error], str] | None = None

    def open(self, connect: Callable[[], Opened]) -> Opened:
        now = time.monotonic()
        if refusal := self.refusal:
            if now < self.opens_at:
                error, text = refusal
                raise error(text)
            self.opens_at = now + 2 * CONNECT  # longer than the attempt, which sets it again
        try:
            connection = self._repeated(connect, now + CONNECT)
        except psycopg.OperationalError as error:
            self.opens_at = time.monotonic() + PAUSE
            self.refusal = type(error), str(error)
            raise
        self.refusal = None
        return connection

    def _repeated(self, connect: Callable[[], Opened], until: float) -> Opened:
        while True:
            try:
                return connect()
            except psycopg.OperationalError:
                if time.monotonic() + RETRY >= until:
                    raise
            time.sleep(RETRY)


gate = Gate()

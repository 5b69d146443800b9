"""How long to wait for a server: no wait for ever, and no queue of waits behind each other."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

import psycopg
from psycopg.errors import ConnectionTimeout, _WaitTimeout

CONNECT = 2  # seconds; libpq rounds shorter ones up
CHECK = 1  # of a connection that was idle
PAUSE = 1  # after a failed attempt
RETRY = 0.1

_at_most: ContextVar[float | None] = ContextVar("at_most", default=None)
Opened = TypeVar("Opened")


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Each query in the block is waited for that long, whatever the patience of its connection."""
    token = _at_most.set(seconds)
    try:
        yield
    finally:
        _at_most.reset(token)


class Connection(psycopg.Connection):
    """Waits for the server as long as its patience lasts, and closes itself then: the answer may come any time."""

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
    """Where the threads of a process connect: one tries for all the others while the server is away.

    A server that restarts refuses at once, so an attempt is repeated for as long as one that gets no answer takes.
    After it failed, the others are refused without an attempt of their own, until one of them tries a second later.
    No lock: two that try at the same moment do no harm.
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
            self.opens_at = now + 2 * CONNECT  # longer than the attempt takes, which sets it again
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

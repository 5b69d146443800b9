"""Long downloads take turns and pause for other requests, so that pages stay quick meanwhile."""

import threading
import time
import weakref
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import TypeVar

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

AT_ONCE = 1  # in each process: bench/exports_beside.py measures pages during downloads
FEW = 500  # rows of a download that needs no turn
RETRY = 30  # seconds
REST = 0.5  # seconds at most between two parts

View = Callable[..., HttpResponse | StreamingHttpResponse]
Part = TypeVar("Part")


class Turns:
    """Decorates views that write for long: if `limit` responses are being written already, the response is 503.

    The turn of a streamed response ends when it is closed: the file is written, or the client is gone. Otherwise it
    ends with the view, also if that fails. HEAD requests write nothing and need no turn.
    """

    def __init__(self, limit: int):
        self.free = threading.BoundedSemaphore(limit)

    def __call__(self, view: View) -> View:
        @wraps(view)
        def in_turn(request: HttpRequest, *args, **options):
            if request.method == "HEAD":
                return view(request, *args, **options)
            if not self.free.acquire(blocking=False):
                return busy(request)
            turn = Turn(self.free.release)
            try:
                response = view(request, *args, **options)
                if response.streaming:
                    response.streaming_content = turn.over(response.streaming_content)
                    request.turn, turn = turn, None  # closed with the request, if a middleware gives another answer
                return response
            finally:
                if turn:
                    turn.close()

        return in_turn


class Turn:
    """The stream of a response in its turn. It is closed once, also if the response is dropped without close()."""

    def __init__(self, end: Callable[[], None]):
        self._end = weakref.finalize(self, end)
        self._end.atexit = False

    def over(self, parts: Iterable[bytes]) -> "Turn":
        self._parts = iter(parts)
        return self

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self._parts)

    def close(self) -> None:
        self._end()


turns = Turns(AT_ONCE)


def resting(parts: Iterable[Part]) -> Iterator[Part]:
    """Pauses between parts for as long as this thread had to wait for other threads; alone, it does not pause at all.

    A thread that computes without pause makes the threads that render pages wait at each query.
    """
    waited = 0.0
    for part in parts:
        time.sleep(min(waited, REST))
        began, worked = time.perf_counter(), time.thread_time()
        yield part
        waited = max(0.0, time.perf_counter() - began - (time.thread_time() - worked))


def busy(request: HttpRequest) -> HttpResponse:
    response = render(request, "busy.html", {"seconds": RETRY, "few": FEW}, status=503)
    response["Retry-After"], response["Cache-Control"] = str(RETRY), "no-store"
    return response

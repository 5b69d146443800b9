"""Long downloads take turns, and rest while others work, so that pages go on beside them."""

import threading
import time
import weakref
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import TypeVar

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

AT_ONCE = 1  # in each process: bench/exports_beside.py tells what pages take beside them
FEW = 500  # rows that are written at once: nobody waits for another's long file to get them
RETRY = 30  # seconds
REST = 0.5  # seconds at most between two parts

View = Callable[..., HttpResponse | StreamingHttpResponse]
Part = TypeVar("Part")


class Turns:
    """Decorates what writes for long: where `limit` are being written already, the answer is 503.

    A turn ends with the view where that answers at once or fails, else when the answer is closed: written, or the
    client gone. HEAD writes nothing and needs none.
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
    """What is written in a turn; closed once, also where an answer is dropped that nobody closed."""

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
    """Rests between the parts of a work for as long as it had to wait for others: alone, it does not rest at all.

    A thread that computes without a pause lets those that make pages wait at each of their queries.
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

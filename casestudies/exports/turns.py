"""Downloads take turns: so many are written at once in each process, so that pages go on beside them."""

import threading
import weakref
from collections.abc import Callable, Iterable, Iterator
from functools import wraps

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

AT_ONCE = 1  # in each process, as measured by bench/exports_beside.py
RETRY = 30  # seconds

View = Callable[..., HttpResponse | StreamingHttpResponse]


class Turns:
    """Decorates views that write for long: beyond `limit` at once they answer 503.

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
                    request.turn, turn = turn, None  # for whoever drops the answer
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


def busy(request: HttpRequest) -> HttpResponse:
    response = render(request, "busy.html", {"seconds": RETRY}, status=503)
    response["Retry-After"], response["Cache-Control"] = str(RETRY), "no-store"
    return response

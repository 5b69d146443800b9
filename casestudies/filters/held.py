"""What a process holds of the content, as long as the content has the same version."""

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from pyroaring import BitMap64

from casestudies.models import ContentVersion

from .grouping import Together


class Held:
    """Whatever was made of one version of the content: rows, those of each value, orders, vocabularies.

    The token is read before the rows are, so what is held may at most be newer than it says; the next request then
    finds another token and all of it is made again.

    No lock is held while anything is made. Threads that want the same wait for the first of them, but only a thread
    that makes nothing itself waits: no two can ever wait for each other.
    """

    _held: "Held"
    _thread = threading.local()

    def __init__(self, token: str):
        self.token = token
        self._made: dict[Hashable, Any] = {}
        self._making: dict[Hashable, Future] = {}

    @classmethod
    def of(cls, token: str) -> "Held":
        """What is held of the version that a request found; what was held of another is dropped."""
        held = cls._held
        if held.token != token:
            # A slow request may have found an older version than is held by now. Two threads that come here at once
            # may each put an empty one in place: all that costs is making something twice.
            newest = ContentVersion.current().token
            held = cls._held
            if held.token != newest:
                cls._held = held = cls(newest)
        return held

    @classmethod
    def at(cls, request: HttpRequest | None) -> "Held":
        """What is held of the content as it was when a request began or later: the same all through the request."""
        held = getattr(request, "held", None)
        if held is None:
            version = getattr(request, "content_version", None) or ContentVersion.current()
            held = cls.of(version.token)
            if request is not None:
                request.held = held
        return held

    @classmethod
    def drop(cls) -> None:
        """As in a process that has just begun."""
        cls._held = cls("")

    def rows(self, model: type[Model]) -> BitMap64:
        """The keys of all that is published of a model."""

        def made() -> BitMap64:
            published = model._default_manager.published().order_by()
            return BitMap64(published.aggregate(keys=Together("pk"))["keys"] or ())

        return self.get(("rows", model), made)

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What is held as `key`, made where it is missing. Who waits for another thread gets its exception too."""
        if key in self._made:
            return self._made[key]
        mine: Future = Future()
        first = self._making.setdefault(key, mine)
        depth = getattr(self._thread, "depth", 0)
        if first is not mine:
            return first.result() if not depth else self._made.setdefault(key, make())
        self._thread.depth = depth + 1
        try:
            made = self._made.setdefault(key, make())
        except BaseException as error:
            mine.set_exception(error)
            raise
        else:
            mine.set_result(made)
            return made
        finally:
            self._thread.depth = depth
            del self._making[key]


Held.drop()

"""The index: what a process holds of one version of the content. Lists are counted and put in order from it."""

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from pyroaring import BitMap64

from .models import ContentVersion
from .models.together import Together


class Index:
    """Everything made from one version of the content: rows, the rows of each value, orders, vocabularies.

    The token is read before the rows, so the rows may be newer than the token. The next request then finds another
    token and makes a new index: a stale token only causes a needless rebuild.

    No lock is held while anything is made. Threads that want the same entry wait for the first of them, but a thread
    that is making an entry never waits: no two threads can wait for each other.
    """

    _current: "Index"
    _thread = threading.local()

    def __init__(self, token: str):
        self.token = token
        self._made: dict[Hashable, Any] = {}
        self._making: dict[Hashable, Future] = {}

    @classmethod
    def of(cls, token: str) -> "Index":
        """The index of the version that a request found; that of any other version is dropped."""
        current = cls._current
        if current.token != token:
            # A slow request may have found an older version than the current one. Two threads that get here at once
            # may each put an empty index in place; the cost is making some entries twice.
            newest = ContentVersion.current().token
            current = cls._current
            if current.token != newest:
                cls._current = current = cls(newest)
        return current

    @classmethod
    def at(cls, request: HttpRequest | None = None) -> "Index":
        """The index of the content as it was when the request began, or later: the same for the whole request."""
        index = getattr(request, "index", None)
        if index is None:
            version = getattr(request, "content_version", None) or ContentVersion.current()
            index = cls.of(version.token)
            if request is not None:
                request.index = index
        return index

    @classmethod
    def drop(cls) -> None:
        """Start empty, as a new process does."""
        cls._current = cls("")

    def rows(self, model: type[Model]) -> BitMap64:
        """The keys of all published rows of a model."""

        def made() -> BitMap64:
            published = model._default_manager.published().order_by()
            return BitMap64(published.aggregate(keys=Together("pk"))["keys"] or ())

        return self.get(("rows", model), made)

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The entry `key`, made where it is missing. A thread that waits for another also gets its exception."""
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


Index.drop()

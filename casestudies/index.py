"""The index: what a process keeps of one version of the content, to count and sort lists without the database."""

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
    """Data made from one version of the content: keys of rows, rows of each facet value, orders, vocabularies.

    The token is read before the rows, so rows may be newer than the token. The next request then finds another token
    and starts a new index: a stale token only causes a needless rebuild.

    No lock is held while an entry is made. Threads that need the same entry wait for the first one, but a thread that
    is making an entry never waits. So no two threads can wait for each other.
    """

    _current: "Index"
    _thread = threading.local()

    def __init__(self, token: str):
        self.token = token
        self._made: dict[Hashable, Any] = {}
        self._making: dict[Hashable, Future] = {}

    @classmethod
    def for_token(cls, token: str) -> "Index":
        """The index of the version that a request found. The index of any other version is dropped."""
        current = cls._current
        if current.token != token:
            # A slow request may have found an older version than the current one. If two threads get here at once,
            # each may start an empty index; then some entries are made twice.
            newest = ContentVersion.current().token
            current = cls._current
            if current.token != newest:
                cls._current = current = cls(newest)
        return current

    @classmethod
    def for_request(cls, request: HttpRequest | None = None) -> "Index":
        """The index of the content at the beginning of the request, or later; the same during the whole request."""
        index = getattr(request, "index", None)
        if index is None:
            version = getattr(request, "content_version", None) or ContentVersion.current()
            index = cls.for_token(version.token)
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
        """The entry `key`, made if missing. A thread that waits for another one also gets its exception."""
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

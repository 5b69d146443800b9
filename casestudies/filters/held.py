"""What a process holds of the content, as long as the content has the same version."""

import threading
from collections.abc import Callable, Hashable
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
    """

    _building = threading.RLock()
    _held: "Held"

    def __init__(self, token: str):
        self.token = token
        self._made: dict[Hashable, Any] = {}

    @classmethod
    def of(cls, token: str) -> "Held":
        """What is held of the version that a request found; what was held of another is dropped."""
        held = cls._held
        if held.token != token:
            with cls._building:
                # A request that waited here may have found an older version than is held by now.
                newest = ContentVersion.current().token
                if cls._held.token != newest:
                    cls._held = cls(newest)
                held = cls._held
        return held

    @classmethod
    def at(cls, request: HttpRequest | None) -> "Held":
        """What is held of the content as it was when a request began or later: the same all through the request."""
        version = getattr(request, "content_version", None)
        if version is None:
            version = ContentVersion.current()
            if request is not None:
                request.content_version = version
        return cls.of(version.token)

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
        """What is held as `key`, made where it is missing: by one thread at a time, while the others wait."""
        if key not in self._made:
            with self._building:
                if key not in self._made:
                    self._made[key] = make()
        return self._made[key]


Held.drop()

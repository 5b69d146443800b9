"""Exceptions for requests that get no content: bad query strings; records that moved or are gone.

`views/errors.py` turns them into pages, `api/problems.py` into JSON.
"""

from django.core.exceptions import BadRequest
from django.db import models
from django.http import Http404


class BadQuery(BadRequest):
    """An invalid query string. `errors` maps each parameter to messages that say what to change."""

    def __init__(self, errors: dict[str, list[str]]):
        self.errors = errors
        super().__init__("; ".join(f"{name}: {' '.join(messages)}" for name, messages in errors.items()))


class Moved(Http404):
    """The record was renamed or merged into another; `record` is the one, or its fact, that the address leads to."""

    def __init__(self, record: models.Model):
        self.record = record
        super().__init__(record.pk)


class Gone(Http404):
    """The record was withdrawn; its `withdrawn_because` says why."""

    def __init__(self, record: models.Model):
        self.record = record
        super().__init__(record.slug)


class Deleted(Http404):
    """The fact was on the site and was deleted; `owner` is the public record that it belonged to, if there is one."""

    def __init__(self, fact: models.Model, owner: models.Model | None):
        self.fact, self.owner = fact, owner
        super().__init__(fact.key)


class Removed(Http404):
    """An entry of a vocabulary that was removed, with no other in its place; `former` is its former address."""

    def __init__(self, former: models.Model):
        self.former = former
        super().__init__(former.slug)

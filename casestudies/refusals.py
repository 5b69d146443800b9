"""What a request asks for and does not get: a bad query string, a renamed record, a withdrawn one.

`views/errors.py` answers them on pages, `api/problems.py` in JSON.
"""

from django.core.exceptions import BadRequest
from django.db import models
from django.http import Http404


class BadQuery(BadRequest):
    """A query string that cannot be answered; `errors` maps each parameter to what to change."""

    def __init__(self, errors: dict[str, list[str]]):
        self.errors = errors
        super().__init__("; ".join(f"{name}: {' '.join(messages)}" for name, messages in errors.items()))


class Moved(Http404):
    """The record was renamed; `record` is where it is now."""

    def __init__(self, record: models.Model):
        self.record = record
        super().__init__(record.slug)


class Gone(Http404):
    """The record was withdrawn; it says why."""

    def __init__(self, record: models.Model):
        self.record = record
        super().__init__(record.slug)

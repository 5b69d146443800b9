"""What all rows that state a fact share: a key, an owner, an editor's note."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .record import Noted, Record, SlugField


def exactly_one(fields: tuple[str, ...], name: str) -> models.CheckConstraint:
    """Constraint of an exclusive arc: exactly one of the foreign keys is set."""
    ways = (Q(**{f"{other}__isnull": other != field for other in fields}) for field in fields)
    return models.CheckConstraint(
        condition=reduce(or_, ways),
        name=name,
        violation_error_message=format_lazy(_("Name exactly one of: {}."), ", ".join(fields)),
    )


class Fact(Noted):
    """A row that states a fact: it has a key that never changes, an editor's note, and citations."""

    owners: tuple[str, ...] = ()
    # Relations that `clean` reads. The check of content files sets them, since nothing is in the database yet.
    cleaned_with: tuple[str, ...] = ()

    key = SlugField(
        _("key"),
        max_length=60,
        help_text=_("Unique here and never changed: links and citations use it. English, lower case, hyphens."),
    )

    class Meta:
        abstract = True
        ordering = ["pk"]

    @property
    def in_words(self):
        """The fact in a sentence or phrase of ours, to be held against the original; empty if it has none."""
        texts = (getattr(self, name, "") for name in ("sentence", "title", "what", "commitment", "text"))
        return next(filter(None, texts), "")

    @property
    def owner_name(self) -> str:
        """The name of the relation to its owner: case, organisation; empty for a transfer."""
        return next((name for name in self.owners if getattr(self, f"{name}_id") is not None), "")

    @property
    def owner(self):
        """The record that the fact belongs to; None for a transfer, which is between two records."""
        return getattr(self, self.owner_name) if self.owner_name else None

    @classmethod
    def dates_of_owners(cls) -> list[str]:
        """The columns with the dates of the records that facts belong to, since a fact has none of its own."""
        return [f"{owner}__{date}" for owner in cls.owners for date in ("published_at", "updated_at")]

    @classmethod
    def owner_model(cls, name: str) -> type[Record]:
        """The model of an owner: of `network`, Organisation."""
        return cls._meta.get_field(name).related_model

    @property
    def anchor_id(self) -> str:
        """The fragment of its address on the owner's page: `step-evidence-base`."""
        return f"{self._meta.model_name}-{self.key}"

    def get_absolute_url(self) -> str:
        return f"{self.owner.get_absolute_url()}#{self.anchor_id}" if self.owner else ""

"""Links to other records, with name and both addresses; only to records that are public."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from casestudies.models import Citation
from casestudies.models.evidence import ROWS

from .fields import SLUG, Address, PageAddress, Text, by_language


def is_public(record) -> bool:
    """Entries of vocabularies have no state, and are always public."""
    return getattr(record, "is_published", True)


@extend_schema_field(Text)
class Name(Text):
    """The title, name or symbol of a record, whichever it has."""

    def to_representation(self, record):
        return by_language(record, next(name for name in ("title", "name", "symbol") if hasattr(record, f"{name}_en")))


class Link(serializers.Serializer):
    """Another record: its name, its page and its record here."""

    slug = serializers.RegexField(SLUG)
    name = Name()
    url = PageAddress()
    api_url = Address()

    def to_representation(self, record):
        return super().to_representation(record) if is_public(record) else None


LINK = Link()


class Links(serializers.ListField):
    """Those records of a relation or list that the public may see."""

    child = LINK

    def to_representation(self, records):
        found = map(LINK.to_representation, records.all() if hasattr(records, "all") else records)
        return [link for link in found if link]


class Owner(Link):
    """The record that a fact belongs to; `kind` says what it is to it."""

    kind = serializers.ChoiceField(list(dict.fromkeys(name for row in ROWS for name in Citation.owners_of(row))))

    def to_representation(self, fact):
        return {"kind": fact.owner_name} | LINK.to_representation(fact.owner)

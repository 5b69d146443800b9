"""Records as others name them: a link holds the name and both addresses, and nothing that the public may not see."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from . import addresses
from .fields import SLUG, Address, PageAddress, Text, both


def is_public(record) -> bool:
    """Vocabularies have no state."""
    return getattr(record, "is_published", True)


@extend_schema_field(Text)
class Name(Text):
    """The title, name or symbol of a record, whichever it has."""

    def to_representation(self, record):
        return both(record, next(name for name in ("title", "name", "symbol") if hasattr(record, f"{name}_en")))


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

    kind = serializers.ChoiceField(["case", "programme", "place", "organisation", "network", "method"])

    def to_representation(self, fact):
        return {"kind": addresses.owner_kind(fact)} | LINK.to_representation(fact.owner)

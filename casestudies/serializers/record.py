"""What records and facts have in common: addresses, editor's note, citations."""

from django.db.models import QuerySet
from rest_framework import serializers

from casestudies.models import Citation as CitationModel
from casestudies.notes import ARC_OF

from . import rows
from .fields import SLUG, Address, PageAddress, Text
from .links import Link, Owner


class CitedPassage(serializers.Serializer):
    """The place in the source."""

    slug = serializers.RegexField(SLUG)
    locator = Text(help_text="Where to look in the document.")
    url = PageAddress()
    api_url = Address()


class Citation(serializers.Serializer):
    """Where a fact is written: the passage of the source, and the phrase of the original that proves it."""

    source = Link(source="passage.source")
    passage = CitedPassage()
    anchor = serializers.CharField(help_text="The shortest phrase of the original that proves it, as printed.")


class TextCitation(Citation):
    """A citation of one of the texts or named lists of a record."""

    text = serializers.CharField(source="part", help_text="Which text or list it proves, such as background.")


class Citations(serializers.ListField):
    """The citations of a fact, from the notes in the context, which are read in one query for a whole response."""

    child = Citation()

    def get_attribute(self, instance):
        return [
            citation
            for part in self.parts(instance)
            for mark in self.context["notes"].marks(instance, part)
            for citation in mark.citations
        ]

    def parts(self, instance):
        return ("",)

    def to_representation(self, citations):
        return [self.child.to_representation(citation) for citation in citations]


class TextCitations(Citations):
    """The citations of all texts and named lists of a record."""

    child = TextCitation()

    def parts(self, instance):
        return instance.cited_parts()


class RowSerializer(serializers.Serializer):
    """The base of serializers for rows.

    `fetch` adds to a queryset all that it reads; `cited_by` returns the citations that it prints, if any.
    """

    fetch = staticmethod(lambda rows: rows.for_list())

    @classmethod
    def cited_by(cls, found: list) -> QuerySet | None:
        return None


class EntrySerializer(RowSerializer):
    """An entry of a vocabulary."""

    slug = serializers.RegexField(SLUG, help_text="Its permanent name.")
    url = PageAddress()
    api_url = Address()


class RecordSerializer(EntrySerializer):
    """A record with a state of its own; only published ones are here. `queryset` names the method that fetches it."""

    published_at = serializers.DateTimeField(allow_null=True, help_text="When it was first published.")
    updated_at = serializers.DateTimeField(help_text="When it last changed.")

    queryset = "for_list"

    @classmethod
    def fetch(cls, found):
        """With the facts that it holds: the fields that are facts are named as the relations to them."""
        fields = cls._declared_fields.items()
        facts = [name for name, field in fields if isinstance(getattr(field, "child", None), FactSerializer)]
        return rows.with_facts(getattr(found, cls.queryset)(), facts)

    @classmethod
    def cited_by(cls, found):
        """The citations of its texts and of its facts."""
        arc = ARC_OF.get(found[0]._meta.concrete_model)
        return CitationModel.objects.of(**{arc: found}) if arc and "citations" in cls._declared_fields else None


class FactSerializer(RowSerializer):
    """A row that states a fact: it has a key, unique in its owner, and citations."""

    fetch = staticmethod(rows.facts)

    key = serializers.RegexField(SLUG, help_text="Its permanent name, unique in its owner.")
    owner = Owner(source="*")
    url = PageAddress(help_text="Its place on a page.")
    api_url = Address()
    editors_note = Text(help_text="What is wrong or contradictory in the source, and which reading was taken.")
    citations = Citations()

    @classmethod
    def cited_by(cls, found):
        return CitationModel.objects.filter(**{f"{ARC_OF[type(found[0])]}__in": found})

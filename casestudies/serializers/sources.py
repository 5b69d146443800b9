"""Sources with their parts and passages, and the facts drawn from a passage."""

from django.utils import translation
from rest_framework import serializers

from casestudies.models import Source as SourceModel
from casestudies.models.evidence import ARC

from . import addresses, rows
from .fields import Code, InWords, PreciseDate, String, Text
from .links import Link, Owner
from .record import EntrySerializer, RecordSerializer


class Part(EntrySerializer):
    """A chapter or region of a long document."""

    fetch = staticmethod(rows.parts)

    title = Text()
    order = serializers.IntegerField(help_text="As the document runs, from 1.")
    passage_count = serializers.IntegerField()
    outcome_count = serializers.IntegerField(help_text="Figures drawn from it.")


class Source(RecordSerializer):
    """A document that facts come from."""

    title = Text()
    kind = Code(SourceModel.Kind)
    publisher = Link(allow_null=True)
    date = PreciseDate()
    language = serializers.CharField(help_text="BCP 47.")
    symbol = String(help_text="The document symbol.")
    document_url = String(source="url", help_text="Where the publisher has it.")
    description = Text()
    licence_note = Text(help_text="What may be reused, and how it was used here.")
    passage_count = serializers.IntegerField()


class SourceDetail(Source):
    """A source with its parts; its passages are a list below it."""

    fetch = staticmethod(rows.whole_sources)

    parts = Part(many=True)
    passages_url = serializers.SerializerMethodField()

    def get_passages_url(self, source) -> str:
        return addresses.at("passage-list", source.slug)


class Passage(EntrySerializer):
    """A section, box, numbered paragraph or snapshot of a source."""

    fetch = staticmethod(rows.passages)

    order = serializers.IntegerField(help_text="As the document runs, from 1.")
    locator = Text(help_text="Where to look in the document.")
    heading = String(help_text="As printed, in the language of the source.")
    part = String(source="part.slug", default=None, help_text="The slug of the part of the source that it is in.")


def said(citations, language: str) -> str:
    with translation.override(language):
        return str(citations[0].fact)


class DrawnFact(serializers.Serializer):
    """A fact drawn from a passage, with the phrases that prove it; the record behind `api_url` has all of it."""

    kind = serializers.ChoiceField(ARC, help_text="What the fact is; a record for one of its texts.")
    text = serializers.CharField(allow_null=True, help_text="Which text of the record; null for a row.")
    label = InWords(said)
    owner = Owner(allow_null=True)
    url = serializers.URLField(allow_null=True)
    api_url = serializers.URLField()
    anchors = serializers.ListField(child=serializers.CharField())

    def to_representation(self, citations):
        first = citations[0]
        page = addresses.page(first.fact)
        owned = getattr(first.fact, "owners", ())
        return {
            "kind": first.arc,
            "text": first.part or None,
            "label": self.fields["label"].to_representation(citations),
            "owner": self.fields["owner"].to_representation(first.fact) if owned else None,
            "url": f"{page}#{first.part}" if page and first.part else page,
            "api_url": addresses.of(first.fact),
            "anchors": [citation.anchor for citation in citations],
        }


class PassageDetail(Passage):
    """A passage with every fact drawn from it that the public may see."""

    fetch = staticmethod(rows.whole_passages)

    facts = DrawnFact(many=True)

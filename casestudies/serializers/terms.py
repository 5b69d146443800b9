"""Vocabularies: themes, SDG targets, and the glossary."""

from rest_framework import serializers

from casestudies.i18n import HTML_LANG
from casestudies.models import TermVariant as TermVariantModel

from . import rows
from .fields import Code, Text
from .links import Link, Links
from .record import EntrySerializer, RecordSerializer, TextCitations


class Theme(EntrySerializer):
    """What a case study is about, on two levels."""

    name = Text()
    description = Text()
    parent = Link(allow_null=True, help_text="Null for a main theme.")
    case_count = serializers.IntegerField(help_text="Published case studies under it, or under a theme below it.")


class ThemeDetail(Theme):
    fetch = staticmethod(rows.theme_details)
    children = Links()


class SDGTarget(EntrySerializer):
    """A target of the Sustainable Development Goals."""

    code = serializers.CharField(help_text="As the UN prints it: 11.6.")
    goal = serializers.IntegerField(min_value=1, max_value=17)
    title = Text(help_text="The target in a few words of ours.")


class LanguageTag(serializers.ChoiceField):
    """A language by its tag in JSON."""

    def __init__(self, **options):
        super().__init__(list(HTML_LANG.values()), **options)

    def to_representation(self, value):
        return HTML_LANG[value]


class Variant(serializers.Serializer):
    """Another way to write a term."""

    text = serializers.CharField()
    language = LanguageTag()
    kind = Code(TermVariantModel.Kind)


class Term(RecordSerializer):
    """A term of the field."""

    fetch = staticmethod(rows.terms)

    name = Text()
    broader = Link(allow_null=True)
    variants = Variant(many=True)
    definition = Text()
    is_editorial = serializers.BooleanField(help_text="Whether the definition is ours; any other has citations.")
    themes = Links(help_text="Editorial: the themes that it stands for.")


class TermDetail(Term):
    fetch = staticmethod(rows.term_details)
    narrower = Links()
    editors_note = Text()
    citations = TextCitations()

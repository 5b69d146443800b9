"""The shapes that every record is made of: texts in both languages, exact decimals, dates, links."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from casestudies.i18n import HTML_LANG, LANGUAGES
from casestudies.models.dates import write_date

from . import addresses

DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
DECIMAL = r"^-?\d+(\.\d+)?$"
SLUG = r"^[-a-zA-Z0-9_]+$"


def both(instance, name: str) -> dict[str, str | None]:
    """A translated text by the language tags of JSON; None where a language has none."""
    return {HTML_LANG[code]: getattr(instance, f"{name}_{suffix}") or None for code, suffix in LANGUAGES.items()}


class Whole(serializers.Field):
    """A field made of several columns: it gets the whole row."""

    def get_attribute(self, instance):
        return instance


@extend_schema_field(
    {
        "type": "object",
        "description": "A text in both languages; null where it is missing in one. Longer texts are Markdown.",
        "properties": {tag: {"type": ["string", "null"]} for tag in HTML_LANG.values()},
        "required": list(HTML_LANG.values()),
        "additionalProperties": False,
    },
    component_name="Text",
)
class Text(Whole):
    def to_representation(self, instance):
        return both(instance, self.source)


@extend_schema_field(Text)
class InWords(serializers.Field):
    """What a function of a language says: `InWords(say)` with `say(instance, "zh-hans")`; None where it is nothing."""

    def __init__(self, say, **options):
        self.say = say
        super().__init__(**options)

    def get_attribute(self, instance):
        return instance

    def to_representation(self, instance):
        return {HTML_LANG[code]: self.say(instance, code) or None for code in LANGUAGES}


class Code(serializers.ChoiceField):
    """A value of a fixed list; null where nothing is known."""

    def __init__(self, choices, **options):
        super().__init__(choices.choices, **options)

    def to_representation(self, value):
        return value or None


class String(serializers.CharField):
    """A text in the language of the source, or a code; null where there is none."""

    def __init__(self, **options):
        super().__init__(**{"allow_null": True} | options)

    def to_representation(self, value):
        return str(value) or None


@extend_schema_field({"type": "string", "pattern": DECIMAL})
class Exact(serializers.Field):
    """A decimal as a string, exactly: a JSON number would be read as a binary float."""

    def to_representation(self, value):
        whole, point, places = f"{value:f}".partition(".")
        places = places.rstrip("0")
        return whole + (point + places if places else "")


@extend_schema_field({"type": ["string", "null"], "pattern": DATE})
class PreciseDate(Whole):
    """A date as precise as the source gives it: 2023, 2023-09 or 2023-09-18."""

    def to_representation(self, instance):
        name = self.source
        return write_date(getattr(instance, name), getattr(instance, f"{name}_precision")) or None


@extend_schema_field({"type": ["string", "null"], "format": "uri"})
class PageAddress(Whole):
    """The permanent address of the page, in English; in Chinese its path begins with /zh-hans."""

    def to_representation(self, instance):
        return addresses.page(instance)


@extend_schema_field({"type": "string", "format": "uri"})
class Address(Whole):
    """The permanent address of the record in this API."""

    def to_representation(self, instance):
        return addresses.of(instance)

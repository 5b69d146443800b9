"""The only place that knows the two languages of the content.

Every text has two columns, such as `title_en` and `title_zh_hans`. `title = Translated()` beside them reads the text
in the active language, else in the other, and knows which it is.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.text import capfirst, format_lazy
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LANGUAGES = {"en": "en", "zh-hans": "zh_hans"}  # Django's code → the suffix of columns
NAMES = {"en": _("English"), "zh-hans": _("Chinese")}
IN_TURN = {"en": ("en", "zh-hans"), "zh-hans": ("zh-hans", "en")}  # the wanted language, then the fallback
COLONS = {"en": ": ", "zh-hans": "："}  # between a name and what is said of it
HTML_LANG = {"en": "en", "zh-hans": "zh-Hans"}  # Django's code → the lang attribute and the key in JSON


class LocalizedText(str):
    """A text with its language: `lang` for the attribute; `is_fallback` if the wanted language has no text."""

    lang: str
    is_fallback: bool

    def __new__(cls, text: str, code: str, wanted: str) -> "LocalizedText":
        self = super().__new__(cls, text)
        self.lang = HTML_LANG[code]
        self.is_fallback = bool(text) and code != wanted
        return self

    def put(self, text: str) -> "LocalizedText":
        """Another text that is in the same language for the same reason."""
        other = str.__new__(LocalizedText, text)
        other.lang, other.is_fallback = self.lang, self.is_fallback
        return other


def active_language() -> str:
    """`en` or `zh-hans`, for any variant that is active."""
    return "zh-hans" if (get_language() or "en").startswith("zh") else "en"


def localized(instance: models.Model, name: str, language: str | None = None) -> LocalizedText:
    """The text of `name` in `language` (default: the active one), else in the other, else empty."""
    wanted = language or active_language()
    for code in IN_TURN[wanted]:
        if text := getattr(instance, f"{name}_{LANGUAGES[code]}"):
            return LocalizedText(text, code, wanted)
    return LocalizedText("", wanted, wanted)


def in_pieces(text: str, names: Iterable[str]) -> list[str]:
    """The text in pieces, so that each of these names in it that is in the other language is one that knows it."""
    others = {str(name): name for name in names if getattr(name, "is_fallback", False)}
    longest_first = sorted(others, key=len, reverse=True)
    parts = re.split(f"({'|'.join(map(re.escape, longest_first))})", text) if others else [text]
    return [others.get(part, part) for part in parts if part]


def without_name(title: LocalizedText, record: models.Model) -> LocalizedText:
    """A title without the name of the record and the colon that it begins with: “Bogotá: a zone” → “A zone”."""
    code = next(code for code, lang in HTML_LANG.items() if lang == title.lang)
    name = getattr(record, f"name_{LANGUAGES[code]}")
    start = f"{name}{COLONS[code]}"
    if not name or not title.startswith(start) or title == start:
        return title
    return title.put(capfirst(title.removeprefix(start)))


def bilingual(text: "StrPromise") -> dict[str, str]:
    """A text of ours, such as a title of a list, by the language tags of JSON."""
    found = {}
    for code, tag in HTML_LANG.items():
        with override(code):
            found[tag] = str(text)
    return found


def columns(name: str) -> tuple[str, str]:
    """The two columns of a translated name: `("title_en", "title_zh_hans")`."""
    english, chinese = (f"{name}_{suffix}" for suffix in LANGUAGES.values())
    return english, chinese


def active_column(name: str) -> str:
    """The column of the active language, to sort by."""
    return f"{name}_{LANGUAGES[active_language()]}"


class Translated:
    """Reads `<name>_en` or `<name>_zh_hans` of an instance. `Model.<name>.columns` are the names of both."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.columns = columns(name)

    def __get__(self, instance: models.Model | None, owner: type | None = None) -> "Translated | LocalizedText":
        return self if instance is None else localized(instance, self.name)


def in_language(name: "StrPromise", code: str) -> "StrPromise":
    """The name of a column in one language: title (English)."""
    return format_lazy(_("{name} ({language})"), name=name, language=NAMES[code])


def in_either(name: str, constraint: str, message: "StrPromise") -> models.CheckConstraint:
    """Constraint of a name that may be empty in one of the languages, as a source prints it; not in both."""
    return models.CheckConstraint(
        condition=~models.Q(**dict.fromkeys(columns(name), "")), name=constraint, violation_error_message=message
    )


def in_both(
    field: type[models.Field], verbose_name: "StrPromise", **options: Any
) -> tuple[models.Field, models.Field]:
    """One field for each language: `name_en, name_zh_hans = in_both(models.CharField, _("name"), max_length=80)`."""
    english, chinese = (field(in_language(verbose_name, code), **options) for code in NAMES)
    return english, chinese

"""The Simplified Chinese catalogue: every string of the interface, translated, in Chinese typography."""

import ast
import re
from collections import Counter
from collections.abc import Iterator

import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = settings.BASE_DIR
CATALOGUE = polib.pofile(str(ROOT / "cityclimate/locale/zh_Hans/LC_MESSAGES/django.po"))

FUNCTIONS = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
STRING = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
CALL = re.compile(rf"(?<!\w)(_|n?p?gettext)\((({STRING})(?:, ?{STRING})*)")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}|</?\w+>")
HAN, LATIN = r"[\u3400-\u9fff]", r"[A-Za-z0-9]"
UNCHINESE = re.compile(rf"{HAN}{LATIN}|{LATIN}{HAN}|{HAN}[,;:!?.(]|[,;:!?)]{HAN}")

Message = tuple[str | None, str]  # context and text, as in the catalogue


def message(function: str, strings: list[str]) -> Message:
    """What a call looks up: `pgettext("month", "May")` → `("month", "May")`, `_("May")` → `(None, "May")`."""
    return (strings[0], strings[1]) if "p" in function.replace("gettext", "") else (None, strings[0])


def in_code(source: str) -> Iterator[Message]:
    """The literals that Python code asks to have translated."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        function = getattr(node.func, "id", getattr(node.func, "attr", "")).removesuffix("_lazy")
        strings = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if function in FUNCTIONS and strings:
            yield message(function, strings)


def in_template(source: str) -> Iterator[Message]:
    """The strings that a template asks to have translated."""
    for function, strings, _first in CALL.findall(templatize(source)):
        yield message(function, list(ast.literal_eval(f"({strings},)")))


def asked_for() -> Iterator[tuple[str, Message]]:
    """Every string of the interface, with its file."""
    for folder, pattern, read in (
        ("casestudies", "*.py", in_code),
        ("cityclimate", "*.py", in_code),
        ("templates", "*.html", in_template),
    ):
        for file in sorted((ROOT / folder).rglob(pattern)):
            if "migrations" not in file.parts:
                for found in read(file.read_text(encoding="utf-8")):
                    yield str(file.relative_to(ROOT)), found


def translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_the_reader_of_strings_finds_every_form():
    code = """
_("a" "b"), gettext("c"), gettext_lazy("d"), translation.gettext("e"), _(name)
pgettext("when", "f"), pgettext_lazy("when", "g"), ngettext("one", "%d", n), npgettext_lazy("where", "it's", "i", n)
"""
    template = """{% load i18n %}not _("me") {# _("nor me") #}
{% translate "a" %}{% translate 'b' as title %}{% translate "c" context "when" %}{% include "x" with name=_("d") %}
{{ _("e") }}{{ name|default:_("f") }}{% blocktranslate with name=row.name %}What {{ name }} does{% endblocktranslate %}
{% blocktranslate count n=rows|length context "where" %}it's {{ n }}{% plural %}they're {{ n }}{% endblocktranslate %}
"""
    assert list(in_code(code)) == [
        (None, "ab"), (None, "c"), (None, "d"), (None, "e"),
        ("when", "f"), ("when", "g"), (None, "one"), ("where", "it's"),
    ]  # fmt: skip
    assert list(in_template(template)) == [
        (None, "a"), (None, "b"), ("when", "c"), (None, "d"), (None, "e"), (None, "f"),
        (None, "What %(name)s does"), ("where", "it's %(n)s"),
    ]  # fmt: skip


def test_every_string_of_the_interface_is_in_the_catalogue():
    known = {(entry.msgctxt, entry.msgid) for entry in CATALOGUE if not entry.obsolete}
    assert [f"{file}: {text!r}" for file, (context, text) in asked_for() if (context, text) not in known] == [], (
        "New strings: run make messages, and translate them in the catalogue"
    )


def test_every_entry_is_translated_and_none_is_a_guess():
    assert [entry.msgid for entry in CATALOGUE.untranslated_entries()] == []
    assert [entry.msgid for entry in CATALOGUE.fuzzy_entries()] == []
    assert [entry.msgid for entry in CATALOGUE.obsolete_entries()] == []


def test_chinese_has_one_plural_form():
    assert CATALOGUE.metadata["Plural-Forms"] == "nplurals=1; plural=0;"
    assert {tuple(entry.msgstr_plural) for entry in CATALOGUE if entry.msgid_plural} == {(0,)}


def test_translations_hold_the_placeholders_and_tags_of_the_original():
    differing = []
    for entry in CATALOGUE:
        wanted = Counter(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        differing += [text for text in translations(entry) if Counter(PLACEHOLDER.findall(text)) != wanted]
    assert differing == []


def test_translations_have_chinese_typography():
    """A space between Han and Latin letters or digits, full-width punctuation; examples stay as in the original."""
    wrong = []
    for entry in CATALOGUE:
        for text in translations(entry):
            wrong += [text for found in UNCHINESE.findall(PLACEHOLDER.sub("", text)) if found not in entry.msgid]
    assert wrong == []

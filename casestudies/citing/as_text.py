"""Plain text, ready to copy, in the language of the page."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from .reference import Reference

CONTENT_TYPE = "text/plain; charset=utf-8"


def write(references: Iterable[Reference]) -> str:
    return "\n".join(f"{sentence(reference)}\n" for reference in references)


def sentence(reference: Reference) -> str:
    """CityClimate (2025). Clean air zones. Version 95ef24980176. https://…"""
    parts = {
        "author": reference.author,
        "date": reference.issued[0] if reference.issued else _("no date"),
        "title": reference.title.rstrip(".。"),
    }
    # Translators: parts of a citation follow each other without a blank between them; English brings its own.
    text = _("%(author)s (%(date)s). %(title)s.") % parts if reference.author else _("%(title)s (%(date)s).") % parts
    for template, value in (
        (_(" In: %(text)s."), reference.within.rstrip(".。")),
        (_(" Document %(text)s."), reference.number),
        (_(" Version %(text)s."), reference.version),
        (_(" Passages: %(text)s."), _("; ").join(reference.passages)),
    ):
        if value:
            text += template % {"text": value}
    return f"{text} {reference.url}".strip()

"""The columns that every record begins and ends with."""

from django.utils.translation import gettext_lazy as _

from .fields import Field, both, day, link, text


def identity() -> list[Field]:
    return [
        text("slug", _("slug"), _("The name of the record in addresses and filters. It never changes.")),
        link("link", _("address"), _("The permanent address of the record.")),
    ]


def note() -> Field:
    return both(
        "editors_note",
        _("editor's note"),
        _("What is wrong, cut off or contradictory in the source, and which reading was taken."),
    )


def dates() -> list[Field]:
    return [
        day("published", _("published"), _("When it was first published here."), of="published_at"),
        day("changed", _("last change"), _("When it was last changed here."), of="updated_at"),
    ]

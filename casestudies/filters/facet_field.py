"""The form field of a facet, and the message for what is not one of a few values."""

from collections.abc import Collection, Sequence

from django import forms
from django.utils.translation import gettext as _

SHOWN_IN_ERRORS = 40  # allowed values that an error message names


def not_one_of(value: str, allowed: Sequence[str]) -> str:
    """The message that refuses a value and names what is allowed."""
    named, more = ", ".join(allowed[:SHOWN_IN_ERRORS]), len(allowed) - SHOWN_IN_ERRORS
    if more > 0:
        named = _("%(names)s and %(count)d more") % {"names": named, "count": more}
    return _("“%(value)s” is not one of: %(allowed)s.") % {"value": value[:60], "allowed": named}


class FacetField(forms.Field):
    """The chosen values of a facet. The error for an unknown value names the allowed ones."""

    widget = forms.MultipleHiddenInput
    allowed: Collection[str] = ()

    def to_python(self, value: list[str] | None) -> list[str]:
        return value or []

    def validate(self, value: list[str]) -> None:
        for unknown in (item for item in value if item not in self.allowed):
            raise forms.ValidationError(not_one_of(unknown, list(self.allowed)))

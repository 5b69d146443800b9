"""Choices among records. Each record is fetched once for a whole form, whatever number of its rows choose it."""

import re
from collections.abc import Iterable

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db import models


def keys_in(value) -> list[str]:
    """The keys in the value of a field: of one choice or of several, or of rubbish that somebody sent."""
    values = value if isinstance(value, list | tuple | models.QuerySet) else [value]
    texts = (str(getattr(one, "pk", one)) for one in values)
    return [text for text in texts if re.fullmatch(r"\d{1,18}", text, re.ASCII)]


class Known:
    """Mixin of a field: what it found is shared by its copies, which the rows of one form have for one request."""

    def __init__(self, *args, **kwargs):
        self.known: dict[str, models.Model] = {}
        super().__init__(*args, **kwargs)

    def look_up(self, values: Iterable) -> None:
        """Fetches the records of these values that are not known yet, in one query."""
        keys = {key for value in values for key in keys_in(value)} - self.known.keys()
        if keys:
            self.known |= {str(row.pk): row for row in self.queryset.filter(pk__in=keys)}

    def rows(self, value) -> list[models.Model]:
        """The records of a value, without those that can't be chosen."""
        self.look_up([value])
        return [self.known[key] for key in keys_in(value) if key in self.known]


class Choice(Known, forms.ModelChoiceField):
    def to_python(self, value):
        rows = self.rows(value)
        return rows[0] if rows else super().to_python(value)


class Choices(Known, forms.ModelMultipleChoiceField):
    def clean(self, value):
        value = self.prepare_value(value)
        for one in value if isinstance(value, list | tuple) else ():
            if not keys_in(one):  # Django would ask the database, which fails for a number beyond its own
                raise forms.ValidationError(self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": one})
        rows = self.rows(value)
        return rows if rows and len(rows) == len(value) else super().clean(value)


def look_up(rows: list[forms.BaseForm]) -> None:
    """Fetches what all rows of a form choose, in one query for each of their fields."""
    for name, field in rows[0].fields.items() if rows else ():
        if isinstance(field, Known):
            field.look_up(row[name].value() for row in rows)


class Named:
    """Mixin of a widget: it shows the names of what is chosen, which its field knows."""

    def optgroups(self, name, value, attr=None):
        is_clearable = not self.is_required and not self.allow_multiple_selected
        chosen = [("", "", False)] if is_clearable else []
        field = self.choices.field
        chosen += [(row.pk, field.label_from_instance(row), True) for row in field.rows(value)]
        return [(None, [self.create_option(name, *one, index) for index, one in enumerate(chosen)], 0)]


class Autocomplete(Named, AutocompleteSelect):
    pass


class AutocompleteMultiple(Named, AutocompleteSelectMultiple):
    pass

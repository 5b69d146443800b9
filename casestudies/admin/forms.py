"""What all forms share: autocomplete, dates with a precision, and the language of text fields."""

import re
from decimal import Decimal

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db import models
from django.utils.translation import gettext_lazy as _

from casestudies.i18n import HTML_LANG, LANGUAGES
from casestudies.models.dates import parse_date, write_date
from casestudies.models.record import Record

from .meanwhile import VersionedForm
from .refusals import Refusal


class PreciseDateField(forms.CharField):
    """Accepts 2023, 2023-09 or 2023-09-18; cleans to a date and its precision."""

    def clean(self, value):
        text = super().clean(value)
        return parse_date(text) if text else (None, "")


class CuratedForm(VersionedForm):
    """Has one field for a date and its precision, and shows decimals without trailing zeros."""

    refusal: Refusal | None = None  # why it is shown again, if it was saved and then taken back

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.dates = [name for name, field in self.fields.items() if isinstance(field, PreciseDateField)]
        for name in self.dates:
            self.initial[name] = write_date(getattr(self.instance, name), getattr(self.instance, f"{name}_precision"))
        for name, value in self.initial.items():
            if isinstance(value, Decimal):
                self.initial[name] = Decimal(f"{value.normalize():f}")

    def clean(self):
        cleaned = super().clean()
        for name in self.dates:
            if name in cleaned:
                cleaned[name], precision = cleaned[name]
                setattr(self.instance, f"{name}_precision", precision)
        self.notice_changes()
        if self.refusal:
            self.add_error(None, list(self.refusal.reasons))
        return cleaned


def is_precise_date(field: models.Field) -> bool:
    return isinstance(field, models.DateField) and any(
        other.name == f"{field.name}_precision" for other in field.model._meta.fields
    )


class KeysOnly:
    """Mixin of a widget: what is no key has no name to show again, and Django's would fail asking the database."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [key for key in value if re.fullmatch(r"\d{0,18}", str(key), re.ASCII)], attr)


class Autocomplete(KeysOnly, AutocompleteSelect):
    pass


class AutocompleteMultiple(KeysOnly, AutocompleteSelectMultiple):
    pass


def _leave_out_merged(db_field: models.Field, kwargs: dict) -> None:
    """A merged record can't be chosen: the other one is what it was."""
    if issubclass(db_field.related_model, Record):
        records = db_field.related_model._default_manager
        kwargs.setdefault("queryset", records.exclude(state=Record.State.MERGED))


class Curated:
    """Mixin for every admin and inline of content."""

    form = CuratedForm
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_autocomplete_fields(self, request):
        return [field.name for field in (*self.opts.fields, *self.opts.many_to_many) if field.remote_field]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        _leave_out_merged(db_field, kwargs)
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Autocomplete(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        _leave_out_merged(db_field, kwargs)
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", AutocompleteMultiple(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if is_precise_date(db_field):
            field = PreciseDateField(
                label=db_field.verbose_name.capitalize(),
                required=not db_field.blank,
                max_length=10,
                help_text=db_field.help_text or _("2023, 2023-09 or 2023-09-18."),
            )
        else:
            field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None:
            return None
        if isinstance(db_field, models.TextField):
            field.widget.attrs["rows"] = 4
        for code, suffix in LANGUAGES.items():
            if db_field.name.endswith(f"_{suffix}"):
                field.widget.attrs["lang"] = HTML_LANG[code]
        if db_field.remote_field:
            field.widget.can_delete_related = False
        return field

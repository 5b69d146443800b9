"""What all forms share: autocomplete, dates with a precision, and the language of text fields."""

from collections.abc import Iterable
from decimal import Decimal

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from casestudies.i18n import HTML_LANG, LANGUAGES
from casestudies.models.dates import parse_date, write_date
from casestudies.models.record import Record
from casestudies.source_checks.contradictions import Finding

from .choices import Autocomplete, AutocompleteMultiple, Choice, Choices
from .meanwhile import VersionedForm
from .refusals import fields_of


class PreciseDateField(forms.CharField):
    """Accepts 2023, 2023-09 or 2023-09-18; cleans to a date and its precision."""

    def clean(self, value):
        text = super().clean(value)
        return parse_date(text) if text else (None, "")


class CuratedForm(VersionedForm):
    """Has one field for a date and its precision, and shows decimals without trailing zeros."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.dates = [name for name, field in self.fields.items() if isinstance(field, PreciseDateField)]
        for name in self.dates:
            self.initial[name] = write_date(getattr(self.instance, name), getattr(self.instance, f"{name}_precision"))
        for name, value in self.initial.items():
            if isinstance(value, Decimal):
                self.initial[name] = Decimal(f"{value.normalize():f}")

    @property
    def media(self):
        """Scripts and styles, the same for all rows of a form, whose class is made for one request."""
        if "rows_media" not in vars(type(self)):
            type(self).rows_media = super().media
        return type(self).rows_media

    def clean(self):
        cleaned = super().clean()
        for name in self.dates:
            if name in cleaned:
                cleaned[name], precision = cleaned[name]
                setattr(self.instance, f"{name}_precision", precision)
        self.notice_changes()
        return cleaned

    def _get_validation_exclusions(self):
        """What is stored and stays as it is keeps to the constraints of the database: they are not asked again."""
        excluded = super()._get_validation_exclusions()
        if self.instance.pk and not self.has_changed():
            excluded.update(field.name for field in self.instance._meta.fields)
        return excluded


class NotedForm(CuratedForm):
    """A form that can be saved although numbers in it contradict each other, for a reason that becomes its note."""

    because_en, because_zh_hans = (
        forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": 2, "lang": lang}))
        for label, lang in (
            (_("Save anyway, because … (English)"), "en"),
            (_("Save anyway, because … (Chinese)"), "zh-Hans"),
        )
    )
    findings: tuple[Finding, ...] = ()

    def clean(self):
        cleaned = super().clean()
        reasons = [cleaned.get("because_en"), cleaned.get("because_zh_hans")]
        for name, reason, other in zip(("because_en", "because_zh_hans"), reasons, reversed(reasons), strict=True):
            note = name.replace("because", "editors_note")
            if other and not reason:
                self.add_error(name, _("Give the reason in both languages."))
            elif reason and note in cleaned:
                cleaned[note] = "\n\n".join(filter(None, (cleaned[note], reason)))
        return cleaned

    def show(self, findings: Iterable[Finding]) -> None:
        """Puts each finding beside its field, or above all fields if it has none here."""
        self.findings = tuple(findings)
        for finding in self.findings:
            for name in [*fields_of(finding, self.fields)] or [None]:
                self.add_error(name, finding.message)

    def because(self):
        """The two fields for the reason, if one is asked for."""
        asked = self.findings and "editors_note_en" in self.fields
        return [self["because_en"], self["because_zh_hans"]] if asked else []


def is_precise_date(field: models.Field) -> bool:
    return isinstance(field, models.DateField) and any(
        other.name == f"{field.name}_precision" for other in field.model._meta.fields
    )


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
            kwargs.setdefault("form_class", Choice)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        _leave_out_merged(db_field, kwargs)
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", AutocompleteMultiple(db_field, self.admin_site))
            kwargs.setdefault("form_class", Choices)
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

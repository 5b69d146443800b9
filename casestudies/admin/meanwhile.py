"""No edit is lost: a form knows which version of each field it shows, and never overwrites what changed meanwhile.

Each form of an existing row has one hidden field, `seen`: a digest of every value that the page showed. When the form
comes back, a field whose stored value has another digest was changed by somebody else. The form is refused once. Then
it shows the new value where the curator changed nothing, the curator's own where both did, and what the other one is.
"""

import hashlib
import json
import re
from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from .choices import look_up


class SeenField(forms.CharField):
    """The digests of the values that a page showed, as JSON; the curator has nothing to do with it."""

    def __init__(self):
        super().__init__(required=False, widget=forms.HiddenInput)

    def has_changed(self, initial, data):
        return False


def digest(values: list[str]) -> str:
    return hashlib.blake2s("\n\n".join(values).encode("utf-8", "replace"), digest_size=6).hexdigest()


def as_texts(value) -> list[str]:
    """A value of a form as texts: sorted if there are several, with the line ends of Unix."""
    if value is None or value == "":
        return []
    if isinstance(value, list | tuple | set | models.QuerySet):
        return sorted(str(one) for one in value)
    return ["\n".join(str(value).strip().splitlines())]


def read_seen(text: str | None) -> dict[str, str]:
    """The digests by field; empty if the form was sent without them, or with rubbish."""
    try:
        seen = json.loads(text or "{}")
    except ValueError:
        return {}
    return seen if isinstance(seen, dict) else {}


class VersionedForm(forms.ModelForm):
    """A form that notices what was changed since its page was opened."""

    seen = SeenField()
    changed_meanwhile = False

    def get_initial_for_field(self, field, field_name):
        if field_name == "seen":
            return self._version if self.instance.pk else ""
        return super().get_initial_for_field(field, field_name)

    @cached_property
    def _of_model(self) -> list[str]:
        """Fields whose values are stored, and that a curator can change."""
        stored = {field.name for field in (*self._meta.model._meta.fields, *self._meta.model._meta.many_to_many)}
        return [
            name for name, field in self.fields.items()
            if name in stored and not field.disabled and not field.widget.is_hidden
        ]  # fmt: skip

    @property
    def _version(self) -> str:
        return json.dumps({name: digest(self._stored(name)) for name in self._of_model}, separators=(",", ":"))

    def _stored(self, name: str) -> list[str]:
        field = self.fields[name]
        return as_texts(field.prepare_value(self.get_initial_for_field(field, name)))

    def notice_changes(self) -> None:
        """Adds an error to each field that was changed meanwhile, and takes over what the curator left as it was."""
        if not self.instance.pk:
            return
        seen = read_seen(self["seen"].data)
        for name in self._of_model:
            stored, sent = self._stored(name), as_texts(self[name].data)
            if stored == sent or seen.get(name) == digest(stored):
                continue
            self.changed_meanwhile = True
            is_own = seen[name] != digest(sent) if name in seen else bool(sent)
            now = {"now": self._shown(name, stored)}
            if is_own:
                text = _("Changed meanwhile to “%(now)s”. Your own is here: save again to keep it.") % now
            else:
                self._replace(self.add_prefix(name), stored)
                text = _("Changed meanwhile to “%(now)s”, which is here now.") % now
            self.add_error(name, text)
        if self.changed_meanwhile:
            self._replace(self.add_prefix("seen"), [self._version])

    def _shown(self, name: str, stored: list[str]) -> str:
        """What the stored value is called: the names of the records behind keys, the label of a choice."""
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            named = [str(row) for row in field.queryset.filter(pk__in=stored)]
        else:
            labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
            named = [labels.get(text, text) for text in stored]
        return Truncator(", ".join(named) or _("nothing")).chars(600)

    def _replace(self, name: str, values: list[str]) -> None:
        """Puts other values into the form as it is shown again."""
        self.data = self.data.copy()
        self.data.setlist(name, values)


class KeyField(forms.ModelChoiceField):
    """The hidden key of a row that is at hand."""

    def __init__(self, row: models.Model, like: forms.ModelChoiceField):
        super().__init__(like.queryset, initial=like.initial, required=like.required, widget=like.widget)
        self.row = row

    def to_python(self, value):
        return self.row if value == str(self.row.pk) else super().to_python(value)


class VersionedFormSet(BaseInlineFormSet):
    """Rows of a record. A row that somebody else deleted meanwhile becomes a new row, if the curator changed it."""

    looks_up = True  # what its rows choose; not within a row, where the rows around it do so for all
    points_at_row = ""  # the field by which what is in the form of a row points at the row

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.deleted_meanwhile = 0
        if self.is_bound:
            self._match()

    @cached_property
    def forms(self):
        forms = super().forms
        if self.looks_up:
            look_up(forms)
        return forms

    @cached_property
    def empty_form(self):
        return super().empty_form

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if form.instance.pk and self._pk_field.name in form.fields:
            form.fields[self._pk_field.name] = KeyField(form.instance, form.fields[self._pk_field.name])

    def _match(self) -> None:
        """Leaves the rows in the order in which the form sent them, and moves those that are gone to its end."""
        number = self.initial_form_count()
        key = self.model._meta.pk.name
        stored = {str(row.pk): row for row in self.get_queryset()}
        sent = [self.data.get(f"{self.add_prefix(index)}-{key}", "") for index in range(number)]
        gone = [index for index in range(number) if sent[index] and sent[index] not in stored]
        # A row that a form sends twice, or without a key, is left to Django, which refuses it.
        if len(set(sent)) == number and all(sent):
            self._queryset = [stored[pk] for pk in sent if pk in stored]
        if gone:
            self.deleted_meanwhile = len(gone)
            self._renumber(gone)

    def _renumber(self, gone: list[int]) -> None:
        """Leaves out the rows that are gone; those that the curator changed come last, as new ones."""
        initial, total = self.initial_form_count(), self.total_form_count()
        moved = [index for index in gone if self._was_touched(index)]
        kept = [index for index in range(total) if index not in gone]
        places = {str(old): new for new, old in enumerate([*kept, *moved])}
        data = self.data.copy()
        rows = {name: parts for name in self.data if (parts := self._parts(name))}
        for name in rows:
            del data[name]
        for name, (before, index, rest) in rows.items():
            if index in places:
                values = self.data.getlist(name)
                is_new = int(index) in moved
                data.setlist(f"{before}{places[index]}-{rest}", self._as_new(rest, values) if is_new else values)
        data[f"{self.prefix}-TOTAL_FORMS"] = str(len(places))
        data[f"{self.prefix}-INITIAL_FORMS"] = str(initial - len(gone))
        self.data = data
        del self.management_form

    def _parts(self, name: str) -> tuple[str, ...] | None:
        """`steps-0-citations-1-anchor` as `steps-`, `0` and `citations-1-anchor`; None if it is of no row."""
        match = re.fullmatch(rf"({re.escape(self.prefix)}-)(\d{{1,5}})-(.+)", name, re.ASCII)
        return match and match.groups()

    def _as_new(self, name: str, values: list[str]) -> list[str]:
        """A value of a row that is to be added: it has no key, and nothing of it is stored."""
        last = name.rpartition("-")[2]
        if last in ("id", "seen") or name != last == self.points_at_row:
            return [""]
        return ["0"] if last == "INITIAL_FORMS" else values

    def _was_touched(self, index: int) -> bool:
        """Whether a field of the row is not as the page showed it."""
        prefix = self.add_prefix(index)
        if f"{prefix}-DELETE" in self.data:
            return False
        for name, version in read_seen(self.data.get(f"{prefix}-seen")).items():
            values = self.data.getlist(f"{prefix}-{name}")
            sent = as_texts(values[0] if len(values) == 1 else values)
            # A box that is not ticked sends nothing.
            if version not in (digest(sent), digest(sent or ["False"])):
                return True
        return False

    def clean(self):
        super().clean()
        if self.deleted_meanwhile:
            raise ValidationError(self._told_of_deletion())
        if any(form.changed_meanwhile for form in self._to_delete()):
            raise ValidationError(
                _("A row that you delete was changed meanwhile: look at it, and save again to delete it.")
            )

    def _told_of_deletion(self) -> str:
        return _(
            "A row was deleted meanwhile. If you had changed it, it is here as a new one: "
            "remove it, or save again to add it."
        )

    def _to_delete(self) -> Iterable[VersionedForm]:
        return (form for form in self.initial_forms if self.can_delete and self._should_delete_form(form))

    @property
    def changed_meanwhile(self) -> bool:
        return bool(self.deleted_meanwhile) or any(form.changed_meanwhile for form in self.forms)

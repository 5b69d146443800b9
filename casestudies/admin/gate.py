"""What a record needs to be on the site: a citation for each fact, from a source that is there, and both languages.

Publication asks for it, and so does every later change: a save that would leave a published record without it is taken
back, and the form is shown again with what was typed.
"""

import re
from collections.abc import Iterable, Iterator

from django.contrib import admin
from django.db import IntegrityError, models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from casestudies.models import Citation, ContentVersion
from casestudies.models.evidence import ROWS
from casestudies.models.facts import Fact
from casestudies.models.record import IN_ONE_LANGUAGE, TEXTS, Noted, Record
from casestudies.notes import owner_name

from .lists import translated
from .refusals import Refusal

MAY_BE_IN_ONE = {*IN_ONE_LANGUAGE, "address"}


def missing(record: Record) -> list[str]:
    """What the record lacks for publication, as phrases: missing translations, and facts without citation."""
    gaps = [*_untranslated(record)]
    for name in record.cited_parts() if isinstance(record, Noted) else ():
        citations = record.citations.filter(part=name).select_related("passage__source")
        if record.must_cite(name):
            gaps += _unproven(citations, capfirst(TEXTS[name]))
        elif citations and record.has_part(name):
            gaps.append(_("%(text)s: marked as ours, but cited") % {"text": capfirst(TEXTS[name])})
    for fact in _facts(record):
        gaps += _lacking(fact)
    return gaps


def gaps_of(row: models.Model) -> list[str]:
    """What the row lacks now that it is on the site; nothing if it is not."""
    if isinstance(row, Record):
        return missing(row) if row.is_published else []
    if isinstance(row, Fact) and row.owners:
        return gaps_of(row.owner)
    if isinstance(row, Fact):
        return [*_lacking(row)] if type(row).objects.published().filter(pk=row.pk).exists() else []
    return [*_untranslated(row)]


def _lacking(fact: Fact) -> Iterator[str]:
    where = f"{capfirst(fact._meta.verbose_name)} “{fact.key}”"
    yield from (f"{where}, {gap}" for gap in _untranslated(fact))
    yield from _unproven(fact.citations.all(), where)


def _unproven(citations: Iterable[Citation], where: str) -> Iterator[str]:
    """Whether nothing proves the fact that the public may read."""
    sources = {citation.passage.source for citation in citations}
    if not sources:
        yield _("%(text)s: no citation") % {"text": where}
    elif not any(source.is_published for source in sources):
        named = ", ".join(sorted(f"“{source}”" for source in sources))
        yield _("%(text)s: its source is not published (%(source)s)") % {"text": where, "source": named}


def _untranslated(row: models.Model) -> Iterator[str]:
    for name in translated(type(row)):
        if name in MAY_BE_IN_ONE:
            continue
        english, chinese = (getattr(row, column) for column in getattr(type(row), name).columns)
        if chinese and not english:
            yield _("%(text)s: no English") % {"text": _label(row, name)}
        elif english and not chinese:
            yield _("%(text)s: no Chinese") % {"text": _label(row, name)}


def _label(row: models.Model, name: str) -> str:
    """The verbose name of the English column without "(English)" or "（英文）"."""
    return capfirst(re.split(r" ?[(（]", str(row._meta.get_field(f"{name}_en").verbose_name))[0])


def _facts(record: Record) -> Iterator[Fact]:
    owner = owner_name(record)
    for row in ROWS:
        if owner in Citation.owners_of(row):
            model = Citation._meta.get_field(row).related_model
            yield from model.objects.filter(**{owner: record}).prefetch_related("citations__passage__source")


class Gate(admin.ModelAdmin):
    """Takes back a save after which something on the site would lack what it needs. Writers take turns."""

    def get_object(self, request, object_id, from_field=None):
        if request.method == "POST":
            ContentVersion.take_turn()
        return super().get_object(request, object_id, from_field)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form

    def changeform_view(self, request, *args, **kwargs):
        """Shows the form again if it was refused after it had been saved; all that it saved is taken back."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refusal as refusal:
            request.refusal = refusal
        except IntegrityError:
            request.refusal = Refusal([_("Somebody saved the same name or key at this moment. Save again.")])
        return super().changeform_view(request, *args, **kwargs)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if reasons := self.reasons_against(request, form.instance):
            raise Refusal(reasons)

    def reasons_against(self, request, row: models.Model) -> list[str]:
        """Why the row, as it was saved, can't stay so."""
        saved = type(row)._base_manager.get(pk=row.pk)
        gaps = gaps_of(saved)
        return [_("This is on the site, and would lack something. Nothing was saved."), *gaps] if gaps else []

    def response_action(self, request, queryset):
        """Runs an action in one transaction, after that of any other writer."""
        with transaction.atomic():
            ContentVersion.take_turn()
            return super().response_action(request, queryset)

"""What a record needs to be on the site: a citation for each fact, from a source that is there, and both languages.

Publication asks for it, and so does every later change: a save that would leave a published record without it is taken
back, and the form is shown again with what was typed.
"""

import re
from collections.abc import Iterable, Iterator

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import IntegrityError, models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from casestudies.models import Citation, ContentVersion, Outcome
from casestudies.models.evidence import ROWS
from casestudies.models.facts import Fact
from casestudies.models.record import IN_ONE_LANGUAGE, TEXTS, Checked, Noted, Record
from casestudies.notes import owner_name
from casestudies.source_checks.contradictions import Finding

from .choices import keys_in
from .contradicting import findings_of
from .lists import translated
from .refusals import Refusal

# Rows whose forms have no place for a finding; it stands at the top then.
NESTED_ELSEWHERE = ("passages", "parts")


def missing(record: Record) -> list[str]:
    """Why the record can't be published, as phrases: what it lacks, and numbers that contradict each other."""
    return [*_lacks(record), *(_told(record, finding) for finding in findings_of(record))]


def _lacks(record: Record) -> list[str]:
    """Translations and citations that the record, or a fact of it, lacks."""
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


def _told(record: Record, finding: Finding) -> str:
    """A finding with the row that it is in: `Outcome “zone”: …`."""
    if not finding.kind:
        return finding.message
    relation = "steps" if finding.kind == "substeps" else finding.kind
    rows = record._meta.concrete_model._meta.get_field(relation).related_model
    return f"{capfirst(rows._meta.verbose_name)} “{finding.key}”: {finding.message}"


class Refused:
    """Mixin of a form that was saved and taken back: it says why."""

    def clean(self):
        cleaned = super().clean()
        self.add_error(None, list(self.refusal.reasons))
        if self.own:
            self.show(self.own)
        return cleaned


def gaps_of(row: models.Model) -> list[str]:
    """What the row lacks now that it is on the site; nothing if it is not."""
    if isinstance(row, Record):
        return _lacks(row) if row.is_published else []
    if isinstance(row, Fact) and row.owners:
        return gaps_of(row.owner)
    if isinstance(row, Fact):
        return [*_lacking(row)] if type(row).objects.published().filter(pk=row.pk).exists() else []
    return [*_untranslated(row)]


def contradictions_in(row: models.Model) -> list[Finding]:
    """The contradictions between numbers of a record, or of one of its facts."""
    if isinstance(row, Record):
        return findings_of(row)
    if isinstance(row, Fact) and row.owners:
        return [found for found in findings_of(row.owner) if (found.kind, found.key) == (_list_of(row), row.key)]
    return findings_of(row) if isinstance(row, Fact) else []


def _list_of(fact: Fact) -> str:
    """The key of its list in the document of its owner: `outcomes`."""
    return fact._meta.get_field(fact.owner_name).remote_field.related_name


def _lacking(fact: Fact) -> Iterator[str]:
    where = f"{capfirst(fact._meta.verbose_name)} “{fact.key}”"
    for row in (fact, *(fact.equivalents.all() if isinstance(fact, Outcome) else ())):
        yield from (f"{where}, {gap}" for gap in _untranslated(row))
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
        if name in IN_ONE_LANGUAGE:
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


def _unmark(row: models.Model) -> None:
    """What was written here was not held against the text of its source."""
    record = row.owner if isinstance(row, Fact) and row.owners else row
    if isinstance(record, Checked):
        type(record)._base_manager.filter(pk=record.pk).update(is_checked=False)


class Gate(admin.ModelAdmin):
    """Takes back a save after which something on the site would lack what it needs. Writers take turns."""

    def get_object(self, request, object_id, from_field=None):
        if request.method == "POST":
            ContentVersion.take_turn()
        return super().get_object(request, object_id, from_field)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if refusal := getattr(request, "refusal", None):
            return type(form.__name__, (Refused, form), {"refusal": refusal, "own": self.own_findings(refusal, obj)})
        return form

    def own_findings(self, refusal: Refusal, row: models.Model | None) -> list[Finding]:
        """Those that the form itself shows, and not the rows in it."""
        return refusal.about(("",), "")

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
        saved = type(form.instance)._base_manager.get(pk=form.instance.pk)
        reasons, findings = self.reasons_against(request, saved), contradictions_in(saved)
        if findings:
            reasons.append(
                _("Numbers contradict each other. Nothing was saved. Correct them, or say why they are right.")
            )
            reasons += [finding.message for finding in findings if finding.kind in NESTED_ELSEWHERE]
        if reasons:
            raise Refusal(reasons, findings)
        if any(one.has_changed() for one in (form, *formsets)):
            _unmark(saved)

    def reasons_against(self, request, row: models.Model) -> list[str]:
        """Why the row, as it was saved, can't stay so."""
        gaps = gaps_of(row)
        return [_("This is on the site, and would lack something. Nothing was saved."), *gaps] if gaps else []

    def response_action(self, request, queryset):
        """Runs an action in one transaction, after that of any other writer.

        What is no key is not selected: Django asks the database for it, which fails for a number beyond its own.
        """
        request.POST = request.POST.copy()
        request.POST.setlist(ACTION_CHECKBOX_NAME, keys_in(request.POST.getlist(ACTION_CHECKBOX_NAME)))
        with transaction.atomic():
            ContentVersion.take_turn()
            return super().response_action(request, queryset)

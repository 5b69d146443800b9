"""Facts with their citations in one form.

Django has no inlines inside inlines. Here each form of a formset of facts has a formset of citations,
`form.citations`, with names such as `steps-0-citations-0-passage`. Its errors and changes become those of the form, so
Django treats both as one. Rows that Django's inlines.js adds work too, because it replaces every `steps-__prefix__`.
"""

from django import forms
from django.contrib import admin
from django.db.models import Prefetch
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casestudies.models import Citation, Passage
from casestudies.models.record import TEXTS, Record

from .choices import look_up
from .forms import Curated, NotedForm
from .meanwhile import VersionedFormSet
from .permissions import InlinePermissions
from .refusals import Refusal


class CitationFormSet(VersionedFormSet):
    """The citations of one fact."""

    def get_queryset(self):
        """Uses the citations that were prefetched with the facts, if any."""
        if "citations" in getattr(self.instance, "_prefetched_objects_cache", {}):
            return self.instance.citations.all()
        return super().get_queryset()

    def clean(self):
        super().clean()
        seen = set()
        for form in self.forms:
            if form.cleaned_data and not self._should_delete_form(form):
                proof = tuple(form.cleaned_data.get(name) for name in ("part", "passage", "anchor"))
                if proof in seen:
                    form.add_error("anchor", _("This citation stands here twice."))
                seen.add(proof)


class CitationInline(InlinePermissions, Curated, admin.TabularInline):
    """Citations of a row with its own admin page. FactInline uses only the formset."""

    model = Citation
    formset = CitationFormSet
    fields = ["passage", "anchor", "seen"]
    extra = 1

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "passage":
            kwargs["queryset"] = Passage.objects.select_related("source").exclude(source__state=Record.State.MERGED)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        field.widget.attrs["aria-label"] = field.label
        if db_field.name == "passage":
            field.widget.can_add_related = field.widget.can_change_related = False
        return field


class ProseCitationInline(CitationInline):
    """Citations of the record's own texts and named lists."""

    fields = ["part", "passage", "anchor", "seen"]
    verbose_name = _("citation of a text above")
    verbose_name_plural = _("citations of the texts above")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name != "part":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        texts = [(name, capfirst(TEXTS[name])) for name in self.parent_model.cited_parts()]
        return forms.ChoiceField(
            label=capfirst(db_field.verbose_name),
            choices=[("", "---------"), *texts],
            widget=forms.Select(attrs={"aria-label": capfirst(db_field.verbose_name)}),
        )


class FactCitationFormSet(CitationFormSet):
    looks_up = False


class FactCitationInline(CitationInline):
    """Citations in the row of a fact: whoever may change the row may change them."""

    formset = FactCitationFormSet

    def __init__(self, row: "FactInline"):
        super().__init__(row.model, row.admin_site)
        self.row = row

    def _may_write(self, request, record):
        return self.row._may_write(request, record)


class FactForm(NotedForm):
    @cached_property
    def changed_data(self):
        changed = super().changed_data
        return [*changed, "citations"] if self.citations.has_changed() else changed


class FactFormSet(VersionedFormSet):
    """The facts of one record; every form has a formset `citations`."""

    citation_formset: type[CitationFormSet]
    refusal: Refusal | None = None  # why the form of the record is shown again

    @property
    def lists(self) -> tuple[str, ...]:
        """The keys of the lists that its rows stand in, in the document of the record."""
        return (self.prefix,)

    @property
    def points_at_row(self):
        return self.citation_formset.fk.name

    @cached_property
    def forms(self):
        forms = super().forms
        look_up([citation for form in forms for citation in form.citations.forms])
        return forms

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.citations = self.citation_formset(
            form.data if form.is_bound else None, instance=form.instance, prefix=f"{form.prefix}-citations"
        )
        if form.instance.pk and self.instance.published_at:
            form.fields["key"].disabled = True

    def clean(self):
        for form in self.forms:
            if not self._should_delete_form(form) and not form.citations.is_valid():
                form.add_error(None, _("Please correct its citations."))
            if self.refusal:
                form.show(self.refusal.about(self.lists, form["key"].value()))
        super().clean()

    def save(self, commit=True):
        saved = super().save(commit)
        for form in self.forms:
            if form.instance.pk and form.has_changed():
                form.citations.save()
        return saved


class RowInline(InlinePermissions, Curated, admin.StackedInline):
    """Stacked rows that collapse to one line."""

    formset = VersionedFormSet
    template = "admin/edit_inline/rows.html"
    extra = 0
    view_on_site = False


class FactInline(RowInline):
    """Facts of a record, each with its citations."""

    form = FactForm
    formset = FactFormSet

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.refusal = getattr(request, "refusal", None)
        formset.citation_formset = FactCitationInline(self).get_formset(request, obj)
        return formset

    def get_queryset(self, request):
        prefetched = [field.name for field in self.opts.many_to_many]
        citations = Prefetch("citations", Citation.objects.order_by("pk"))
        return super().get_queryset(request).prefetch_related(citations, *prefetched)


NOTE = (
    pgettext_lazy("heading in a form", "Editor's note"),
    {"fields": [("editors_note_en", "editors_note_zh_hans")], "classes": ["collapse"]},
)

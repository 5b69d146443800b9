from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from casestudies.i18n import columns
from casestudies.models import Citation, Part, Passage, Source, Transfer
from casestudies.models.record import Record

from .citations import RowInline
from .lists import counted
from .permissions import ReadOnly, may
from .publication import WithdrawalForm
from .record import CuratedAdmin, RecordAdmin
from .refusals import Refusal
from .resting import Resting, cuts, resting_on

MOST_NAMED = 5
PASSAGE = [columns("locator"), ("order", "slug"), ("heading", "opening")]


class PartInline(RowInline):
    model = Part
    prepopulated_fields = {"slug": ["title_en"]}
    fieldsets = [(None, {"fields": [columns("title"), ("order", "slug")]})]


class PassageInline(RowInline):
    model = Passage
    prepopulated_fields = {"slug": ["locator_en"]}
    fieldsets = [(None, {"fields": [*PASSAGE, "part"]})]

    def get_autocomplete_fields(self, request):
        return []  # the parts of one source are few

    def get_formset(self, request, obj=None, **kwargs):
        """Offers only the parts of the same source."""
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.base_fields["part"].queryset = Part.objects.filter(source=obj)
        return formset


class SourceWithdrawalForm(WithdrawalForm):
    """Asks whether to withdraw the records with it whose facts would have no citation left."""

    with_records = forms.BooleanField(required=False, label=_("Withdraw the records that rest on it alone, too"))

    def __init__(self, *args):
        super().__init__(*args)
        if not any(one.alone for one in self.resting):
            del self.fields["with_records"]

    @cached_property
    def resting(self) -> list[Resting]:
        return resting_on(Passage.objects.filter(source__in=self.records))

    def clean(self):
        cleaned = super().clean()
        alone = [one.page for one in self.resting if one.alone]
        records = [page for page in alone if self._may_withdraw(page)]
        if fixed := [page for page in alone if page not in records and not self._goes_with(page, records)]:
            named = ", ".join(f"“{page}”" for page in fixed)
            text = gettext("These would have a fact without citation, and you can’t withdraw them: %(records)s.")
            self.add_error(None, text % {"records": named})
        elif alone and not cleaned.get("with_records"):
            self.add_error(
                "with_records", gettext("Facts on the site cite nothing else. Cite another source, or tick this.")
            )
        self.also = tuple(records)
        return cleaned

    def _may_withdraw(self, page) -> bool:
        """Transfers have no state of their own."""
        return isinstance(page, Record) and may(self.request.user, "withdraw", type(page))

    @staticmethod
    def _goes_with(page, records: list[Record]) -> bool:
        """Whether it is a transfer that leaves the site with a record at one of its ends."""
        return isinstance(page, Transfer) and any(getattr(page, end) in records for end in page.public_through)


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    withdrawal_form = SourceWithdrawalForm
    list_display = [
        "kind",
        "publisher",
        "language",
        counted(_("passages"), Passage, "source"),
        counted(_("citations"), Citation, "passage__source"),
    ]
    list_filter = ["kind", "language", ("publisher", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["publisher"]
    prepopulated_fields = {"slug": ["title_en"]}
    fieldsets = [
        (
            None,
            {
                "fields": [
                    columns("title"),
                    "slug",
                    ("kind", "publisher"),
                    ("date", "language", "symbol"),
                    "url",
                    columns("description"),
                    columns("licence_note"),
                    "text_file",
                ]
            },
        )
    ]
    inlines = [PartInline, PassageInline]

    def save_related(self, request, form, formsets, change):
        """Refuses to cut a passage anew while facts on the site cite it: their anchors can't be looked for here."""
        before = cuts(form.instance)
        super().save_related(request, form, formsets, change)
        after = cuts(form.instance)
        recut = [passage for passage, ends in before.items() if after.get(passage) != ends]
        if reasons := [*filter(None, map(self._told_of, recut))]:
            told = gettext(
                "A passage ends where the next one begins, so this would change what is cited. Nothing was saved. "
                "Withdraw what cites it first, or cut it in the content files, where check_evidence reads the text."
            )
            raise Refusal([told, *reasons])

    def _told_of(self, passage: Passage) -> str:
        resting = resting_on(Passage.objects.filter(pk=passage.pk))
        if not resting:
            return ""
        number = sum(one.facts for one in resting)
        text = ngettext(
            "“%(passage)s” proves %(number)d fact on the site, of %(records)s.",
            "“%(passage)s” proves %(number)d facts on the site, of %(records)s.",
            number,
        )
        named = ", ".join(f"“{one.page}”" for one in resting[:MOST_NAMED])
        more = len(resting) - MOST_NAMED
        records = gettext("%(records)s and %(more)d more") % {"records": named, "more": more} if more > 0 else named
        return text % {"passage": passage.locator, "number": number, "records": records}


@admin.register(Passage)
class PassageAdmin(ReadOnly, CuratedAdmin):
    """Serves the search for passages in citations. Not in the index, since passages are edited with their source."""

    list_display = ["label", "heading", counted(_("citations"), Citation, "passage")]
    list_filter = ["source"]
    search_fields = ["source__slug", "source__folded", "slug", "locator_en", "locator_zh_hans", "heading"]
    ordering = ["source__slug", "order"]
    prepopulated_fields = {"slug": ["locator_en"]}
    fieldsets = [(None, {"fields": ["source", *PASSAGE]})]

    def get_queryset(self, request):
        found = super().get_queryset(request).select_related("source")
        return found.exclude(source__state=Source.State.MERGED)

    def get_model_perms(self, request):
        return {}

    def has_delete_permission(self, request, obj=None):
        """Passages are deleted with their source, and in its form."""
        return obj is not None and self.admin_site.get_model_admin(Source).has_delete_permission(request, obj.source)

    def delete_view(self, request, *args, **kwargs):
        raise PermissionDenied

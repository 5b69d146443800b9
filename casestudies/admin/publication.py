"""Publication: the actions that change the state of a record, and who may take them."""

from collections import Counter
from collections.abc import Sequence

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import model_ngettext
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casestudies.models.record import Record

from .gate import missing

State = Record.State


class WithdrawalForm(forms.Form):
    """The reason that the address of a withdrawn record shows. `also` are records that are withdrawn with it."""

    also: tuple[Record, ...] = ()

    def __init__(self, data, request, records: list[Record]):
        self.request, self.records = request, records
        super().__init__(data)

    withdrawn_because_en, withdrawn_because_zh_hans = (
        forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 4, "lang": lang}))
        for label, lang in ((gettext_lazy("Reason (English)"), "en"), (gettext_lazy("Reason (Chinese)"), "zh-Hans"))
    )


class Publication:
    """Mixin for admins of records; each move is an action of the list and a button in the form."""

    withdrawal_form = WithdrawalForm
    actions = ["submit_for_review", "publish", "withdraw", "back_to_draft"]
    moves = {  # action: the states that it applies to
        "submit_for_review": [State.DRAFT],
        "publish": [State.DRAFT, State.IN_REVIEW, State.WITHDRAWN],
        "withdraw": [State.PUBLISHED],
        "back_to_draft": [State.IN_REVIEW],
    }

    @admin.action(description=gettext_lazy("Submit for review"), permissions=["change"])
    def submit_for_review(self, request, queryset):
        records = self._movable(request, queryset, "submit_for_review")
        for record in records:
            record.state = State.IN_REVIEW
        self._save(request, records, _("submitted for review"))

    @admin.action(description=gettext_lazy("Publish"), permissions=["publish"])
    def publish(self, request, queryset):
        ready = []
        for record in self._movable(request, queryset, "publish"):
            if gaps := missing(record):
                text = _("“%(record)s” is not published. Missing: %(gaps)s.")
                self.message_user(request, text % {"record": record, "gaps": "; ".join(gaps)}, messages.ERROR)
            else:
                record.publish()
                ready.append(record)
        self._save(request, ready, _("published"))

    @admin.action(description=gettext_lazy("Withdraw, with a reason"), permissions=["withdraw"])
    def withdraw(self, request, queryset):
        records = self._movable(request, queryset, "withdraw")
        if not records:
            return None
        form = self.withdrawal_form(request.POST if "confirmed" in request.POST else None, request, records)
        if form.is_valid():
            for record in [*records, *form.also]:
                record.state = State.WITHDRAWN
                for column in Record.withdrawn_because.columns:
                    setattr(record, column, form.cleaned_data[column])
            self._save(request, form.also, _("withdrawn"))
            return self._save(request, records, _("withdrawn"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Withdraw from the site"),
            "opts": self.opts,
            "records": records,
            "form": form,
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/casestudies/withdraw.html", context)

    @admin.action(description=gettext_lazy("Back to draft"), permissions=["change"])
    def back_to_draft(self, request, queryset):
        records = self._movable(request, queryset, "back_to_draft")
        for record in records:
            record.state = State.DRAFT
        self._save(request, records, _("put back to draft"))

    def _movable(self, request, queryset, action: str) -> list[Record]:
        """The records that the action applies to; sends a message about each of the others."""
        movable = []
        for record in queryset:
            if record.state not in self.moves[action]:
                text = _("“%(record)s” stays as it is: %(state)s.")
                state = {"record": record, "state": record.get_state_display()}
                self.message_user(request, text % state, messages.WARNING)
            elif not self.may_move(request, record, action):
                text = _("“%(record)s” stays as it is: you may not do this with it.")
                self.message_user(request, text % {"record": record}, messages.WARNING)
            else:
                movable.append(record)
        return movable

    def may_move(self, request, record: Record, action: str) -> bool:
        """Whether the user may take the action with this record, whatever its state."""
        match action:
            case "publish":
                return self.has_publish_permission(request)
            case "withdraw":
                return self.has_withdraw_permission(request)
            case "back_to_draft":
                return self.may_take_back(request, record)
        return self.has_change_permission(request, record)

    def _save(self, request, records: Sequence[Record], done: str) -> None:
        for record in records:
            record.save()
            self.log_change(request, record, capfirst(done))
        for model, number in Counter(map(type, records)).items():
            # Translators: "2 case studies published."; "done" is one of published, withdrawn, put back to draft …
            text = ngettext("%(count)d %(items)s %(done)s.", "%(count)d %(items)s %(done)s.", number)
            what = {"count": number, "items": model_ngettext(model._meta, number), "done": done}
            self.message_user(request, text % what, messages.SUCCESS)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and self.has_change_permission(request, obj):
            labels = {name: getattr(self, name).short_description for name in self.moves}
            context["moves"] = [
                (name, labels[name])
                for name, states in self.moves.items()
                if obj.state in states and self.may_move(request, obj, name)
            ]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_change(self, request, obj):
        """Runs the move whose button was pressed, after the form was saved."""
        if (move := request.POST.get("_move")) not in self.moves:
            return super().response_change(request, obj)
        page = getattr(self, move)(request, self.get_queryset(request).filter(pk=obj.pk))
        return page or HttpResponseRedirect(request.path)

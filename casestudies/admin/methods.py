from django.contrib import admin
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casestudies.i18n import columns
from casestudies.models import Lesson, Method, Step

from .citations import NOTE, FactFormSet, FactInline
from .lists import ChineseFilter, counted
from .record import RecordAdmin


class StepFormSet(FactFormSet):
    """Offers only the main steps of the same case as parents."""

    lists = ("steps", "substeps")

    @cached_property
    def main_steps(self):
        return Step.objects.filter(case=self.instance.pk, parent=None)

    @cached_property
    def parent_choices(self):
        return [("", "---------"), *((step.pk, f"{step.order}. {step}") for step in self.main_steps)]

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["parent"].queryset = self.main_steps.exclude(pk=form.instance.pk)
        form.fields["parent"].widget.choices = [
            choice for choice in self.parent_choices if choice[0] != form.instance.pk or not choice[0]
        ]


class StepInline(FactInline):
    model = Step
    formset = StepFormSet
    prepopulated_fields = {"key": ["title_en"]}
    fieldsets = [
        (
            None,
            {
                "fields": [
                    columns("title"),
                    ("order", "key", "parent"),
                    "method",
                    columns("text"),
                    ("months", "months_upper", "months_qualifier"),
                    ("started", "ended"),
                ]
            },
        ),
        NOTE,
    ]

    def get_autocomplete_fields(self, request):
        return ["method"]

    def get_queryset(self, request):
        """Steps in order, each followed by its sub-steps."""
        steps = super().get_queryset(request)
        return steps.order_by(Coalesce("parent__order", "order"), Coalesce("parent", "pk"), "parent__order", "order")


class LessonInline(FactInline):
    model = Lesson
    prepopulated_fields = {"key": ["title_en"]}
    fieldsets = [
        (None, {"fields": [columns("title"), ("kind", "order", "key"), columns("text"), "themes"]}),
        (_("Examples"), {"fields": [("example_cases", "example_programmes")]}),
        NOTE,
    ]


@admin.register(Method)
class MethodAdmin(RecordAdmin):
    list_display = [counted(_("steps"), Step, "method"), counted(_("lessons"), Lesson, "method")]
    list_filter = [("themes", admin.RelatedOnlyFieldListFilter), ChineseFilter]
    prepopulated_fields = {"slug": ["name_en"]}
    fieldsets = [
        (
            None,
            {
                "fields": [
                    columns("name"),
                    "slug",
                    ("parent", "order"),
                    columns("description"),
                    columns("when_to_use"),
                    "themes",
                ]
            },
        )
    ]
    inlines = [LessonInline]

"""Reusable methods, the steps in which cases used them, and lessons learned."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casestudies.i18n import Translated, in_both

from .actors import Organisation
from .dates import HasPeriod, date_fields, has_precision
from .facts import Fact, exactly_one
from .in_turn import InTurn
from .places import public_places
from .practice import CaseStudy, Programme
from .qualifiers import duration_fields, months_in_order
from .record import FoldedField, PublicQuerySet, Record, keys_of
from .terms import Theme, tags

__all__ = ["Lesson", "Method", "Step"]


class MethodQuerySet(PublicQuerySet):
    def for_list(self):
        return self.with_lines("parent").prefetch_related(tags("themes"))

    def for_detail(self):
        """With the concept that it is a part of, and its own parts in order."""
        parts = models.Prefetch("children", Method.objects.published().order_by("order", "slug"))
        return self.for_list().prefetch_related(parts)


SHORTEST, LONGEST = models.Min("months"), models.Max(Coalesce("months_upper", "months"))


class Method(Record):
    """A reusable approach, such as "build the evidence base". Its texts are editorial and marked as such."""

    name_en, name_zh_hans = in_both(models.CharField, _("name"), max_length=120, help_text=_("A verb: what one does."))
    name = Translated()
    description_en, description_zh_hans = in_both(
        models.TextField,
        _("description"),
        blank=True,
        help_text=_("Editorial: what the cases have in common. Markdown."),
    )
    description = Translated()
    when_to_use_en, when_to_use_zh_hans = in_both(
        models.TextField, _("when to use it"), blank=True, help_text=_("Editorial. Markdown.")
    )
    when_to_use = Translated()
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("part of"),
        related_name="children",
        null=True,
        blank=True,
        help_text=_("A concept that has several methods as its parts."),
    )
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Among the parts of the same concept.")
    )
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), related_name="methods", blank=True)
    folded = FoldedField(sources=("name_en", "name_zh_hans"))

    objects = MethodQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("method")
        verbose_name_plural = _("methods")
        ordering = ["slug"]
        constraints = [models.CheckConstraint(condition=~Q(parent=F("id")), name="method_not_in_itself")]

    def __str__(self):
        return str(self.name)


class StepQuerySet(PublicQuerySet):
    def of_case(self, case):
        """The steps of a case in order, each with its method and sub-steps."""
        substeps = models.Prefetch("substeps", Step.objects.order_by("order").with_lines("method"))
        return self.filter(case=case, parent=None).order_by("order").with_lines("method").prefetch_related(substeps)

    def durations(self):
        """(method, months or None if unknown, number of published steps)."""
        return self.published().order_by().values_list("method", "months").annotate(models.Count("pk"))

    def times_of_methods(self):
        """Two mappings by the slug of the method: the shortest and the longest published step, in months or None."""
        times = self.published().order_by().values_list("method__slug").annotate(low=SHORTEST, high=LONGEST)
        return {slug: low for slug, low, _high in times}, {slug: high for slug, _low, high in times}

    def of_methods(self, methods):
        """Published steps that used the methods, with case, places and method, the shortest first."""
        return (
            self.published()
            .filter(method__in=methods)
            .with_lines("case", "method")
            .prefetch_related(public_places("case__places"))
            .order_by(F("months").asc(nulls_last=True), "case__slug", "order")
        )


class Step(HasPeriod, Fact):
    """A step of a case, with its method and duration. Sources give neither overlaps nor a calendar."""

    public_through = ("case",)
    owners = ("case",)

    case = models.ForeignKey(CaseStudy, models.CASCADE, verbose_name=_("case study"), related_name="steps")
    method = models.ForeignKey(
        Method,
        models.PROTECT,
        verbose_name=_("method"),
        related_name="steps",
        null=True,
        blank=True,
        db_index=False,  # the index of both below begins with it
        help_text=_("Editorial: equal steps of different cases point at the same method."),
    )
    parent = models.ForeignKey(
        "self", models.CASCADE, verbose_name=_("part of step"), related_name="substeps", null=True, blank=True
    )
    order = models.PositiveSmallIntegerField(_("order"), help_text=_("As the source lists it, from 1."))
    title_en, title_zh_hans = in_both(
        models.CharField, _("title"), max_length=160, blank=True, help_text=_("A sub-step may do without.")
    )
    title = Translated()
    text_en, text_zh_hans = in_both(models.TextField, _("what was done"), blank=True, help_text=_("Markdown."))
    text = Translated()
    months, months_upper, months_qualifier = duration_fields(_("Empty unless a source says it."))
    started, started_precision = date_fields(_("start"))
    ended, ended_precision = date_fields(_("end"))

    objects = StepQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["case", "parent_id", "order", "pk"]
        # A covering index for the cases of each method, since rows of steps are wide.
        indexes = [models.Index(fields=["method", "case"], name="step_case_of_method")]
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="step_key_unique"),
            models.CheckConstraint(condition=has_precision("started"), name="step_start_precision"),
            models.CheckConstraint(condition=has_precision("ended"), name="step_end_precision"),
            months_in_order("step"),
        ]

    def __str__(self):
        return str(self.title or self.text)[:80]


class LessonQuerySet(PublicQuerySet):
    def told_in(self, programmes, cases):
        """Lessons of programmes, and after them those of cases."""
        lessons = Lesson._base_manager
        keys = keys_of(lessons.filter(programme__in=programmes), lessons.filter(case__in=cases))
        return self.filter(pk__in=keys).order_by(F("programme").asc(nulls_last=True), *Lesson._meta.ordering)

    def for_page(self):
        """With the record that each belongs to, for the pages of records."""
        return self.with_lines(*Lesson.owners)

    def for_list(self):
        rows = self.with_lines(*Lesson.owners, more=Lesson.dates_of_owners())
        return rows.prefetch_related(tags("themes"), public_places("case__places"))

    def with_examples(self):
        cases, programmes = CaseStudy.objects.published(), Programme.objects.published()
        return self.prefetch_related(
            models.Prefetch("example_cases", cases.prefetch_related(public_places("places"))),
            models.Prefetch("example_programmes", programmes),
        )

    def by_kind(self):
        """Why, by which principles, what helps, what to do, what stands in the way; each as its owner orders them."""
        return self.order_by(InTurn("kind", Lesson.FROM_WHY_TO_HOW), *Lesson._meta.ordering)

    def for_sitemap(self):
        return self.with_lines(*Lesson.owners).order_by("pk")


class Lesson(Fact):
    """A lesson from a case, programme, method or organisation; or a principle of it, an argument for it."""

    class Kind(models.TextChoices):
        ENABLER = "enabler", _("what helped")
        BARRIER = "barrier", _("what stood in the way")
        ADVICE = "advice", _("advice")
        PRINCIPLE = "principle", _("principle")
        ARGUMENT = "argument", _("argument")

    # The headings under which a method has its lessons, in their order.
    FROM_WHY_TO_HOW = {
        Kind.ARGUMENT: _("Why"),
        Kind.PRINCIPLE: _("By which principles"),
        Kind.ENABLER: _("What helps"),
        Kind.ADVICE: _("What to do"),
        Kind.BARRIER: _("What stands in the way"),
    }

    public_through = ("case", "programme", "method", "organisation")
    owners = ("case", "programme", "method", "organisation")
    named_by = ("folded",)

    case = models.ForeignKey(
        CaseStudy, models.CASCADE, verbose_name=_("case study"), related_name="lessons", null=True, blank=True
    )
    programme = models.ForeignKey(
        Programme, models.CASCADE, verbose_name=_("programme"), related_name="lessons", null=True, blank=True
    )
    method = models.ForeignKey(
        Method, models.CASCADE, verbose_name=_("method"), related_name="lessons", null=True, blank=True
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, verbose_name=_("organisation"), related_name="lessons", null=True, blank=True
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    title_en, title_zh_hans = in_both(models.CharField, _("title"), max_length=200)
    title = Translated()
    text_en, text_zh_hans = in_both(models.TextField, _("text"), help_text=_("Markdown."))
    text = Translated()
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), related_name="lessons", blank=True)
    example_cases = models.ManyToManyField(
        CaseStudy,
        verbose_name=_("examples: case studies"),
        related_name="lessons_shown",
        blank=True,
        help_text=_("Editorial: where a reader can see it done. Not those that it belongs to."),
    )
    example_programmes = models.ManyToManyField(
        Programme, verbose_name=_("examples: programmes"), related_name="lessons_shown", blank=True
    )
    folded = FoldedField(sources=("title_en", "title_zh_hans"))

    objects = LessonQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        ordering = ["order", "pk"]
        constraints = [
            exactly_one(("case", "programme", "method", "organisation"), name="lesson_of_one"),
            *(
                models.UniqueConstraint(fields=[owner, "key"], name=f"lesson_key_unique_in_{owner}")
                for owner in ("case", "programme", "method", "organisation")
            ),
        ]

    def __str__(self):
        return str(self.title)

    @property
    def subjects(self) -> "list[Theme]":
        """Its themes; without any of its own, those of its case. The filter by theme asks the same."""
        return list(self.themes.all()) or (list(self.case.themes.all()) if self.case else [])

    @property
    def heading(self):
        """The heading that it stands under on the page of a method."""
        return self.FROM_WHY_TO_HOW[self.kind]

    def get_absolute_url(self) -> str:
        """A page of its own, below the record that it is a lesson of."""
        return reverse("lesson-detail", args=[self.owner_name, self.owner.slug, self.key])

"""Programmes and case studies."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casestudies.i18n import Translated, in_both, in_either
from casestudies.quantities import MEASURED

from .dates import Period, period_constraints
from .government import Level
from .key_figures import HasFigures, HasFiguresQuerySet
from .places import Place, public_places
from .record import AS_PRINTED, ONE_NAME, Aliased, FoldedField, Noted, Record
from .terms import Theme, sdg_target_fields, tags

__all__ = ["CaseStudy", "Programme"]


class Stage(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    SUBMITTED = "submitted", _("submitted")
    APPROVED = "approved", _("approved")
    UNDER_WAY = "under-way", _("under way")
    COMPLETED = "completed", _("completed")
    DISCONTINUED = "discontinued", _("discontinued")


class ProgrammeQuerySet(HasFiguresQuerySet):
    def for_cards(self):
        return super().for_cards().prefetch_related(tags("themes"))

    def for_list(self):
        return self.prefetch_related(public_places("jurisdictions"))

    def for_detail(self):
        return self.for_list().for_page()

    def for_page(self):
        """Without its jurisdictions, which its page reads together with those of its parts."""
        return self.with_lines("parent").prefetch_related(
            "themes",
            "sdg_targets",
            "named_sdg_targets",
            models.Prefetch("children", Programme.objects.published()),
        )

    def of_place(self, place, slugs):
        """Programmes with this jurisdiction first, then those with one of the slugs, those of its cases."""
        there = Q(pk__in=Programme.jurisdictions.through.objects.filter(place=place).values("programme"))
        return self.filter(there | Q(slug__in=slugs)).order_by(models.Case(models.When(there, 0), default=1), "slug")


class Programme(Aliased, HasFigures, Record, Noted, Period):
    """A named vehicle for action: a plan, a law, a fund, an accelerator, a campaign."""

    class Kind(models.TextChoices):
        PROGRAMME = "programme", pgettext_lazy("kind of programme", "programme")
        PROJECT = "project", _("project")
        ACCELERATOR = "accelerator", _("accelerator")
        CAMPAIGN = "campaign", _("campaign")
        FUND = "fund", _("fund")
        LAW = "law-or-policy", _("law or policy")
        PLAN = "plan", _("plan")
        PLEDGE = "pledge", _("pledge")
        TOOL = "tool-or-platform", _("tool or platform")
        PUBLICATION = "publication", _("publication")
        PARTNERSHIP = "partnership", _("partnership")
        DECLARATION = "declaration", _("declaration")
        GUIDELINE = "guideline", _("guideline")
        CERTIFICATE = "certificate", _("certificate")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name_en, name_zh_hans = in_both(models.CharField, _("name"), max_length=200, blank=True, help_text=AS_PRINTED)
    name = Translated()
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    aliases_en, aliases_zh_hans = in_both(
        models.TextField,
        _("other names"),
        blank=True,
        help_text=_("One on each line; the name in its own language too."),
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("part of"), related_name="children", null=True, blank=True
    )
    jurisdictions = models.ManyToManyField(
        Place,
        verbose_name=_("jurisdictions"),
        related_name="programmes",
        blank=True,
        help_text=_("The places it is for or binds: one for most, four for a project in four countries."),
    )
    level = models.CharField(
        _("level of government"),
        max_length=13,
        choices=Level,
        blank=True,
        help_text=_("The one that made it, where a source says so."),
    )
    status = models.CharField(_("status"), max_length=12, choices=Stage, blank=True)
    legal_reference = models.CharField(
        _("legal reference"),
        max_length=120,
        blank=True,
        help_text=_("As the source prints it: HSP/HA/1/2/Add.1."),
    )
    binds_en, binds_zh_hans = in_both(
        models.TextField,
        _("whom it binds"),
        blank=True,
        help_text=_("And from which threshold: municipalities above 20,000 inhabitants."),
    )
    binds = Translated()
    summary_en, summary_zh_hans = in_both(
        models.TextField,
        _("summary"),
        blank=True,
        help_text=_("What it is and does, from the sources. Markdown."),
    )
    summary = Translated()
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), related_name="programmes", blank=True)
    sdg_targets, named_sdg_targets = sdg_target_fields("programmes")
    folded = FoldedField(sources=("name_en", "name_zh_hans", "acronym", "aliases_en", "aliases_zh_hans"))

    prose = ("summary", "binds")
    named = ("named_sdg_targets",)
    objects = ProgrammeQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["slug"]
        constraints = [
            *period_constraints("programme"),
            in_either("name", "programme_has_a_name", ONE_NAME),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="programme_not_in_itself"),
        ]

    def __str__(self):
        return str(self.name)

    @property
    def days(self):
        """One that is over, but whose end no source gives, counts with its start alone: it is not open."""
        over = self.status in (Stage.COMPLETED, Stage.DISCONTINUED)
        return self.days_of_start if over and not self.ended else super().days


class CaseStudyQuerySet(HasFiguresQuerySet):
    def in_places(self, slugs):
        """Cases in any of the places, or in a place below them."""
        return self.filter(
            pk__in=CaseStudy.places.through.objects.filter(place__in=Place.objects.within(slugs)).values("casestudy")
        )

    def for_list(self):
        """With what a card shows, in a fixed number of queries, and the number of its figures."""
        return self.with_count("outcome_count", "outcomes")._for_card()

    def for_order(self):
        return self._by_evidence()

    def for_cards(self):
        return self._for_card().with_headlines()

    def _for_card(self):
        return self.with_results()._by_evidence().prefetch_related(public_places("places"), tags("themes"))

    def _by_evidence(self):
        """With `measured_count`, its measured figures. Whatever is published is cited."""
        outcomes = CaseStudy._meta.get_field("outcomes").related_model._base_manager.order_by()
        measured = outcomes.filter(case=models.OuterRef("pk"), status__in=MEASURED).values("case")
        counted = measured.annotate(number=models.Count("pk")).values("number")
        return self.annotate(measured_count=Coalesce(models.Subquery(counted), 0))

    def with_numbers_of_figures(self):
        """With the number of its figures, and of those that are measured results."""
        return self.with_count("outcome_count", "outcomes").with_results()

    def with_results(self):
        """With `result_count`, the number of its figures that are measured results."""
        results = CaseStudy._meta.get_field("outcomes").related_model.objects.results()
        return self.with_count("result_count", "outcomes", among=results)

    def for_detail(self):
        return self.with_numbers_of_figures().prefetch_related(
            models.Prefetch("places", Place.objects.published().with_parents()),
            "themes",
            "sdg_targets",
            "named_sdg_targets",
            models.Prefetch("programmes", Programme.objects.published()),
        )


class CaseStudy(HasFigures, Record, Noted, Period):
    """One action in one place, in however many documents it is described."""

    class Depth(models.TextChoices):
        FULL = "full-case", _("full case")
        SNAPSHOT = "snapshot", _("snapshot")
        BOX = "practice-box", _("practice box")

    named_by = ("folded", "places__folded", "programmes__folded")

    title_en, title_zh_hans = in_both(
        models.CharField, _("title"), max_length=200, help_text=_("What was done, where. In our own words.")
    )
    title = Translated()
    summary_en, summary_zh_hans = in_both(
        models.TextField, _("summary"), help_text=_("Two sentences for someone with ten seconds.")
    )
    summary = Translated()
    depth = models.CharField(_("depth"), max_length=12, choices=Depth, help_text=_("How much the sources tell."))
    level = models.CharField(
        _("level of government"), max_length=13, choices=Level, help_text=_("The one that acted.")
    )
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, blank=True)
    places = models.ManyToManyField(Place, verbose_name=_("places"), related_name="cases")
    programmes = models.ManyToManyField(Programme, verbose_name=_("programmes"), related_name="cases", blank=True)
    themes = models.ManyToManyField(
        Theme,
        verbose_name=_("themes"),
        related_name="cases",
        blank=True,
        help_text=_("Editorial: what a reader would look for this case under."),
    )
    sdg_targets, named_sdg_targets = sdg_target_fields("cases")
    background_en, background_zh_hans = in_both(
        models.TextField, _("background"), blank=True, help_text=_("Why the city acted. Markdown.")
    )
    background = Translated()
    results_en, results_zh_hans = in_both(
        models.TextField,
        _("results"),
        blank=True,
        help_text=_("What came of it. Markdown. Each figure in it is an outcome below as well."),
    )
    results = Translated()
    contact = models.CharField(_("contact"), max_length=200, blank=True, help_text=_("As the source prints it."))
    folded = FoldedField(sources=("title_en", "title_zh_hans"))

    url_name = "case"
    prose = ("summary", "background", "results", "contact")
    named = ("named_sdg_targets",)
    objects = CaseStudyQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("case study")
        verbose_name_plural = _("case studies")
        ordering = ["slug"]
        # Covering indexes for facets, which read every row: they are a tenth of the size of the table.
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["stage", "id"], name="casestudy_stage"),
            models.Index(fields=["level", "id"], name="casestudy_level"),
            models.Index(fields=["started", "ended", "id"], name="casestudy_period"),
        ]
        constraints = period_constraints("casestudy")

    def __str__(self):
        return str(self.title)

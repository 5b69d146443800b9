"""Outcomes: figures that can be compared."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from casestudies.i18n import Translated, active_column, in_both
from casestudies.quantities import MEASURED, RATIOS, Whose

from .actors import Organisation
from .compared import COMPARED_BY, COUNTED_BY, ComparedQuerySet
from .dates import date_fields, period_constraints, show_date, show_period
from .facts import Fact, exactly_one
from .indicators import Dimension, Indicator, Unit, validate_exact
from .key_figures import KEY_FIRST
from .places import Place, public_places
from .practice import CaseStudy, Programme
from .qualifiers import Qualifier, duration_fields, months_in_order
from .record import FoldedField, PublicQuerySet, keys_of

__all__ = ["Equivalent", "Outcome"]


def figure(verbose_name, **options) -> models.DecimalField:
    """A decimal column whose values both databases store exactly."""
    return models.DecimalField(verbose_name, max_digits=20, decimal_places=6, validators=[validate_exact], **options)


class OutcomeQuerySet(ComparedQuerySet):
    def for_page(self):
        """With all relations that a figure prints: results first by their level, then preferred and measured ones."""
        return (
            self.select_related("indicator", "unit")
            .with_lines("case", "programme", "place", "organisation")
            .prefetch_related(models.Prefetch("equivalents", Equivalent.objects.select_related("unit")))
            .order_by(*KEY_FIRST, F("case__slug").asc(nulls_first=True), "order", "pk")
        )

    def results(self):
        """Measured outputs, outcomes and impacts: what a case "with results" has."""
        return self.filter(status__in=MEASURED, indicator__results_level__in=Indicator.RESULTS)

    def for_list(self):
        """As `for_page()`, with places, and with `newest`, `place_name` and `indicator_name` to sort by."""
        name = active_column("name")

        def first(**where):
            return models.Subquery(Place.objects.published().filter(**where).order_by(name).values(name)[:1])

        return (
            self.for_page()
            .with_lines(
                "case", "programme", "place__parent__parent__parent", "organisation", more=Outcome.dates_of_owners()
            )
            .prefetch_related(public_places("case__places"), public_places("programme__jurisdictions"))
            .alias(
                newest=Coalesce(*(f"{owner}__published_at" for owner in Outcome.owners)),
                place_name=Coalesce(
                    first(cases=models.OuterRef("case")),
                    first(programmes=models.OuterRef("programme")),
                    f"place__{name}",
                ),
                indicator_name=F(f"indicator__{name}"),
            )
        )

    def of_programmes(self):
        """(slug of a programme, number of published outcomes about the programme itself)."""
        rows = self.published().filter(programme__isnull=False).order_by().values_list("programme__slug")
        return rows.annotate(figures=models.Count("pk"))

    def about_place(self, place, programmes, cases, limit: int):
        """All outcomes about the place itself, and up to `limit` with those of programmes and cases, as for_page()."""
        outcomes = Outcome._base_manager
        own = keys_of(outcomes.filter(place=place))
        others = keys_of(outcomes.filter(programme__in=programmes), outcomes.filter(case__in=cases))
        found = self.filter(pk__in=[*own, *others]).order_by(
            F("place").asc(nulls_last=True), *KEY_FIRST, F("programme").asc(nulls_last=True), "case__slug", "order"
        )
        return self.filter(pk__in=found.values("pk")[: max(limit, len(own))]).for_page()


class Outcome(Fact):
    """A figure about exactly one case, programme, place or organisation, as printed and as read."""

    class Kind(models.TextChoices):
        LEVEL = "level", _("amount")
        CHANGE = "change", _("change")
        PERCENT_CHANGE = "percent-change", _("change in percent")
        SHARE = "share", _("share")
        MULTIPLE = "multiple", _("multiple")
        MONEY = "money", _("money")

    class Status(models.TextChoices):
        OBSERVED = "observed", _("observed")
        ACHIEVED = "achieved", _("achieved")
        ESTIMATED = "estimated", _("estimated present effect")
        EXPECTED = "expected", _("expected")
        TARGET = "target", _("target")

    class Accumulation(models.TextChoices):
        AT_DATE = "at-date", _("on a given date")
        PER_YEAR = "per-year", _("per year")
        TOTAL = "total", _("in total over the period")
        LIFETIME = "lifetime", _("over the lifetime")

    class Per(models.TextChoices):
        PERSON = "person", pgettext_lazy("per what", "person")
        PERSON_YEAR = "person-year", _("person and year")
        HOUSEHOLD = "household", _("household")
        HOUSEHOLD_YEAR = "household-year", _("household and year")
        BUILDING = "building", _("building")
        VEHICLE = "vehicle", _("vehicle")
        DAY = "day", _("day")
        MONTH = "month", _("month")
        HECTARE = "hectare", _("hectare")
        KILOMETRE = "kilometre", _("kilometre")
        TONNE = "tonne", _("tonne")

    class Scope(models.TextChoices):
        WHOLE_PLACE = "whole-place", _("whole place")
        PART = "part", _("part of it or one project")
        INSTITUTION = "institution", _("operator or institution")
        GROUP = "group", _("group of cities")
        COUNTRY = "country", _("country")
        WORLD = "world", _("world")

    class Gas(models.TextChoices):
        CO2 = "co2", "CO₂"
        CO2E = "co2e", "CO₂e"
        METHANE = "ch4", "CH₄"
        NO2 = "no2", "NO₂"
        NOX = "nox", "NOₓ"
        SO2 = "so2", "SO₂"
        PM25 = "pm2-5", "PM2.5"
        PM10 = "pm10", "PM10"
        OZONE = "o3", "O₃"
        BLACK_CARBON = "black-carbon", _("black carbon")

    public_through = ("case", "programme", "place", "organisation")
    owners = ("case", "programme", "place", "organisation")
    counted_by = COUNTED_BY
    cleaned_with = ("indicator", "unit")
    named_by = (
        "folded",
        "indicator__folded",
        "case__folded",
        "case__places__folded",
        "programme__folded",
        "programme__jurisdictions__folded",
        "place__folded",
        "organisation__folded",
    )

    case = models.ForeignKey(
        CaseStudy,
        models.CASCADE,
        verbose_name=_("case study"),
        related_name="outcomes",
        null=True,
        blank=True,
    )
    programme = models.ForeignKey(
        Programme, models.CASCADE, verbose_name=_("programme"), related_name="outcomes", null=True, blank=True
    )
    place = models.ForeignKey(
        Place, models.CASCADE, verbose_name=_("place"), related_name="outcomes", null=True, blank=True
    )
    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        verbose_name=_("organisation"),
        related_name="outcomes",
        null=True,
        blank=True,
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    indicator = models.ForeignKey(
        Indicator,
        models.PROTECT,
        verbose_name=_("indicator"),
        related_name="outcomes",
        help_text=_("Shared only where two places measure the same thing."),
    )
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    value = figure(_("value"), help_text=_("A fall is negative. Thirds to six places: 66.666667."))
    upper_value = figure(_("upper value of a range"), null=True, blank=True)
    qualifier = models.CharField(_("how exact"), max_length=9, choices=Qualifier, default=Qualifier.EXACTLY)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("unit"), related_name="outcomes")
    money_year = models.PositiveSmallIntegerField(
        _("prices of the year"),
        null=True,
        blank=True,
        help_text=_("For money: the year of the prices, if known."),
    )
    as_printed = models.CharField(
        _("as printed"),
        max_length=60,
        help_text=_("The figure as the source writes it: 130万, 三分之二, 增长两倍."),
    )
    baseline_value = figure(_("baseline value"), null=True, blank=True)
    baseline_upper = figure(_("baseline, upper value"), null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(_("baseline year"), null=True, blank=True)
    started, started_precision = date_fields(_("period from"))
    ended, ended_precision = date_fields(_("period to"), help_text=_("For a figure on a given date: that date."))
    months, months_upper, months_qualifier = duration_fields(
        _("A duration that the source gives without dates: 60 for “within five years”.")
    )
    accumulation = models.CharField(_("accumulation"), max_length=8, choices=Accumulation, blank=True)
    per = models.CharField(_("per"), max_length=14, choices=Per, blank=True)
    gas = models.CharField(
        _("gas or pollutant"), max_length=12, choices=Gas, blank=True, help_text=_("CO2 is not CO2e.")
    )
    status = models.CharField(
        _("status"),
        max_length=9,
        choices=Status,
        help_text=_("A plan or an expectation is never an achievement, and an application for money is no outcome."),
    )
    scope = models.CharField(
        _("scope"),
        max_length=11,
        choices=Scope,
        blank=True,
        help_text=_("How much of the place it is about: 100 buses of one operator are not the fleet of the city."),
    )
    subgroup_en, subgroup_zh_hans = in_both(
        models.CharField,
        _("subgroup"),
        max_length=200,
        blank=True,
        help_text=_("And what it is part of: “75 of the 90 cities are members”."),
    )
    subgroup = Translated()
    sentence_en, sentence_zh_hans = in_both(
        models.TextField, _("in words"), help_text=_("One sentence that can stand alone.")
    )
    sentence = Translated()
    preferred = models.BooleanField(
        _("preferred"), default=True, help_text=_("Off where another outcome says the same thing better.")
    )
    folded = FoldedField(sources=("sentence_en", "sentence_zh_hans"))

    objects = OutcomeQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ["order", "pk"]
        # Covers what facets count and comparing needs, at a fifth of the size of the table.
        indexes = [
            models.Index(fields=[*COUNTED_BY, *COMPARED_BY, "value", "upper_value", "id"], name="outcome_counted"),
            models.Index(fields=["case", "status"], name="outcome_status_in_case"),  # the order of cases
        ]
        constraints = [
            exactly_one(("case", "programme", "place", "organisation"), name="outcome_about_one"),
            *(
                models.UniqueConstraint(fields=[owner, "key"], name=f"outcome_key_unique_in_{owner}")
                for owner in ("case", "programme", "place", "organisation")
            ),
            models.CheckConstraint(
                condition=Q(upper_value__isnull=True) | Q(upper_value__gt=F("value")),
                name="outcome_range_in_order",
                violation_error_message=_("The upper value of a range is above the lower."),
            ),
            models.CheckConstraint(
                condition=Q(baseline_upper__isnull=True)
                | Q(baseline_value__isnull=False, baseline_upper__gt=F("baseline_value")),
                name="outcome_baseline_in_order",
            ),
            months_in_order("outcome"),
            *period_constraints("outcome"),
        ]

    def __str__(self):
        return f"{self.indicator}: {self.as_printed}"

    def clean(self):
        super().clean()
        wrong = {}
        is_flow = self.indicator_id and self.indicator.measures == Indicator.Measures.FLOW
        if is_flow and self.accumulation == self.Accumulation.AT_DATE:
            wrong["accumulation"] = _("This indicator measures a flow over a period, which is never on a given date.")
        if self.per and (self.kind in RATIOS or self.unit_id and self.unit.dimension == Dimension.RATIO):
            wrong["per"] = _("A share, a change in percent or a multiple is per nothing: it is a ratio already.")
        if wrong:
            raise ValidationError(wrong)

    @property
    def places(self) -> list[Place]:
        """The published places that it is about: of its case, the jurisdictions of its programme, or its own."""
        if self.case:
            return list(self.case.places.all())
        if self.programme:
            return list(self.programme.jurisdictions.all())
        return [self.place] if self.place and self.place.is_published else []

    @property
    def whose(self) -> Whose | None:
        """The one published place that it is about; None for several or none."""
        places = self.places
        return Whose(places[0].slug, places[0].kind, str(places[0].name)) if len(places) == 1 else None

    @property
    def measures(self) -> str:
        """Stock or flow, as its indicator says."""
        return self.indicator.measures

    @property
    def period(self) -> str:
        """For readers: the period, the date of the figure, or the date by which it is expected."""
        if self.accumulation != self.Accumulation.AT_DATE:
            return show_period(self.started, self.started_precision, self.ended, self.ended_precision)
        date = show_date(self.ended, self.ended_precision)
        if date and self.is_ahead:
            return pgettext("date by which something is meant", "by %(date)s") % {"date": date}
        return date

    @property
    def shown_accumulation(self) -> str:
        """How it adds up, where neither the figure nor its date says it: in total over the period."""
        said = self.accumulation in {self.Accumulation.AT_DATE, self.Accumulation.PER_YEAR}
        return "" if said else self.get_accumulation_display()

    @property
    def is_measured(self) -> bool:
        """Whether it was observed or achieved."""
        return self.status in MEASURED

    @property
    def is_key(self) -> bool:
        """Whether it may stand among the key figures of a page: context and inputs may not."""
        return self.indicator.results_level not in Indicator.NO_RESULTS

    @property
    def is_ahead(self) -> bool:
        """Whether it is about what is still to come."""
        return self.status in {self.Status.EXPECTED, self.Status.TARGET}


class Equivalent(models.Model):
    """A second value that the source gives for an outcome: "about 3 million dollars"."""

    public_through = tuple(f"outcome__{owner}" for owner in Outcome.owners)

    outcome = models.ForeignKey(Outcome, models.CASCADE, verbose_name=_("outcome"), related_name="equivalents")
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    value = figure(_("value"))
    upper_value = figure(_("upper value of a range"), null=True, blank=True)
    qualifier = models.CharField(_("how exact"), max_length=9, choices=Qualifier, default=Qualifier.EXACTLY)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("unit"), related_name="equivalents")
    as_printed = models.CharField(_("as printed"), max_length=60)
    sentence_en, sentence_zh_hans = in_both(models.TextField, _("in words"), blank=True)
    sentence = Translated()

    # Attributes of an outcome that formatting needs.
    kind = Outcome.Kind.LEVEL
    money_year = None
    accumulation = per = gas = ""

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("equivalent")
        verbose_name_plural = _("equivalents")
        ordering = ["order", "pk"]

    def __str__(self):
        return self.as_printed

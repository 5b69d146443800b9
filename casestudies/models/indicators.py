"""Indicators and units."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from casestudies.i18n import Translated, in_both

from .record import Entry, FoldedField, Loaded, PublicQuerySet, SlugField

__all__ = ["Indicator", "IndicatorFamily", "Unit"]

EXACT_DIGITS = 15


def validate_exact(value) -> None:
    """Refuses more than 15 significant digits: SQLite stores decimals as floats and would return another value."""
    if len(value.normalize().as_tuple().digits) > EXACT_DIGITS:
        raise ValidationError(
            _("At most %(digits)s significant digits can be stored exactly."), params={"digits": EXACT_DIGITS}
        )


class Dimension(models.TextChoices):
    COUNT = "count", _("count")
    RATIO = "ratio", _("ratio")
    MASS = "mass", _("mass")
    ENERGY = "energy", _("energy")
    POWER = "power", _("power")
    LENGTH = "length", _("length")
    AREA = "area", pgettext_lazy("dimension", "area")
    VOLUME = "volume", _("volume")
    TIME = "time", _("time")
    TEMPERATURE = "temperature", _("temperature")
    CONCENTRATION = "concentration", _("concentration")
    MONEY = "money", _("money")


class Unit(Loaded):
    """A unit, with the factor to the base unit of its dimension; money has a currency and no factor."""

    public_through = ()

    slug = SlugField(_("slug"), max_length=40, unique=True)
    symbol_en, symbol_zh_hans = in_both(
        models.CharField,
        _("symbol"),
        max_length=40,
        help_text=_("As it stands behind a number: t CO2e, zones, 个区域."),
    )
    symbol = Translated()
    singular_en = models.CharField(_("symbol for one (English)"), max_length=40, blank=True, help_text=_("zone"))
    dimension = models.CharField(_("dimension"), max_length=13, choices=Dimension)
    factor = models.DecimalField(
        _("factor to the base unit"),
        max_digits=30,
        decimal_places=15,
        null=True,
        blank=True,
        validators=[validate_exact],
        help_text=_("1000 for kt where t is the base unit. Empty for money only."),
    )
    currency = models.CharField(
        _("currency"),
        max_length=3,
        blank=True,
        validators=[RegexValidator("^[A-Z]{3}$", _("ISO 4217, such as USD."))],
    )

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(dimension="money", factor__isnull=True) & ~Q(currency="")
                | ~Q(dimension="money") & Q(factor__isnull=False, factor__gt=0, currency=""),
                name="unit_factor_or_currency",
                violation_error_message=_(
                    "Money has a currency and no factor; every other unit has a factor above 0."
                ),
            )
        ]

    def __str__(self):
        return str(self.symbol)


class IndicatorFamily(Loaded):
    """A group of kindred indicators, such as those of clean air."""

    public_through = ()

    slug = SlugField(_("slug"), max_length=60, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    name_en, name_zh_hans = in_both(models.CharField, _("name"), max_length=80)
    name = Translated()

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("family of indicators")
        verbose_name_plural = _("families of indicators")
        ordering = ["order", "pk"]

    def __str__(self):
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("indicatorfamily-detail", args=[self.slug])


class IndicatorQuerySet(PublicQuerySet):
    def published(self):
        """Indicators with a published outcome; an indicator has no state of its own."""
        # A subquery that stops at the first outcome: IN and EXISTS become a join that reads all of them.
        outcomes = self._outcomes.published().order_by().filter(indicator=models.OuterRef("pk"))
        return self.alias(an_outcome=models.Subquery(outcomes.values("pk")[:1])).filter(an_outcome__isnull=False)

    def for_list(self):
        return self.select_related("family")

    @property
    def _outcomes(self) -> models.QuerySet:
        return Indicator._meta.get_field("outcomes").related_model.objects


class Indicator(Entry):
    """What is measured. Outcomes share an indicator if and only if they measure the same thing."""

    named_by = ("folded",)
    counted_by = ("dimension", "measures", "results_level", "family")

    class Direction(models.TextChoices):
        HIGHER = "higher", _("higher is better")
        LOWER = "lower", _("lower is better")
        NEITHER = "neither", _("neither is better")

    class Measures(models.TextChoices):
        STOCK = "stock", pgettext_lazy("what an indicator measures", "stock on a date")
        FLOW = "flow", pgettext_lazy("what an indicator measures", "flow over a period")

    class ResultsLevel(models.TextChoices):
        CONTEXT = "context", pgettext_lazy("results level", "context")
        INPUT = "input", pgettext_lazy("results level", "input")
        OUTPUT = "output", pgettext_lazy("results level", "output")
        OUTCOME = "outcome", pgettext_lazy("results level", "outcome")
        IMPACT = "impact", pgettext_lazy("results level", "impact")

    # What came of an action, the nearest to its aim first. Context and inputs are no results.
    RESULTS = (ResultsLevel.IMPACT, ResultsLevel.OUTCOME, ResultsLevel.OUTPUT)
    NO_RESULTS = (ResultsLevel.INPUT, ResultsLevel.CONTEXT)

    slug = SlugField(_("slug"), max_length=80, unique=True)
    name_en, name_zh_hans = in_both(models.CharField, _("name"), max_length=160)
    name = Translated()
    description_en, description_zh_hans = in_both(
        models.TextField, _("description"), blank=True, help_text=_("What counts and what does not.")
    )
    description = Translated()
    dimension = models.CharField(_("dimension"), max_length=13, choices=Dimension)
    direction = models.CharField(_("good direction"), max_length=7, choices=Direction, default=Direction.NEITHER)
    measures = models.CharField(
        _("stock or flow"),
        max_length=5,
        choices=Measures,
        blank=True,
        help_text=_("Trees in the city are a stock, trees planted a flow. A flow is never on a given date."),
    )
    results_level = models.CharField(
        _("results level"),
        max_length=7,
        choices=ResultsLevel,
        blank=True,
        help_text=_("In the chain of results that evaluators use: money spent is an input, cleaner air an impact."),
    )
    family = models.ForeignKey(
        IndicatorFamily,
        models.PROTECT,
        verbose_name=_("family"),
        related_name="indicators",
        null=True,
        blank=True,
        help_text=_("Kindred indicators, which need not compare."),
    )
    folded = FoldedField(sources=("name_en", "name_zh_hans"))

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["slug"]

    def __str__(self):
        return str(self.name)

    def clean(self):
        super().clean()
        if self._state.adding or self.measures != self.Measures.FLOW:
            return
        if wrong := self.outcomes.filter(accumulation="at-date").count():
            raise ValidationError(
                {
                    "measures": ngettext(
                        "%(count)d figure of it is on a given date, which a flow never is.",
                        "%(count)d figures of it are on a given date, which a flow never is.",
                        wrong,
                    )
                    % {"count": wrong}
                }
            )

    def get_absolute_url(self) -> str:
        return reverse("indicator-detail", args=[self.slug])

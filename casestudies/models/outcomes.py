"""What came of it, in figures that can be compared."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from casestudies.i18n import Translated, in_both

from .actors import Organisation
from .dates import date_fields, has_precision, show_date, show_period
from .evidence import Fact, exactly_one
from .places import Place
from .practice import CaseStudy, Programme
from .record import FoldedField, Loaded, PublicQuerySet

EXACT_DIGITS = 15


def validate_exact(value) -> None:
    """SQLite stores decimals as floats, exact to 15 significant digits: more would read back as another figure."""
    if len(value.normalize().as_tuple().digits) > EXACT_DIGITS:
        raise ValidationError(
            _("At most %(digits)s significant digits can be stored exactly."), params={"digits": EXACT_DIGITS}
        )


def figure(verbose_name, **options) -> models.DecimalField:
    """A decimal that both databases store exactly."""
    return models.DecimalField(verbose_name, max_digits=20, decimal_places=6, validators=[validate_exact], **options)


class Qualifier(models.TextChoices):
    EXACTLY = "exactly", _("exactly")
    ABOUT = "about", pgettext_lazy("how exact", "about")
    NEARLY = "nearly", _("nearly")
    MORE_THAN = "more-than", _("more than")
    AT_LEAST = "at-least", _("at least")
    LESS_THAN = "less-than", _("less than")
    UP_TO = "up-to", _("up to")


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

    slug = models.SlugField(_("slug"), max_length=40, unique=True)
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


class Indicator(Loaded):
    """What is measured. Shared wherever two places measure the same thing, and only then."""

    class Direction(models.TextChoices):
        HIGHER = "higher", _("higher is better")
        LOWER = "lower", _("lower is better")
        NEITHER = "neither", _("neither is better")

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name_en, name_zh_hans = in_both(models.CharField, _("name"), max_length=160)
    name = Translated()
    description_en, description_zh_hans = in_both(
        models.TextField, _("description"), blank=True, help_text=_("What counts and what does not.")
    )
    description = Translated()
    dimension = models.CharField(_("dimension"), max_length=13, choices=Dimension)
    direction = models.CharField(_("good direction"), max_length=7, choices=Direction, default=Direction.NEITHER)
    folded = FoldedField(sources=("name_en", "name_zh_hans"))

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["slug"]

    def __str__(self):
        return str(self.name)


class OutcomeQuerySet(PublicQuerySet):
    def for_page(self):
        """With all that a figure prints, the preferred of several for the same thing first."""
        return (
            self.select_related("indicator", "unit", "case", "programme", "place", "organisation")
            .prefetch_related(models.Prefetch("equivalents", Equivalent.objects.select_related("unit")))
            .order_by("-preferred", "case__slug", "order", "pk")
        )

    def about_place(self, place, cases):
        """Of the place itself and of its cases."""
        return self.filter(Q(place=place) | Q(case__in=cases.values("pk")))


class Outcome(Fact):
    """One figure about exactly one case, programme, place or organisation, as printed and as we read it."""

    class Kind(models.TextChoices):
        LEVEL = "level", _("level")
        CHANGE = "change", _("change")
        PERCENT_CHANGE = "percent-change", _("change in percent")
        SHARE = "share", _("share")
        MULTIPLE = "multiple", _("multiple")
        MONEY = "money", _("money")

    class Status(models.TextChoices):
        OBSERVED = "observed", _("observed")
        ACHIEVED = "achieved", _("achieved")
        EXPECTED = "expected", _("expected")
        TARGET = "target", _("target")

    class Accumulation(models.TextChoices):
        AT_DATE = "at-date", _("at a date")
        PER_YEAR = "per-year", _("per year")
        TOTAL = "total", _("total over the period")
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
    ended, ended_precision = date_fields(_("period to"), help_text=_("For a figure at a date: that date."))
    accumulation = models.CharField(_("accumulation"), max_length=8, choices=Accumulation, blank=True)
    per = models.CharField(_("per"), max_length=14, choices=Per, blank=True)
    gas = models.CharField(
        _("gas or pollutant"), max_length=12, choices=Gas, blank=True, help_text=_("CO2 is not CO2e.")
    )
    status = models.CharField(
        _("status"),
        max_length=8,
        choices=Status,
        help_text=_("A plan or an expectation is never an achievement."),
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

    objects = OutcomeQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["indicator", "status"], name="outcome_indicator_status")]
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
            models.CheckConstraint(condition=has_precision("started"), name="outcome_start_precision"),
            models.CheckConstraint(condition=has_precision("ended"), name="outcome_end_precision"),
            models.CheckConstraint(
                condition=Q(started__isnull=True) | Q(ended__isnull=True) | Q(ended__gte=F("started")),
                name="outcome_ends_after_start",
            ),
        ]

    def __str__(self):
        return f"{self.indicator}: {self.as_printed}"

    @property
    def period(self) -> str:
        """For readers: the period, the date that the figure is of, or the date by which it is meant."""
        if self.accumulation != self.Accumulation.AT_DATE:
            return show_period(self.started, self.started_precision, self.ended, self.ended_precision)
        date = show_date(self.ended, self.ended_precision)
        if date and self.status in {self.Status.EXPECTED, self.Status.TARGET}:
            return pgettext("date by which something is meant", "by %(date)s") % {"date": date}
        return date


class Equivalent(models.Model):
    """A second value that the source itself gives for an outcome: "about 3 million dollars"."""

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

    # What a page needs to write it like an outcome.
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

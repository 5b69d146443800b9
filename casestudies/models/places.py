"""Places: one table from the world down to cities, and the proxy model City."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casestudies.i18n import Translated, in_both

from .climate import ClimateZone, SizeClass
from .record import Aliased, FoldedField, Noted, PublicQuerySet, Record

__all__ = ["City", "Place"]

DEPTH = 4  # world, region, country, territory: a city or area is below any of them
PARENTS = "parent__parent__parent"  # of a city, up to its region


class PlaceQuerySet(PublicQuerySet):
    def within(self, slugs):
        """The places with these slugs, and all places below them."""
        inside = Q(slug__in=slugs)
        for depth in range(1, DEPTH + 1):
            inside |= Q(**{f"{'__'.join(['parent'] * depth)}__slug__in": slugs})
        return self.filter(inside)

    def with_parents(self):
        return self.with_lines(PARENTS)

    def for_line(self, *more):
        """With only the columns that one line about a place prints: its name and address, and those of its parents.

        `more` names columns of the place itself.
        """
        ways = ["parent__" * depth for depth in range(4)]
        printed = (f"{way}{column}" for way in ways for column in ("slug", "kind", "state", *Place.name.columns))
        return self.select_related(PARENTS).only(*printed, *(f"{way}parent" for way in ways[:3]), *more)

    def located(self):
        """Those with coordinates, with only what a map needs of them."""
        return self.filter(latitude__isnull=False).for_line("latitude", "longitude")

    def for_list(self):
        return self.with_parents().with_numbers()

    def with_numbers(self):
        """With the number of its cases, and of their figures."""
        return self.with_count("case_count", "cases").with_count("figure_count", "cases", of="outcomes")


def public_places(path: str) -> models.Prefetch:
    """A prefetch of the published places at `path`."""
    return models.Prefetch(path, Place.objects.published().for_line())


class Place(Aliased, Record, Noted):
    """A region, country, territory, city or other area that a case, programme or organisation belongs to."""

    class Kind(models.TextChoices):
        WORLD = "world", _("world")
        REGION = "region", _("region")
        COUNTRY = "country", _("country")
        TERRITORY = "territory", _("territory")
        CITY = "city", _("city")
        AREA = "area", _("area")

    kind = models.CharField(
        _("kind"),
        max_length=9,
        choices=Kind,
        help_text=_(
            "Region: one of the seven that C40 groups cities by. Territory: a state, province or district that acts "
            "in its own right. Area: any other grouping that a source names."
        ),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("lies in"),
        related_name="children",
        null=True,
        blank=True,
        help_text=_("A city lies in a territory or country, a country in its region, a region in the world."),
    )
    name_en, name_zh_hans = in_both(models.CharField, _("name"), max_length=120)
    name = Translated()
    aliases_en, aliases_zh_hans = in_both(
        models.TextField,
        _("other names"),
        blank=True,
        help_text=_("One on each line: older names, other spellings."),
    )
    iso_code = models.CharField(
        _("ISO 3166 code"),
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$", _("Two capitals, or ISO 3166-2 such as IN-KA."))],
    )
    m49_code = models.CharField(
        _("UN M49 code"),
        max_length=3,
        blank=True,
        validators=[RegexValidator(r"^\d{3}$", _("Three digits, such as 170."))],
    )
    geonames_id = models.PositiveIntegerField(
        _("GeoNames key"),
        null=True,
        blank=True,
        unique=True,
        validators=[MinValueValidator(1)],
        help_text=_("The number in geonames.org/3688689/. Empty where GeoNames has no place for this body."),
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=7,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    population = models.PositiveBigIntegerField(
        _("population"),
        null=True,
        blank=True,
        help_text=_("Empty where the data set's place is another body: Germiston is not Ekurhuleni."),
    )
    population_year = models.PositiveSmallIntegerField(_("population in the year"), null=True, blank=True)
    dataset = models.CharField(
        _("data set"), max_length=60, blank=True, help_text=_("Where coordinates and population come from.")
    )
    dataset_release = models.CharField(_("release of the data set"), max_length=60, blank=True)
    climate_zone = models.CharField(
        _("climate zone"),
        max_length=3,
        choices=ClimateZone,
        blank=True,
        help_text=_("Köppen-Geiger class of the position. Only for cities."),
    )
    climate_dataset = models.CharField(_("data set of climate zones"), max_length=60, blank=True)
    climate_dataset_release = models.CharField(_("release of that data set"), max_length=60, blank=True)
    profile_en, profile_zh_hans = in_both(
        models.TextField,
        _("profile"),
        blank=True,
        help_text=_("Two or three sentences made of facts that the sources hold. Markdown."),
    )
    profile = Translated()
    folded = FoldedField(sources=("name_en", "name_zh_hans", "aliases_en", "aliases_zh_hans"))

    prose = ("profile",)
    objects = PlaceQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["slug"]
        indexes = [*Record.Meta.indexes, models.Index(fields=["kind", "slug"], name="place_kind")]
        constraints = [
            models.UniqueConstraint(fields=["iso_code"], condition=~Q(iso_code=""), name="place_iso_code_unique"),
            models.UniqueConstraint(fields=["m49_code"], condition=~Q(m49_code=""), name="place_m49_code_unique"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="place_not_in_itself"),
            models.CheckConstraint(
                condition=Q(kind="world") | Q(parent__isnull=False),
                name="place_lies_somewhere",
                violation_error_message=_("Say what this place lies in; only the world lies in nothing."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="place_coordinates_both",
                violation_error_message=_("Give both coordinates or none."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, population__isnull=True) | ~Q(dataset=""),
                name="place_names_its_dataset",
                violation_error_message=_("Name the data set that coordinates or population come from."),
            ),
            models.CheckConstraint(
                condition=Q(climate_zone="") | Q(kind="city") & ~Q(climate_dataset=""),
                name="place_names_its_climate_dataset",
                violation_error_message=_("Only a city has a climate zone; name the data set that it comes from."),
            ),
        ]

    def __str__(self):
        return str(self.name)

    @property
    def url_name(self) -> str:
        return "city" if self.kind == self.Kind.CITY else "place"

    @property
    def lineage(self) -> "list[Place]":
        """The published places that it is in, from the nearest up: [Karnataka, India, South and West Asia]."""
        return [place for place in self.ancestors if place.is_published]

    @property
    def ancestors(self) -> "list[Place]":
        """All places that it is in, from the nearest up, with drafts and without the world."""
        places, place = [], self.parent
        while place is not None and place.kind != self.Kind.WORLD:
            places.append(place)
            # Stops at the region: its parent is the world, which is not fetched.
            place = None if place.kind == self.Kind.REGION else place.parent
        return places

    @property
    def city_size(self) -> SizeClass | None:
        """The class of its population; None if that is not known, or it is no city."""
        return SizeClass.of(self.population) if self.kind == self.Kind.CITY else None

    def _ancestor(self, kind: str) -> "Place | None":
        return next((place for place in [self, *self.lineage] if place.kind == kind), None)

    @property
    def country(self) -> "Place | None":
        return self._ancestor(self.Kind.COUNTRY)

    @property
    def country_to_name(self) -> "Place | None":
        """The country to print behind its name; None for a country, and where both have one name: Hong Kong, China."""
        country = self.country
        return None if country is None or str(country.name) == str(self.name) else country

    @property
    def crumbs(self) -> "list[Place]":
        """What stands above its name, from the region down; without a country of the same name."""
        same = self.country if self.country_to_name is None else None
        return [place for place in reversed(self.lineage) if place != same]

    @property
    def region(self) -> "Place | None":
        return self._ancestor(self.Kind.REGION)


class CityQuerySet(PlaceQuerySet):
    """Queries about cities."""


class CityManager(models.Manager.from_queryset(CityQuerySet)):
    def get_queryset(self):
        return super().get_queryset().filter(kind=Place.Kind.CITY)


class City(Place):
    """A place of kind city, with its own list, profile and admin."""

    objects = CityManager()

    class Meta:
        proxy = True
        default_permissions = Record.Meta.default_permissions
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        ordering = ["slug"]

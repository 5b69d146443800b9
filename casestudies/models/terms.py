"""Vocabularies: themes and SDG targets to browse by, and the glossary."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casestudies.i18n import Translated, in_both

from .record import Entry, FoldedField, Loaded, Noted, PublicQuerySet, Record, SlugField

__all__ = ["SDGTarget", "Term", "TermVariant", "Theme"]


class ThemeQuerySet(PublicQuerySet):
    def within(self, slugs):
        """The themes with these slugs, and the themes below them."""
        return self.filter(Q(slug__in=slugs) | Q(parent__slug__in=slugs))

    def for_list(self):
        return self.select_related("parent")


def tags(path: str) -> models.Prefetch:
    """A prefetch of the themes at `path`, with only the columns that a tag prints."""
    return models.Prefetch(path, Theme.objects.only("slug", *Theme.name.columns))


class Theme(Entry):
    """What a case is about, on two levels. Tagging is editorial, not a fact of a source."""

    public_through = ()
    named_by = ("folded",)

    slug = SlugField(_("slug"), max_length=60, unique=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("parent theme"),
        related_name="children",
        null=True,
        blank=True,
        help_text=_("Empty for a main theme. There are two levels, no more."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    name_en, name_zh_hans = in_both(models.CharField, _("name"), max_length=80)
    name = Translated()
    description_en, description_zh_hans = in_both(
        models.TextField, _("description"), blank=True, help_text=_("What belongs here and what does not.")
    )
    description = Translated()
    folded = FoldedField(sources=("name_en", "name_zh_hans"))

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=F("id")),
                name="theme_not_its_own_parent",
                violation_error_message=_("A theme can't be its own parent."),
            )
        ]

    def __str__(self):
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("theme-detail", args=[self.slug])


class SDGTarget(Loaded):
    """A target of the Sustainable Development Goals, such as 11.6, or a goal as a whole, such as 11.

    Tagging is editorial, unless a source names it.
    """

    public_through = ()

    slug = SlugField(_("slug"), max_length=10, unique=True, help_text=_("The code with a hyphen: 11-6."))
    code = models.CharField(
        _("code"),
        max_length=5,
        unique=True,
        help_text=_("As the UN prints it: 11.6, 13.b; a goal as a whole: 11."),
    )
    goal = models.PositiveSmallIntegerField(_("goal"), help_text=_("1 to 17."))
    title_en, title_zh_hans = in_both(
        models.CharField,
        _("title"),
        max_length=200,
        help_text=_("The target in a few words of ours; the title that the UN gives a goal."),
    )
    title = Translated()

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("SDG target")
        verbose_name_plural = _("SDG targets")
        ordering = ["goal", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(goal__range=(1, 17)), name="sdgtarget_goal_from_1_to_17"),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("sdgtarget-detail", args=[self.slug])

    @property
    def is_goal(self) -> bool:
        """Whether it is a goal as a whole."""
        return "." not in self.code

    @property
    def as_numbered(self) -> tuple:
        """A key to sort by: 11 before 11.2, that before 11.10, and 11.a after both."""
        below = self.code.partition(".")[2]
        return self.goal, not self.is_goal, not below.isdigit(), below.zfill(2)


def sdg_target_fields(records: str) -> tuple[models.ManyToManyField, models.ManyToManyField]:
    """`sdg_targets, named_sdg_targets = sdg_target_fields("cases")`: our tagging, and what a source itself names."""
    return (
        models.ManyToManyField(
            SDGTarget, verbose_name=_("SDG targets"), related_name=records, blank=True, help_text=_("Editorial.")
        ),
        models.ManyToManyField(
            SDGTarget,
            verbose_name=_("SDG targets named by the source"),
            related_name=f"{records}_by_source",
            blank=True,
            help_text=_("Only those whose number a source prints, with its citation below."),
        ),
    )


class TermQuerySet(PublicQuerySet):
    def for_list(self):
        return self.with_lines("broader").prefetch_related(tags("themes"))

    def for_detail(self):
        narrower = Term.objects.published().order_by("slug")
        return self.for_list().prefetch_related("variants", models.Prefetch("narrower", narrower))


class Term(Record, Noted):
    """A term of the glossary."""

    name_en, name_zh_hans = in_both(models.CharField, _("term"), max_length=120)
    name = Translated()
    broader = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("broader term"), related_name="narrower", null=True, blank=True
    )
    definition_en, definition_zh_hans = in_both(
        models.TextField,
        _("definition"),
        blank=True,
        help_text=_("What a source says, with its citation below, or ours."),
    )
    definition = Translated()
    is_editorial = models.BooleanField(
        _("the definition is ours"),
        default=False,
        help_text=_("Editorial: written by us, since no source defines the term. Any other needs a citation."),
    )
    themes = models.ManyToManyField(
        Theme,
        verbose_name=_("themes"),
        related_name="terms",
        blank=True,
        help_text=_("Editorial: the themes that it stands for, so that what is tagged with them is found under it."),
    )
    folded = FoldedField(sources=("name_en", "name_zh_hans"))

    named_by = ("folded", "variants__folded")
    prose = ("definition",)
    editorial = {"definition": "is_editorial"}
    objects = TermQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("term")
        verbose_name_plural = _("glossary")
        ordering = ["slug"]

    def __str__(self):
        return str(self.name)


class TermVariant(models.Model):
    """Another way to write a term: an abbreviation, a spelling, a regional word."""

    public_through = ("term",)

    class Kind(models.TextChoices):
        VARIANT = "variant", _("variant")
        ABBREVIATION = "abbreviation", _("abbreviation")

    class Language(models.TextChoices):
        ENGLISH = "en", _("English")
        CHINESE = "zh-hans", _("Chinese")

    term = models.ForeignKey(Term, models.CASCADE, verbose_name=_("term"), related_name="variants")
    language = models.CharField(_("language"), max_length=7, choices=Language)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.VARIANT)
    text = models.CharField(_("text"), max_length=120)
    folded = FoldedField(sources=("text",))

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        ordering = ["language", "text"]
        constraints = [
            models.UniqueConstraint(fields=["term", "language", "text"], name="termvariant_unique"),
        ]

    def __str__(self):
        return self.text

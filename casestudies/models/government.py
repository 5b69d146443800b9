"""The levels of government, and how one acts together with another."""

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casestudies.i18n import Translated, in_both

from .facts import Fact, exactly_one
from .record import PublicQuerySet

__all__ = ["Cooperation"]


class Level(models.TextChoices):
    """The level of government that acts."""

    LOCAL = "local", _("local")
    REGIONAL = "regional", _("regional")
    NATIONAL = "national", _("national")
    INTERNATIONAL = "international", _("international")
    SEVERAL = "several", _("several levels")


class OneLevel(models.TextChoices):
    """A single level of government."""

    LOCAL = Level.LOCAL.value, Level.LOCAL.label
    REGIONAL = Level.REGIONAL.value, Level.REGIONAL.label
    NATIONAL = Level.NATIONAL.value, Level.NATIONAL.label
    INTERNATIONAL = Level.INTERNATIONAL.value, Level.INTERNATIONAL.label


class Cooperation(Fact):
    """One level of government acts together with another: the national one funds what the local one does."""

    class Manner(models.TextChoices):
        MANDATE = "mandate", pgettext_lazy("how levels of government act together", "mandate")
        FUNDING = "funding", pgettext_lazy("how levels of government act together", "funding")
        DATA = "data", pgettext_lazy("how levels of government act together", "data")
        ADVICE = "advice", pgettext_lazy("how levels of government act together", "advice")
        JOINT_PLANNING = "joint-planning", _("joint planning")
        PILOT = "pilot-taken-up", _("pilot taken up")

    public_through = ("case", "programme")
    owners = ("case", "programme")

    case = models.ForeignKey(
        "CaseStudy", models.CASCADE, verbose_name=_("case study"), related_name="cooperation", null=True, blank=True
    )
    programme = models.ForeignKey(
        "Programme", models.CASCADE, verbose_name=_("programme"), related_name="cooperation", null=True, blank=True
    )
    level = models.CharField(
        _("level of government"),
        max_length=13,
        choices=OneLevel,
        help_text=_("The one that gives the mandate, the money, the data, the advice or the pilot."),
    )
    with_level = models.CharField(
        _("with the level"),
        max_length=13,
        choices=OneLevel,
        help_text=_("The one that receives it; the same level where two cities act together."),
    )
    manner = models.CharField(_("how"), max_length=14, choices=Manner)
    text_en, text_zh_hans = in_both(
        models.TextField, _("what was done"), blank=True, help_text=_("In one or two sentences.")
    )
    text = Translated()

    objects = PublicQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("levels acting together")
        verbose_name_plural = _("levels acting together")
        constraints = [
            exactly_one(("case", "programme"), name="cooperation_of_one"),
            *(
                models.UniqueConstraint(fields=[owner, "key"], name=f"cooperation_key_unique_in_{owner}")
                for owner in ("case", "programme")
            ),
        ]

    def __str__(self):
        return f"{self.levels}{_(': ')}{self.get_manner_display()}"

    @property
    def levels(self) -> str:
        """Who gives, and who receives: National → local. Joint planning goes both ways."""
        arrow = "↔" if self.manner == self.Manner.JOINT_PLANNING else "→"
        return f"{capfirst(self.get_level_display())} {arrow} {self.get_with_level_display()}"

"""How exact a source is about a number, and durations in months."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Qualifier(models.TextChoices):
    EXACTLY = "exactly", _("exactly")
    ABOUT = "about", pgettext_lazy("how exact", "about")
    NEARLY = "nearly", _("nearly")
    MORE_THAN = "more-than", _("more than")
    AT_LEAST = "at-least", _("at least")
    LESS_THAN = "less-than", _("less than")
    UP_TO = "up-to", _("up to")


def duration_fields(help_text) -> tuple[models.Field, models.Field, models.Field]:
    """The columns `months`, `months_upper` and `months_qualifier` of a duration; `months_in_order` constrains them."""
    return (
        _months(_("months"), help_text),
        _months(_("months, upper value"), _("12 in “9 to 12”.")),
        models.CharField(
            _("how exact"),
            max_length=9,
            choices=Qualifier,
            default=Qualifier.EXACTLY,
            help_text=_("“~9” is “about”."),
        ),
    )


def _months(verbose_name, help_text) -> models.DecimalField:
    return models.DecimalField(
        verbose_name, max_digits=5, decimal_places=1, null=True, blank=True, help_text=help_text
    )


def months_in_order(model: str) -> models.CheckConstraint:
    """The constraint of a model with `duration_fields`."""
    return models.CheckConstraint(
        condition=Q(months__isnull=True, months_upper__isnull=True)
        | Q(months__gt=0, months_upper__isnull=True)
        | Q(months__isnull=False, months__gt=0, months_upper__gt=F("months")),
        name=f"{model}_months_in_order",
        violation_error_message=_("Months are more than 0, and the upper value is above the lower."),
    )

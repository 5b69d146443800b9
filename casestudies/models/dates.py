"""Dates with the precision of their source: 2023, 2023-09 or 2023-09-18."""

import datetime
import re
from calendar import monthrange

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from casestudies.i18n import active_language


class Precision(models.TextChoices):
    DAY = "day", gettext_lazy("day")
    MONTH = "month", gettext_lazy("month")
    YEAR = "year", gettext_lazy("year")


def parse_date(text: str) -> tuple[datetime.date, Precision]:
    """`2023-09` → (2023-09-01, month). ValidationError for anything but YYYY, YYYY-MM or YYYY-MM-DD."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", str(text), re.ASCII)
    try:
        year, month, day = match.groups()
        date = datetime.date(int(year), int(month or 1), int(day or 1))
    except (AttributeError, ValueError):
        raise ValidationError(
            _("“%(text)s” is no date: write YYYY, YYYY-MM or YYYY-MM-DD."), params={"text": text}
        ) from None
    return date, Precision.DAY if day else Precision.MONTH if month else Precision.YEAR


def write_date(date: datetime.date | None, precision: str) -> str:
    """The inverse of `parse_date`; empty without a date."""
    return "" if date is None else date.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)]


def show_date(date: datetime.date | None, precision: str) -> str:
    """In the active language: 2023, September 2023 or 18 September 2023; 2023 年 9 月 18 日. Empty without a date."""
    if date is None:
        return ""
    if active_language() == "en":
        return format_date(date, {"year": "Y", "month": "F Y"}.get(precision, "j F Y"))
    return format_date(date, {"year": "Y 年", "month": "Y 年 n 月"}.get(precision, "Y 年 n 月 j 日"))


def show_period(
    start: datetime.date | None, start_precision: str, end: datetime.date | None, end_precision: str
) -> str:
    """2022–2024; “since 2022” without an end; “until 2027” without a start; one date if both are equal; else empty."""
    first, last = show_date(start, start_precision), show_date(end, end_precision)
    if first == last:
        return first
    if start and end and start_precision == end_precision == Precision.YEAR:
        return f"{start.year}–{last}"
    if first and last:
        return f"{first} – {last}"
    if first:
        return pgettext("period with an open end", "since %(date)s") % {"date": first}
    return pgettext("period with an open start", "until %(date)s") % {"date": last} if last else ""


def last_day(date: datetime.date | None, precision: str) -> datetime.date | None:
    """The last day that a date may mean: 2023 → 31 December 2023, 2023-09 → 30 September 2023. None without a date."""
    if date is None or precision == Precision.DAY:
        return date
    month = 12 if precision == Precision.YEAR else date.month
    return date.replace(month=month, day=monthrange(date.year, month)[1])


def date_fields(verbose_name, **options) -> tuple[models.Field, models.Field]:
    """A date and its precision: `started, started_precision = date_fields(_("start"))`."""
    return (
        models.DateField(verbose_name, null=True, blank=True, **options),
        models.CharField(gettext_lazy("as precise as"), max_length=5, choices=Precision, blank=True, default=""),
    )


def has_precision(name: str) -> models.Q:
    """Condition of a constraint: there is a precision if and only if there is a date."""
    return Q(**{f"{name}__isnull": True, f"{name}_precision": ""}) | (
        Q(**{f"{name}__isnull": False}) & ~Q(**{f"{name}_precision": ""})
    )


def period_constraints(model: str, start: str = "started") -> list[models.BaseConstraint]:
    """Of a model with two dates, `start` and `ended`: each has a precision, and the end is not before the start."""
    return [
        models.CheckConstraint(condition=has_precision(start), name=f"{model}_start_precision"),
        models.CheckConstraint(condition=has_precision("ended"), name=f"{model}_end_precision"),
        models.CheckConstraint(
            condition=Q(**{f"{start}__isnull": True}) | Q(ended__isnull=True) | Q(ended__gte=F(start)),
            name=f"{model}_ends_after_start",
            violation_error_message=gettext_lazy("The end lies before the start."),
        ),
    ]


class Dated:
    """Has a `date` with its precision."""

    @property
    def shown_date(self) -> str:
        """For readers: 2023, September 2023, or empty."""
        return show_date(self.date, self.date_precision)


class HasPeriod:
    """Has a start and an end, `started` and `ended`, each with its precision."""

    @property
    def period(self) -> str:
        """For readers: 2022–2024, since September 2023, or empty."""
        return show_period(self.started, self.started_precision, self.ended, self.ended_precision)

    @property
    def days(self) -> tuple[datetime.date | None, datetime.date | None]:
        """The first day of its start and the last day of its end; None where no source gives them."""
        return self.started, last_day(self.ended, self.ended_precision)

    @property
    def days_of_start(self) -> tuple[datetime.date | None, datetime.date | None]:
        """As `days`, of what is no longer than its start, or has an end that no source gives."""
        return self.started, last_day(self.started, self.started_precision)


class Period(HasPeriod, models.Model):
    """The start and the end of a record, each with the precision of its source."""

    started, started_precision = date_fields(gettext_lazy("start"))
    ended, ended_precision = date_fields(gettext_lazy("end"))

    class Meta:
        abstract = True

"""The kinds of ranges: from one number to another, two parameters and one filter.

A row is found where its own span overlaps the range: a case that ran from 2019 to 2023 is found for 2020 to 2021.
Each kind says which numbers it allows, and the span of each row (`spans`), for the index.
"""

import re
from abc import ABC, abstractmethod
from decimal import Decimal

import django_filters
from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pyroaring import BitMap64

from casestudies.i18n import active_language
from casestudies.index import Index
from casestudies.quantities import EN_DASH, format_number
from casestudies.ranges import Spans

from .grouping import grouped


class NumberField(forms.CharField):
    """A number in plain digits, as exact as it is written."""

    def __init__(self, *, pattern: str, allowed, **options):
        self.pattern, self.allowed = pattern, allowed
        super().__init__(strip=False, **options)

    def clean(self, value):
        if value in self.empty_values:
            return None
        if not re.fullmatch(self.pattern, value):
            words = {"value": value[:60], "allowed": self.allowed}
            raise forms.ValidationError(_("“%(value)s” is not %(allowed)s.") % words)
        return Decimal(value)


class RangeFilter(django_filters.Filter):
    """A parameter of a range."""

    def __init__(self, of: "Range", *, label, **field):
        self.of = of
        super().__init__(label=label, **field)

    @property
    def asked(self):
        """Its value; None where it is not set or makes no sense."""
        value = self.parent.form.cleaned_data.get(self.field_name)
        return None if value == "" else value


class End(RangeFilter):
    """One end of a range."""

    field_class = NumberField

    def __init__(self, of: "Range", *, label, lowest: bool):
        self.lowest = lowest
        super().__init__(of, label=label, pattern=of.pattern, allowed=of.allowed)

    @property
    def text(self) -> str:
        """Its value as it stands in a field."""
        return "" if self.asked is None else plain(f"{self.asked:f}")


def plain(number: str) -> str:
    """The one way to write a number: 10000 for 010000.0."""
    whole, _point, places = number.partition(".")
    places = places.rstrip("0")
    return f"{int(whole)}.{places}" if places else str(int(whole))


class Range(ABC):
    """Both ends of a range; a FilterSet has them as two filters: `year_min, year_max = Years().parameters`."""

    label: object
    pattern = "[0-9]{1,15}"
    allowed = gettext_lazy("a whole number in plain digits, such as 10000")
    digits = 15
    unit: RangeFilter | None = None

    def __init__(self):
        self.low = End(self, label=pgettext_lazy("range", "from"), lowest=True)
        self.high = End(self, label=pgettext_lazy("range", "to"), lowest=False)

    @property
    def ends(self) -> tuple[End, End]:
        return self.low, self.high

    @property
    def parameters(self) -> tuple[RangeFilter, ...]:
        return self.low, self.high

    @property
    def names(self) -> list[str]:
        return [parameter.field_name for parameter in self.parameters]

    @property
    def is_active(self) -> bool:
        return any(parameter.asked is not None for parameter in self.parameters)

    def problems(self) -> dict[str, list[str]]:
        """What is wrong with values that are each right alone."""
        low, high = (end.asked for end in self.ends)
        if low is None or high is None or low <= high:
            return {}
        words = {"value": plain(f"{low:f}"), "other": plain(f"{high:f}"), "name": self.high.field_name}
        return {self.low.field_name: [_("%(value)s is more than %(other)s in %(name)s.") % words]}

    def passed(self, index: Index, model: type[Model]) -> BitMap64:
        """Keys of the published rows of `model` that are in the range."""
        low, high = (None if end.asked is None else self.scaled(end.asked) for end in self.ends)
        return self.spans(index, model).overlapping(low, high) & index.rows(model)

    def scaled(self, number: Decimal) -> Decimal:
        """A number asked for, on the scale of the spans."""
        return number

    @abstractmethod
    def spans(self, index: Index, model: type[Model]) -> Spans:
        """The span of each row, drafts included."""

    @property
    def words(self) -> str:
        """What is asked for, as a pill says it: from 2020, up to 50,000, 2020–2024."""
        low, high = (end.asked if end.asked is None else self.written(end.asked) for end in self.ends)
        if low is not None and high is not None:
            return low if low == high else low + EN_DASH + high
        if low is not None:
            return _("from %(number)s") % {"number": low}
        return _("up to %(number)s") % {"number": high}

    def written(self, number: Decimal) -> str:
        return format_number(number, active_language())


class Years(Range):
    """The years in which something ran, from the first to the last that a source names."""

    label = gettext_lazy("From year to year")
    pattern = "(19[5-9]|20[0-9])[0-9]"
    allowed = gettext_lazy("a year from 1950 to 2099")
    digits = 4

    def __init__(self, start: str = "started", end: str = "ended"):
        self.start, self.end = start, end
        super().__init__()

    def spans(self, index, model):
        return index.get(("years", model, self.start, self.end), lambda: Spans(self._read(model)))

    def _read(self, model):
        for first, last, keys in grouped(model, "", (self.start, self.end)):
            if first or last:
                yield (first or last).year, (last or first).year, keys

    def written(self, number):
        return str(number)


class Population(Range):
    label = gettext_lazy("Population")

    def spans(self, index, model):
        known = grouped(model, "", ("population",), end=model.objects.filter(population__isnull=False))
        return index.get(("populations", model), lambda: Spans((number, number, keys) for number, keys in known))

"""The kinds of ranges: one filter with two parameters, for the lower and the upper end.

A row matches if its own span overlaps the range: a case from 2019 to 2023 matches 2020 to 2021. Each kind defines the
numbers that it allows, and how to read the `spans` of rows for the index.
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
    """A number in plain digits, kept exactly as a Decimal."""

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

    def __init__(self, range: "Range", *, label, **field):
        self.range = range
        super().__init__(label=label, **field)

    @property
    def asked(self):
        """Its value; None if it is not set or invalid."""
        value = self.parent.form.cleaned_data.get(self.field_name)
        return None if value == "" else value


class RangeEnd(RangeFilter):
    """One end of a range."""

    field_class = NumberField

    def __init__(self, range: "Range", *, label, lowest: bool):
        self.lowest = lowest
        super().__init__(range, label=label, pattern=range.pattern, allowed=range.allowed)

    @property
    def text(self) -> str:
        """Its value as the form field shows it."""
        return "" if self.asked is None else canonical_number(f"{self.asked:f}")


def canonical_number(number: str) -> str:
    """A number as canonical addresses have it: 10000 for 010000.0."""
    whole, _point, places = number.partition(".")
    places = places.rstrip("0")
    return f"{int(whole)}.{places}" if places else str(int(whole))


class Range(ABC):
    """A range. A FilterSet has its ends as two filters: `year_min, year_max = Years().parameters`."""

    label: object
    pattern = "[0-9]{1,15}"
    allowed = gettext_lazy("a whole number in plain digits, such as 10000")
    digits = 15
    unit: RangeFilter | None = None

    def __init__(self):
        self.low = RangeEnd(self, label=pgettext_lazy("range", "from"), lowest=True)
        self.high = RangeEnd(self, label=pgettext_lazy("range", "to"), lowest=False)

    @property
    def ends(self) -> tuple[RangeEnd, RangeEnd]:
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
        """Parameter → messages, for values that are valid alone but not together."""
        low, high = (end.asked for end in self.ends)
        if low is None or high is None or low <= high:
            return {}
        words = {
            "value": canonical_number(f"{low:f}"),
            "other": canonical_number(f"{high:f}"),
            "name": self.high.field_name,
        }
        return {self.low.field_name: [_("%(value)s is more than %(other)s in %(name)s.") % words]}

    def matching(self, index: Index, model: type[Model]) -> BitMap64:
        """Keys of the published rows of `model` whose span overlaps the range."""
        low, high = (None if end.asked is None else self.scaled(end.asked) for end in self.ends)
        return self.spans(index, model).overlapping(low, high) & index.rows(model)

    def scaled(self, number: Decimal) -> Decimal:
        """A number from the query string, in the unit of the spans."""
        return number

    @abstractmethod
    def spans(self, index: Index, model: type[Model]) -> Spans:
        """The span of each row, drafts included."""

    @property
    def words(self) -> str:
        """The range as its pill shows it: from 2020, up to 50,000, 2020–2024."""
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

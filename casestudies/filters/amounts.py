"""The range of amounts: filters figures by their size in a unit, if they can be converted into it."""

from collections import defaultdict
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pyroaring import BitMap64

from casestudies.models import Unit
from casestudies.models.indicators import Dimension
from casestudies.quantities import to_base
from casestudies.ranges import Spans, magnitudes

from .combinations import column
from .facet_field import not_one_of
from .grouping import grouped
from .range_kinds import Range, RangeFilter

NO_SPANS = Spans([])


class UnitField(forms.CharField):
    """The slug of a unit. The error for an unknown slug names the allowed ones."""

    allowed: dict[str, Unit] = {}

    def clean(self, value):
        if value and value not in self.allowed:
            raise forms.ValidationError(not_one_of(value, list(self.allowed)))
        return value


class UnitFilter(RangeFilter):
    """The unit of both ends. Without ends, it matches all figures that can be converted into it."""

    field_class = UnitField

    @property
    def allowed(self) -> dict[str, Unit]:
        """Units by slug."""
        return self.parent.index.get("units", lambda: {unit.slug: unit for unit in Unit.objects.order_by("slug")})

    @property
    def chosen(self) -> Unit | None:
        return self.allowed.get(self.asked)


def measure(unit: Unit) -> tuple[str, str]:
    """The key that units have in common if they can be converted into each other."""
    return unit.dimension, unit.currency


def in_base(value: Decimal, unit: Unit) -> Decimal:
    base = to_base(value, unit)
    return value if base is None else base


class Amounts(Range):
    """Figures by size. A fall counts like a rise, and a figure that is a range has every value in it."""

    label = gettext_lazy("Amount")
    pattern = r"[0-9]{1,15}(\.[0-9]{1,6})?"
    allowed = gettext_lazy("a number in plain digits, such as 10000 or 2.5")
    digits = 22

    def __init__(self):
        super().__init__()
        self.unit = UnitFilter(self, label=gettext_lazy("Unit"))

    @property
    def parameters(self):
        return self.low, self.high, self.unit

    def problems(self):
        if self.unit.asked is None and self.is_active and self.unit.field_name not in self.unit.parent.form.errors:
            allowed = ", ".join(self.unit.allowed)
            return {self.unit.field_name: [_("Say in which unit, one of: %(allowed)s.") % {"allowed": allowed}]}
        return super().problems()

    def spans(self, index, model):
        by_measure = index.get(("amounts", model), lambda: self.by_measure(model))
        return by_measure.get(measure(self.unit.chosen), NO_SPANS)

    def scaled(self, number):
        return in_base(number, self.unit.chosen)

    def by_measure(self, model) -> dict[tuple[str, str], Spans]:
        units = {unit.pk: unit for unit in self.unit.allowed.values()}
        found = defaultdict(list)
        for pk, value, upper, keys in grouped(model, "", ("unit", "value", "upper_value")):
            unit = units[pk]
            ends = (None if end is None else in_base(end, unit) for end in (value, upper))
            found[measure(unit)].append((*magnitudes(*ends), keys))
        return {one: Spans(rows) for one, rows in found.items()}

    @property
    def words(self):
        unit = self.unit.chosen
        if self.low.asked is None and self.high.asked is None:
            return str(unit)
        return f"{super().words} {unit}"

    @property
    def units(self) -> list[tuple[str, list[Unit]]]:
        """Pairs of a dimension and its units: those of figures that match all other filters, and the chosen one."""
        filters = self.unit.parent
        model = filters.queryset.model
        rows = filters.rows_without_filter(self.low.field_name)
        members = filters.index.get(("of-units", model), lambda: column(filters.index, model, "unit"))
        found: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.unit.allowed.values():
            its = members.get(unit.pk, BitMap64())
            if unit == self.unit.chosen or (its if rows is None else its.intersect(rows)):
                found[unit.dimension].append(unit)
        return [(str(label), found[value]) for value, label in Dimension.choices if value in found]

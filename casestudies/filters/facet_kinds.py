"""The kinds of facets: filters that also count their choices.

Each says three things: which `options` it allows, which `pairs` of row and value the database holds, and how to find
the rows `matching` values.
"""

from collections.abc import Sequence
from functools import cached_property

import django_filters
from django import forms
from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies.facets import Option, most_first
from casestudies.i18n import active_column, localized
from casestudies.models import Place, Theme
from casestudies.models.record import Record

TEXT = CharField()
# A withdrawn record is still a known value: it shows 0 and says so.
KNOWN = (Record.State.PUBLISHED, Record.State.WITHDRAWN)
SHOWN_IN_ERRORS = 40  # allowed values that an error message names


def not_one_of(value: str, allowed: Sequence[str]) -> str:
    """The message that refuses a value and names what is allowed."""
    named, more = ", ".join(allowed[:SHOWN_IN_ERRORS]), len(allowed) - SHOWN_IN_ERRORS
    if more > 0:
        named = _("%(names)s and %(count)d more") % {"names": named, "count": more}
    return _("“%(value)s” is not one of: %(allowed)s.") % {"value": value[:60], "allowed": named}


class FacetField(forms.MultipleChoiceField):
    """Names the allowed values when it refuses one."""

    def validate(self, value):
        allowed = [key for key, label in self.choices]
        for unknown in (item for item in value if item not in allowed):
            raise forms.ValidationError(not_one_of(unknown, allowed))


class FacetFilter(django_filters.MultipleChoiceFilter):
    """A filter over one column or relation whose values are counted."""

    field_class = FacetField
    order = staticmethod(most_first)

    def __init__(self, path: str, *, label, via: str = "", **options):
        """`via` is the relation to a record on the way that has to be published, such as `cases`."""
        self.path, self.via = path, via
        super().__init__(field_name=path, label=label, **options)

    @cached_property
    def allowed(self) -> list[Option]:
        """The options, asked for once a request: a FilterSet has its own copies of its filters, and tells its form."""
        return self.options()

    def options(self) -> list[Option]:
        raise NotImplementedError

    def pairs(self, rows: QuerySet) -> QuerySet:
        """(row, value) for each value of each row; the value as text."""
        return rows.filter(**self.visible(), **{f"{self.path}__isnull": False}).annotate(choice=Cast(self.path, TEXT))

    def every_pairs(self, rows: QuerySet) -> list[QuerySet]:
        """The pairs of each way to the values."""
        return [self.pairs(rows)]

    def visible(self) -> dict:
        """Conditions on the way to the value; in one `filter()` with the value's own, so that they share a join."""
        return {f"{self.via}__state": Record.State.PUBLISHED} if self.via else {}

    def values(self, stored: str) -> list[str]:
        """The options that a stored value counts for."""
        return [stored]

    def matching(self, rows: QuerySet, values: list[str]) -> QuerySet:
        return rows.filter(**self.visible(), **{f"{self.path}__in": values})

    def filter(self, rows, values):
        """Rows under any of the values. A subquery, since a join would repeat a row for each value it has."""
        if not values:
            return rows
        model = rows.model
        return rows.filter(pk__in=self.matching(model._default_manager.order_by(), values).values("pk"))


class ChoiceFacet(FacetFilter):
    """A column with a fixed list of choices, in the order of the model."""

    order = None

    def __init__(self, path: str, choices, *, label, **options):
        self.enum = choices
        super().__init__(path, label=label, **options)

    def options(self):
        return [Option(value, str(label)) for value, label in self.enum.choices]


class RecordFacet(FacetFilter):
    """A relation to published records, by their slugs: `RecordFacet("programmes", Programme)`."""

    def __init__(self, path: str, model, *, label, **options):
        self.record = model
        super().__init__(path, label=label, **options)

    def records(self) -> QuerySet:
        rows = self.record._default_manager.all()
        if issubclass(self.record, Record):
            rows = rows.filter(state__in=KNOWN)
        return rows

    def options(self):
        name = "title" if hasattr(self.record, "title") else "name"
        return [
            Option(
                record.slug,
                str(localized(record, name)),
                withdrawn=getattr(record, "state", "") == Record.State.WITHDRAWN,
            )
            for record in self.records().order_by(active_column(name))
        ]

    def pairs(self, rows):
        present = {f"{self.path}__isnull": False}
        if issubclass(self.record, Record):
            present[f"{self.path}__state"] = Record.State.PUBLISHED
        return rows.filter(**self.visible(), **present).annotate(choice=Cast(f"{self.path}__slug", TEXT))

    def matching(self, rows, values):
        wanted = self.record._default_manager.filter(slug__in=values)
        if issubclass(self.record, Record):
            wanted = wanted.published()
        return rows.filter(**self.visible(), **{f"{self.path}__in": wanted})


class ThemeFacet(RecordFacet):
    """Two levels of themes; a main theme counts what is tagged with those below it."""

    order = None

    def __init__(self, path: str = "themes", **options):
        super().__init__(path, Theme, **{"label": gettext_lazy("Theme"), **options})

    def options(self):
        themes = Theme.objects.select_related("parent")
        return [Option(theme.slug, str(theme.name), theme.parent and theme.parent.slug) for theme in themes]

    @cached_property
    def _parents(self) -> dict[str, str | None]:
        return {option.value: option.parent for option in self.allowed}

    def values(self, stored):
        return [value for value in (stored, self._parents.get(stored)) if value]

    def matching(self, rows, values):
        return rows.filter(**self.visible(), **{f"{self.path}__in": Theme.objects.within(values)})


class PlaceFacet(FacetFilter):
    """The places of one kind that rows lie in, however deep: a region counts the cases of its cities."""

    def __init__(self, kind: str, path: str = "places", *, label, **options):
        self.kind = kind
        super().__init__(path, label=label, **options)

    @property
    def _chain(self) -> list[str]:
        """Paths from a row to the place and all it lies in, nearest first."""
        return ["__".join(filter(None, [self.path, *["parent"] * depth])) for depth in range(4)]

    def options(self):
        return [
            Option(place.slug, str(place.name), withdrawn=not place.is_published)
            for place in self.parent.known_places
            if place.kind == self.kind
        ]

    def pairs(self, rows):
        """The value is the slugs of the place and of all it lies in, joined by a blank."""
        joined = Concat(*(part for at in self._chain for part in (F(_slug(at)), Value(" "))), output_field=TEXT)
        present = {f"{self.path}__state": Record.State.PUBLISHED} if self.path else {}
        return rows.filter(**self.visible(), **present).annotate(choice=joined)

    def values(self, stored):
        return stored.split()

    def matching(self, rows, values):
        places = Place.objects.published().within(values)
        return rows.filter(**self.visible(), **{f"{self.path or 'pk'}__in": places})


def _slug(path: str) -> str:
    return f"{path}__slug" if path else "slug"


class AnyOf(FacetFilter):
    """A facet whose values are reached in several ways: a figure lies where its case does, its programme or itself."""

    def __init__(self, *ways: FacetFilter):
        self.ways, self.order = ways, ways[0].order
        super().__init__(ways[0].path, label=ways[0].label)

    def options(self):
        self.ways[0].parent = self.parent
        return self.ways[0].allowed

    def every_pairs(self, rows):
        return [way.pairs(rows) for way in self.ways]

    def values(self, stored):
        return self.ways[0].values(stored)

    def matching(self, rows, values):
        found = Q()
        for way in self.ways:
            found |= Q(pk__in=way.matching(rows, values).values("pk"))
        return rows.filter(found)


class YearFacet(FacetFilter):
    """The years in which something ran, from the first to the last that a source names."""

    order = staticmethod(lambda choice: -int(choice.value))
    span = (1950, 2100)

    def __init__(self, start: str = "started", end: str = "ended", **options):
        self.start, self.end = start, end
        super().__init__(start, **{"label": gettext_lazy("Year"), **options})

    def options(self):
        return [Option(str(year), str(year)) for year in range(*self.span)]

    def pairs(self, rows):
        first, last = (Cast(f"{name}__year", TEXT) for name in (self.start, self.end))
        known = Q(**{f"{self.start}__isnull": False}) | Q(**{f"{self.end}__isnull": False})
        return rows.filter(known).annotate(choice=Concat(first, Value("-"), last, output_field=TEXT))

    def values(self, stored):
        first, last = stored.split("-")
        return [str(year) for year in range(int(first or last), int(last or first) + 1)]

    def matching(self, rows, values):
        years = Q()
        for year in map(int, values):
            years |= Q(**{f"{self.start}__year": year}) | Q(**{f"{self.end}__year": year})
            years |= Q(**{f"{self.start}__year__lt": year, f"{self.end}__year__gt": year})
        return rows.filter(years)


class WithFacet(FacetFilter):
    """With or without something: `WithFacet("outcomes", with_label=…, without_label=…)`."""

    order = None

    def __init__(self, path: str, *, label, with_label, without_label, **options):
        self.labels = {"with": with_label, "without": without_label}
        super().__init__(path, label=label, **options)

    def options(self):
        return [Option(value, str(label)) for value, label in self.labels.items()]

    def pairs(self, rows):
        having = When(pk__in=self._having(rows), then=Value("with"))
        return rows.annotate(choice=Case(having, default=Value("without")))

    def _having(self, rows):
        return rows.model._default_manager.filter(**self.visible(), **{f"{self.path}__isnull": False}).values("pk")

    def matching(self, rows, values):
        if set(values) == set(self.labels):
            return rows
        having = self._having(rows)
        return rows.filter(pk__in=having) if "with" in values else rows.exclude(pk__in=having)

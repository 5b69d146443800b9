"""The kinds of facets: filters that also count their choices.

Each says three things: which `options` it allows, which rows each value has (`groups`), for the index, and how the
database finds the rows `matching` values, for querysets of many rows.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy

import django_filters
from django import forms
from django.db.models import Model, Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pyroaring import BitMap64

from casestudies.facets import Members, Option, most_first, rolled_up
from casestudies.i18n import active_column, active_language, localized
from casestudies.models import Place, Theme
from casestudies.models.places import DEPTH
from casestudies.models.record import Record

from .combinations import column, read_together
from .grouping import from_the_end, grouped, led_to, links
from .held import Held

PUBLISHED = Record.State.PUBLISHED
# A withdrawn record is still a known value: it shows 0 and says so.
KNOWN = (PUBLISHED, Record.State.WITHDRAWN)
SHOWN_IN_ERRORS = 40  # allowed values that an error message names


def not_one_of(value: str, allowed: Sequence[str]) -> str:
    """The message that refuses a value and names what is allowed."""
    named, more = ", ".join(allowed[:SHOWN_IN_ERRORS]), len(allowed) - SHOWN_IN_ERRORS
    if more > 0:
        named = _("%(names)s and %(count)d more") % {"names": named, "count": more}
    return _("“%(value)s” is not one of: %(allowed)s.") % {"value": value[:60], "allowed": named}


class FacetField(forms.MultipleChoiceField):
    """Names the allowed values when it refuses one."""

    allowed: Collection[str] = ()

    def __deepcopy__(self, memo):
        """For each form. Nothing in it changes but `allowed`, and there are a dozen of them on every page."""
        return copy(self)

    def validate(self, value):
        for unknown in (item for item in value if item not in self.allowed):
            raise forms.ValidationError(not_one_of(unknown, list(self.allowed)))


class FacetFilter(django_filters.MultipleChoiceFilter, ABC):
    """A filter over one column or relation whose values are counted."""

    field_class = FacetField
    order = staticmethod(most_first)
    vocabulary: tuple | None = None  # names the options for all filters that have the same; None: for this one alone

    def __init__(self, path: str, *, label, via: str = "", **options):
        """`via` is the relation to a record on the way that has to be published, such as `cases`."""
        self.path, self.via = path, via
        super().__init__(field_name=path, label=label, **options)

    def __deepcopy__(self, memo):
        """What a FilterSet binds to itself. Nothing in it changes, and there are a dozen of them on every page."""
        return copy(self)

    @cached_property
    def allowed(self) -> dict[str, Option]:
        """The options by value; held by the process in each language where they have a name, `vocabulary`."""
        if self.vocabulary is None:
            return self._by_value()
        return self.parent.held.get((*self.vocabulary, active_language()), self._by_value)

    def _by_value(self) -> dict[str, Option]:
        return {option.value: option for option in self.options()}

    @abstractmethod
    def options(self) -> list[Option]:
        """The values that it allows, in their order."""

    @property
    def way(self) -> tuple:
        """Names the way to the values, for all filters of a model that have the same."""
        return type(self), self.path, self.via

    def held_members(self, held: Held, model: type[Model]) -> Members:
        """Allowed value → keys of the published rows of `model` that have it; values without any may be missing.

        What lies on one way is read once: the cities of a case with their regions, its networks with all that had a
        part in it. Each facet then has its own, so that who counts seven regions does not count all cities.
        """
        every = held.get(("found", model, self.way), lambda: self.members(held, model))
        own = ("members", model, self.way, self.vocabulary)
        return held.get(own, lambda: Members({value: every[value] for value in self.allowed if value in every}))

    def members(self, held: Held, model: type[Model]) -> Mapping[str, BitMap64]:
        return self.direct(held, model)

    def direct(self, held: Held, model: type[Model]) -> Mapping[str, BitMap64]:
        """Value → keys of the published rows that have it themselves, without those of values below it."""
        if self.via and self.path.startswith(f"{self.via}__"):
            return self._by_way_of(held, model)
        rows = held.rows(model)
        return {str(value): found for value, keys in self.groups(model) if (found := BitMap64(keys) & rows)}

    def held_direct(self, held: Held, model: type[Model]) -> Mapping[str, BitMap64]:
        return self.held_members(held, model)

    def groups(self, model: type[Model]) -> Iterable[tuple]:
        """(value, keys of its rows), of drafts too; by default the values of a column."""
        *hops, column = self.path.split("__")
        return grouped(model, "__".join(hops), (column,), self.via)

    def _by_way_of(self, held: Held, model: type[Model]) -> Mapping[str, BitMap64]:
        """From the values of what lies between, say the themes of cases for cities: a database takes far longer."""
        middle, leading = held.get(("leading", model, self.via), lambda: links(model, self.via))
        beyond = copy(self)
        beyond.path, beyond.via = self.path.removeprefix(f"{self.via}__"), ""
        between, rows = beyond.held_direct(held, middle), held.rows(model)
        return {value: led_to(leading, ends) & rows for value, ends in between.items()}

    def visible(self) -> dict:
        """Conditions on the way to the value; in one `filter()` with the value's own, so that they share a join."""
        return {f"{self.via}__state": PUBLISHED} if self.via else {}

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

    @property
    def vocabulary(self):
        return ("choices", self.enum)

    def options(self):
        return [Option(value, str(label)) for value, label in self.enum.choices]

    def direct(self, held, model):
        return column(held, model, self.path) if self.path in read_together(model) else super().direct(held, model)


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

    @property
    def vocabulary(self):
        return ("records", self.record)

    @property
    def way(self):
        """One for networks and all organisations, unless it leads by way of what is read for the allowed alone."""
        return (*super().way, self.record if self.via else self.record._meta.concrete_model)

    def public(self, model) -> QuerySet:
        rows = model._default_manager.all()
        return rows.published() if issubclass(self.record, Record) else rows

    def direct(self, held, model):
        if self.path not in read_together(model):
            return super().direct(held, model)
        by_key, records = column(held, model, self.path), self.public(self.record).values_list("pk", "slug")
        return {slug: by_key[key] for key, slug in records.order_by() if key in by_key}

    def groups(self, model):
        return grouped(model, self.path, ("slug",), self.via, self.public(self.record._meta.concrete_model))

    def matching(self, rows, values):
        wanted = self.public(self.record).filter(slug__in=values)
        return rows.filter(**self.visible(), **{f"{self.path}__in": wanted})


class Levels(FacetFilter):
    """A facet whose values lie below one another: each counts the rows of all below it.

    Rows are first read under the value that they have themselves: fewer of them are followed from a case to its
    figures, and all kinds of places share one query.
    """

    def held_direct(self, held, model):
        return held.get(("direct", model, self.way), lambda: self.direct(held, model))


class ThemeFacet(Levels, RecordFacet):
    """Two levels of themes; a main theme counts what is tagged with those below it."""

    order = None

    def __init__(self, path: str = "themes", **options):
        super().__init__(path, Theme, **{"label": gettext_lazy("Theme"), **options})

    def options(self):
        themes = Theme.objects.select_related("parent")
        return [Option(theme.slug, str(theme.name), theme.parent and theme.parent.slug) for theme in themes]

    @property
    def vocabulary(self):
        return ("themes",)

    def members(self, held, model):
        return rolled_up(
            self.held_direct(held, model), {option.value: option.parent for option in self.allowed.values()}, 1
        )

    def matching(self, rows, values):
        return rows.filter(**self.visible(), **{f"{self.path}__in": Theme.objects.within(values)})


class PlaceFacet(Levels):
    """The places of one kind that rows lie in, however deep: a region counts the cases of its cities.

    The way to them is one for all kinds, since the rows of a city are those of its country.
    """

    def __init__(self, kind: str, path: str = "places", *, label, **options):
        self.kind = kind
        super().__init__(path, label=label, **options)

    @property
    def vocabulary(self):
        return ("places", self.kind)

    def options(self):
        return [
            Option(place.slug, str(place.name), withdrawn=not place.is_published)
            for place in self.parent.held.get(("places", active_language()), known_places)
            if place.kind == self.kind
        ]

    def groups(self, model):
        return grouped(model, self.path, ("slug",), self.via, Place.objects.published())

    def members(self, held, model):
        places = held.get(
            "parents of places", lambda: list(Place.objects.values_list("slug", "parent__slug", "state"))
        )
        found = rolled_up(self.held_direct(held, model), {slug: parent for slug, parent, state in places}, DEPTH)
        return {slug: found[slug] for slug, parent, state in places if state == PUBLISHED and slug in found}

    def matching(self, rows, values):
        """None for a withdrawn place, even where places in it are public."""
        public = [value for value in values if not self.allowed[value].withdrawn]
        places = Place.objects.published().within(public)
        return rows.filter(**self.visible(), **{f"{self.path or 'pk'}__in": places})


def known_places() -> list[Place]:
    """For all facets of places together, in one query."""
    found = Place.objects.filter(state__in=KNOWN).only("slug", "kind", "state", *Place.name.columns)
    return list(found.order_by(active_column("name")))


class AnyOf(FacetFilter):
    """A facet whose values are reached in several ways: a figure lies where its case does, its programme or itself."""

    def __init__(self, *ways: FacetFilter):
        self.ways, self.order = ways, ways[0].order
        super().__init__(ways[0].path, label=ways[0].label)

    def __deepcopy__(self, memo):
        bound = copy(self)
        bound.ways = tuple(map(copy, self.ways))
        return bound

    @property
    def vocabulary(self):
        return self.ways[0].vocabulary

    @property
    def way(self):
        return tuple((way.way, way.vocabulary) for way in self.ways)

    @property
    def parent(self):
        return self._parent

    @parent.setter
    def parent(self, filters):
        """What binds it to a FilterSet binds its ways too."""
        self._parent = filters
        for way in self.ways:
            way.parent = filters

    def options(self):
        return self.ways[0].options()

    def members(self, held, model):
        found: dict[str, BitMap64] = {}
        for way in self.ways:
            for value, more in way.held_members(held, model).items():
                found[value] = found[value] | more if value in found else more
        return found

    def matching(self, rows, values):
        found = Q()
        for way in self.ways:
            found |= Q(pk__in=way.matching(rows, values).values("pk"))
        return rows.filter(found)


class YearFacet(FacetFilter):
    """The years in which something ran, from the first to the last that a source names."""

    order = staticmethod(lambda choice: -int(choice.value))
    span = (1950, 2100)
    vocabulary = ("years",)

    def __init__(self, start: str = "started", end: str = "ended", **options):
        self.start, self.end = start, end
        super().__init__(start, **{"label": gettext_lazy("Year"), **options})

    def options(self):
        return [Option(str(year), str(year)) for year in range(*self.span)]

    def members(self, held, model):
        """Grouped by whole dates: a function of the database for the year takes ten times as long."""
        found: dict[str, BitMap64] = {}
        rows = held.rows(model)
        for first, last, keys in grouped(model, "", (self.start, self.end)):
            if known := BitMap64(keys) & rows if first or last else None:
                for year in range((first or last).year, (last or first).year + 1):
                    found.setdefault(str(year), BitMap64()).update(known)
        return found

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

    def members(self, held, model):
        rows = held.rows(model)
        having, row = from_the_end(model, self.path, self.via)
        found = BitMap64(having.values_list(row, flat=True).distinct()) & rows
        return {"with": found, "without": rows - found}

    def _having(self, rows):
        return rows.model._default_manager.filter(**self.visible(), **{f"{self.path}__isnull": False}).values("pk")

    def matching(self, rows, values):
        if set(values) == set(self.labels):
            return rows
        having = self._having(rows)
        return rows.filter(pk__in=having) if "with" in values else rows.exclude(pk__in=having)

"""The kinds of facets: filters that also count their choices.

Each kind defines the `options` that it allows, and how to `read` the published rows of each value for the index.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from copy import copy

import django_filters
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy
from pyroaring import BitMap64

from casestudies.facets import Members, Option, by_value, most_first, rolled_up
from casestudies.i18n import active_column, active_language, columns, localized
from casestudies.index import Index
from casestudies.models import FormerSlug, Place, SDGTarget, Theme
from casestudies.models.former import kind_of
from casestudies.models.places import DEPTH
from casestudies.models.record import Record

from .combinations import column, read_together
from .facet_field import FacetField
from .grouping import from_end_of_path, grouped, links, rows_leading_to

PUBLISHED = Record.State.PUBLISHED
# A withdrawn record is still a known value: it shows 0 and says so.
KNOWN = (PUBLISHED, Record.State.WITHDRAWN)
THEME, YEAR, TARGET = gettext_lazy("Theme"), gettext_lazy("Year"), gettext_lazy("SDG target")
REGION, COUNTRY, CITY = Place.Kind.REGION, Place.Kind.COUNTRY, Place.Kind.CITY


class FacetFilter(django_filters.Filter, ABC):
    """A filter over one column or relation, whose values are counted.

    Methods take the index, because a facet inside another one (see AnyOf) belongs to no FilterSet. Only `allowed`
    needs one.
    """

    field_class = FacetField
    order = staticmethod(most_first)
    is_vocabulary = False  # whether a reader may ask for its choices without rows: the gaps in a fixed list
    cut_by = None  # the sort key of what is shown first of a long list, by default `order`
    vocabulary: tuple  # the key of the options: facets with the same options share them
    record: type[Model] | None = None  # whose slugs the values are
    note: object = ""  # where the values come from, if not from the sources

    def __init__(self, path: str, *, label, via: str = ""):
        """`path` is the join path to the values; `via` is a record on it that must be public, such as `cases`."""
        self.path, self.via = path, via
        super().__init__(field_name=path, label=label)

    def __deepcopy__(self, memo) -> "FacetFilter":
        """A FilterSet has filters of its own, each of which knows its parent: nothing else in them changes."""
        return copy(self)

    @property
    def allowed(self) -> Mapping[str, Option]:
        """The options by value."""
        return self.allowed_in(self.parent.index)

    def current(self, value: str) -> str:
        """The value that a former slug leads to; the value itself if it is no former slug of an allowed one."""
        allowed = self.allowed
        if self.record is None or value in allowed:
            return value
        kind = kind_of(self.record)
        formers = self.parent.index.get(
            ("former slugs", kind), lambda: dict(FormerSlug.objects.filter(kind=kind).values_list("slug", "current"))
        )
        found, passed = value, set()
        while found in formers and found not in allowed and found not in passed:
            passed.add(found)
            found = formers[found]
        return found if found in allowed else value

    def allowed_in(self, index: Index) -> Mapping[str, Option]:
        """The options by value, kept for each language."""
        return index.get(
            (*self.vocabulary, active_language()), lambda: {option.value: option for option in self.options(index)}
        )

    @abstractmethod
    def options(self, index: Index) -> list[Option]:
        """The values that it allows, in their order."""

    @property
    def join_path(self) -> tuple:
        """The key of the join path to the values. Facets of a model with the same join path share one query."""
        return type(self), self.path, self.via

    def members(self, index: Index, model: type[Model]) -> Members:
        """Allowed value → keys of the published rows of `model` with it. Values without rows may be missing.

        Cities and regions share a join path, as do networks and organisations. Each facet keeps its own values of it,
        so that counting seven regions does not count all cities.
        """
        every = self.all_members(index, model)
        return index.get(
            ("members", model, self.join_path, self.vocabulary),
            lambda: Members({value: every[value] for value in self.allowed_in(index) if value in every}),
        )

    def totals(self, index: Index, model: type[Model]) -> Callable[[str], int]:
        """A function from a value to the number of published rows with it."""
        counts = self.members(index, model).counts(None)
        return lambda value: counts.get(value, 0)

    def all_members(self, index: Index, model: type[Model]) -> Mapping[str, BitMap64]:
        """As `members`, but with all values on the join path."""
        return index.get(("all members", model, self.join_path), lambda: self.read(index, model))

    def read(self, index: Index, model: type[Model]) -> Mapping[str, BitMap64]:
        return self.read_direct(index, model)

    def direct(self, index: Index, model: type[Model]) -> Mapping[str, BitMap64]:
        """Value → keys of the published rows with exactly this value, without those of values below it."""
        return self.all_members(index, model)

    def read_direct(self, index: Index, model: type[Model]) -> Mapping[str, BitMap64]:
        if self.via and self.path.startswith(f"{self.via}__"):
            return self._read_via(index, model)
        rows = index.rows(model)
        return {str(value): found for value, keys in self.groups(model) if (found := BitMap64(keys) & rows)}

    def groups(self, model: type[Model]) -> Iterable[tuple]:
        """Pairs of a value and the keys of its rows, drafts included; by default the values of a column."""
        *hops, column = self.path.split("__")
        return grouped(model, "__".join(hops), (column,), self.via)

    def _read_via(self, index: Index, model: type[Model]) -> Mapping[str, BitMap64]:
        """Reads the values of the `via` records, say the themes of cases, and follows them to the rows, say cities.

        This is far quicker than one query over the whole join path.
        """
        middle, leading = index.get(("leading", model, self.via), lambda: links(model, self.via))
        beyond = copy(self)
        beyond.path, beyond.via = self.path.removeprefix(f"{self.via}__"), ""
        between, rows = beyond.direct(index, middle), index.rows(model)
        return {value: rows_leading_to(leading, ends) & rows for value, ends in between.items()}


class ChoiceFacet(FacetFilter):
    """A column with a fixed list of choices, in the order of the model."""

    order, is_vocabulary = None, True

    def __init__(self, path: str, choices, *, label, via: str = ""):
        self.enum = choices
        super().__init__(path, label=label, via=via)

    @property
    def vocabulary(self):
        return ("choices", self.enum)

    def options(self, index):
        return [Option(value, str(label)) for value, label in self.enum.choices]

    def read_direct(self, index, model):
        return (
            column(index, model, self.path) if self.path in read_together(model) else super().read_direct(index, model)
        )


class RecordFacet(FacetFilter):
    """A relation to published records, by their slugs: `RecordFacet("programmes", Programme)`."""

    def __init__(self, path: str, model, *, label, via: str = ""):
        self.record = model
        super().__init__(path, label=label, via=via)

    def records(self) -> QuerySet:
        rows = self.record._default_manager.all()
        if issubclass(self.record, Record):
            rows = rows.filter(state__in=KNOWN)
        return rows

    def options(self, index):
        name = "title" if hasattr(self.record, "title") else "name"
        kept = ["state"] if issubclass(self.record, Record) else []
        return [
            Option(
                record.slug,
                localized(record, name),
                withdrawn=getattr(record, "state", "") == Record.State.WITHDRAWN,
            )
            for record in self.records().only("slug", *kept, *columns(name)).order_by(active_column(name))
        ]

    @property
    def vocabulary(self):
        return ("records", self.record)

    @property
    def join_path(self):
        """Networks and organisations share one, unless `via` restricts it to the records of this facet."""
        return (*super().join_path, self.record if self.via else self.record._meta.concrete_model)

    def public(self, model) -> QuerySet:
        rows = model._default_manager.all()
        return rows.published() if issubclass(self.record, Record) else rows

    def read_direct(self, index, model):
        if self.path not in read_together(model):
            return super().read_direct(index, model)
        by_key, records = column(index, model, self.path), self.public(self.record).values_list("pk", "slug")
        return {slug: by_key[key] for key, slug in records.order_by() if key in by_key}

    def groups(self, model):
        return grouped(model, self.path, ("slug",), self.via, self.public(self.record._meta.concrete_model))


class Levels(FacetFilter):
    """A facet whose values form a tree: each value counts its own rows and those of all values below it.

    The database gives the rows of each value itself; the values above are summed up in the process. So there are fewer
    pairs to read, and all kinds of places share one query.
    """

    def direct(self, index, model):
        return index.get(("direct", model, self.join_path), lambda: self.read_direct(index, model))

    def read(self, index, model):
        parents = {option.value: option.parent for option in self.allowed_in(index).values()}
        return rolled_up(self.direct(index, model), parents, 1)


class ThemeFacet(Levels, RecordFacet):
    """Themes on two levels; a main theme also counts the rows of the themes below it. The largest are shown first."""

    order, is_vocabulary, cut_by = None, True, staticmethod(most_first)

    def __init__(self, path: str = "themes", *, label=THEME, via: str = ""):
        super().__init__(path, Theme, label=label, via=via)

    def options(self, index):
        themes = Theme.objects.select_related("parent").only(*Theme.name.columns, "slug", "parent__slug")
        return [Option(theme.slug, str(theme.name), theme.parent and theme.parent.slug) for theme in themes]

    @property
    def vocabulary(self):
        return ("themes",)


class TargetFacet(Levels, RecordFacet):
    """SDG goals and targets, in the order in which the UN numbers them; a goal also counts the rows of its targets."""

    order, is_vocabulary = None, True

    def __init__(self, path: str, *, label=TARGET, via: str = ""):
        super().__init__(path, SDGTarget, label=label, via=via)

    def options(self, index):
        targets = sorted(SDGTarget.objects.all(), key=lambda target: target.as_numbered)
        goals = {target.goal: target.slug for target in targets if target.is_goal}
        return [
            Option(target.slug, str(target), None if target.is_goal else goals.get(target.goal)) for target in targets
        ]

    @property
    def vocabulary(self):
        return ("sdg targets",)


class PlaceFacet(Levels):
    """The places of one kind, with the rows of all places in them: a region counts the cases of its cities.

    All kinds share one join path, since the rows of a city are rows of its country too. Regions keep their order
    whatever their counts, so that a reader finds each where it was.
    """

    def __init__(self, kind: str, path: str = "places", *, label, via: str = ""):
        self.kind, self.record = kind, Place
        self.is_vocabulary = kind == REGION
        self.order = by_value if kind == REGION else most_first
        super().__init__(path, label=label, via=via)

    @property
    def vocabulary(self):
        return ("places", self.kind)

    def options(self, index):
        return [
            Option(place.slug, str(place.name), withdrawn=not place.is_published)
            for place in index.get(("places", active_language()), known_places)
            if place.kind == self.kind
        ]

    def groups(self, model):
        return grouped(model, self.path, ("slug",), self.via, Place.objects.published())

    def read(self, index, model):
        places = index.get(
            "parents of places", lambda: list(Place.objects.values_list("slug", "parent__slug", "state"))
        )
        found = rolled_up(self.direct(index, model), {slug: parent for slug, parent, state in places}, DEPTH)
        return {slug: found[slug] for slug, parent, state in places if state == PUBLISHED and slug in found}


def known_places() -> list[Place]:
    """The places that facets allow, in one query for all kinds."""
    found = Place.objects.filter(state__in=KNOWN).only("slug", "kind", "state", *Place.name.columns)
    return list(found.order_by(active_column("name")))


class AnyOf(FacetFilter):
    """A facet with alternative join paths: the place of a figure is that of its case, of its programme, or its own."""

    def __init__(self, *alternatives: FacetFilter):
        self.alternatives = alternatives
        for name in ("order", "record", "is_vocabulary", "cut_by"):
            setattr(self, name, getattr(alternatives[0], name))
        super().__init__(alternatives[0].path, label=alternatives[0].label)

    @property
    def vocabulary(self):
        return self.alternatives[0].vocabulary

    @property
    def join_path(self):
        return tuple((facet.join_path, facet.vocabulary) for facet in self.alternatives)

    def options(self, index):
        return self.alternatives[0].options(index)

    def read(self, index, model):
        found: dict[str, BitMap64] = {}
        for facet in self.alternatives:
            for value, more in facet.members(index, model).items():
                found[value] = found[value] | more if value in found else more
        return found


class YearFacet(FacetFilter):
    """The years in which something ran, from the first to the last that a source names."""

    order = staticmethod(lambda choice: -int(choice.value))
    span = (1950, 2100)
    vocabulary = ("years",)

    def __init__(self, start: str = "started", end: str = "ended", *, label=YEAR):
        self.start, self.end = start, end
        super().__init__(start, label=label)

    def options(self, index):
        return [Option(str(year), str(year)) for year in range(*self.span)]

    def read(self, index, model):
        """Grouped by whole dates: a function of the database for the year takes ten times as long."""
        found: dict[str, BitMap64] = {}
        rows = index.rows(model)
        for first, last, keys in grouped(model, "", (self.start, self.end)):
            if known := BitMap64(keys) & rows if first or last else None:
                for year in range((first or last).year, (last or first).year + 1):
                    found.setdefault(str(year), BitMap64()).update(known)
        return found


class WithFacet(FacetFilter):
    """With or without something: `WithFacet("outcomes", with_label=…, without_label=…)`.

    `end` is a function that gives the records at the end of the path which count, by default all.
    """

    order = None

    def __init__(self, path: str, *, label, with_label, without_label, via: str = "", end=None):
        self.labels, self.end = {"with": with_label, "without": without_label}, end
        super().__init__(path, label=label, via=via)

    @property
    def vocabulary(self):
        return ("with", self.path)

    def options(self, index):
        return [Option(value, str(label)) for value, label in self.labels.items()]

    def read(self, index, model):
        rows = index.rows(model)
        having, row = from_end_of_path(model, self.path, self.via, self.end and self.end())
        found = BitMap64(having.values_list(row, flat=True).distinct()) & rows
        return {"with": found, "without": rows - found}

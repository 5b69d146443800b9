"""The query string of a list: declared once in a FilterSet that page, API, export and feed all read."""

from collections.abc import Callable, Collection, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import django_filters
from django import forms
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pyroaring import BitMap64

from casestudies.facets import Choice, Facet, Members, chosen_rows, intersection
from casestudies.i18n import Translated, active_column, active_language
from casestudies.index import Index
from casestudies.models.record import fold
from casestudies.refusals import BadQuery

from .facet_kinds import FacetFilter, not_one_of
from .ordering import Ordering
from .range_kinds import End, Range, RangeFilter, plain
from .texts import Text


@dataclass(frozen=True)
class Rescue:
    """A filter without which something is found, and how much."""

    name: str
    label: str
    count: int


class ListFilterSet(django_filters.FilterSet):
    """What every list understands: its facets and ranges, a text over names and titles, an order.

    `sorts` maps each value of `sort` to its label and its order, in which a translated name stands for its column in
    the active language; every order ends in a unique key. The first is the default. Nothing is silently ignored:
    reading rows raises BadQuery for what is unknown.

    `keys()`, `count` and `facets` come from the index. Only `page_rows()` asks the database, for the rows shown.

    `queryset` has all published rows with what is shown of them; `within` are the keys of those that this list is of,
    where it is not of all. `also` are parameters that belong to the door that is asked, such as `page`; `refused` are
    parameters that it does not take, with the reasons.
    """

    sorts: dict[str, tuple[object, tuple]] = {}
    max_words = 12  # in a text: as many as a title has; the database searches for each of them

    q = django_filters.CharFilter(max_length=100, label=gettext_lazy("Name or title"))

    def __init__(
        self,
        data: QueryDict,
        queryset: QuerySet,
        *,
        index: Index,
        within: BitMap64 | None = None,
        also: tuple[str, ...] = (),
        refused: Mapping[str, str] = MappingProxyType({}),
    ):
        super().__init__(data, queryset)
        self.index, self.within, self.beside, self.refused = index, within, ("sort", *also), refused

    @property
    def model(self) -> type[Model]:
        return self.queryset.model

    @property
    def qs(self):
        raise TypeError("Read keys() or page_rows(): a queryset of django-filter would hold every row.")

    @cached_property
    def form(self):
        form = super().form
        for name, one in self.filters.items():
            if hasattr(one, "allowed"):
                form.fields[name].allowed = one.allowed
        return form

    def get_form_class(self):
        return form_class(type(self))

    @classmethod
    def default_sort(cls) -> str:
        return next(iter(cls.sorts))

    @property
    def sort(self) -> str:
        return self.data.get("sort") or self.default_sort()

    @cached_property
    def asked(self) -> dict[str, list[str]]:
        """Parameter → its values in the canonical form, for each parameter that the list knows."""
        return {name: self.written(name, self.data.getlist(name)) for name in (*self.filters, "sort", "page")}

    def written(self, name: str, values: Iterable[str]) -> list[str]:
        """Values of a parameter in the canonical form: each once, in order, without what is empty or the default."""
        default = {"sort": self.default_sort(), "page": "1"}.get(name)
        number = name == "page" or isinstance(self.filters.get(name), End)
        known = sorted({" ".join(value.split()) for value in values})
        written = (plain(value) if number and value else value for value in known)
        return [value for value in written if value not in ("", default)]

    @property
    def whole(self) -> str:
        """The facet of which the page prints all choices, however many."""
        return self.data.get("all", "")

    @cached_property
    def problems(self) -> dict[str, list[str]]:
        """What is wrong with the query string, by parameter; empty when it can be answered."""
        found = {name: list(messages) for name, messages in self.form.errors.items()}
        known = sorted([*self.filters, *self.beside])
        for name in self.data:
            if name in self.refused:
                found[name] = [self.refused[name]]
            elif name not in known:
                found[name[:60]] = [
                    _("This list has no such parameter. It has: %(names)s.") % {"names": ", ".join(known)}
                ]
            elif not isinstance(self.filters.get(name), FacetFilter) and len(self.data.getlist(name)) > 1:
                found[name] = [_("Give it once.")]
        if len(fold(self.data.get("q", "")).split()) > self.max_words:
            found.setdefault("q", [_("Use at most %(count)d words.") % {"count": self.max_words}])
        for one in self.ranges:
            found |= one.problems()
        if "all" in self.data and "all" not in found and self.whole not in self._facet_filters:
            found["all"] = [not_one_of(self.whole, list(self._facet_filters))]
        if self.sort not in self.sorts:
            found["sort"] = [not_one_of(self.sort, list(self.sorts))]
        return found

    def validate(self) -> None:
        """BadQuery for a query string that can't be answered."""
        if self.problems:
            raise BadQuery(self.problems)

    @cached_property
    def count(self) -> int:
        """How many rows are asked for."""
        self.validate()
        return len(self._all if self._found is None else self._found)

    def keys(self, offset: int = 0, limit: int | None = None) -> list[int]:
        """The primary keys of the rows asked for, or of so many of them, in the order asked for."""
        self.validate()
        return self._ordering.page(self._found, offset, limit)

    def page_rows(self, offset: int, limit: int, numbers: Collection[str] | None = None) -> list[Model]:
        """So many of the rows asked for, with all that the queryset fetches; annotations are made for these alone.

        `numbers` names those of them that are shown; None: all.
        """
        keys = self.keys(offset, limit)
        by_key = self.queryset.order_by().in_bulk(keys)
        return self.numbered([by_key[key] for key in keys if key in by_key], numbers)

    def numbered(self, rows: list[Model], numbers: Collection[str] | None = None) -> list[Model]:
        """Rows of the list, with these of their `numbers`, or with all."""
        for name, count in self.numbers.items():
            if numbers is None or name in numbers:
                number = count()
                for row in rows:
                    setattr(row, name, number(row.slug))
        return rows

    @cached_property
    def values(self) -> dict[str, object]:
        """What is asked for, by filter."""
        self.validate()
        return self.form.cleaned_data

    @property
    def _order(self) -> tuple:
        """What a queryset is ordered by, in the active language."""
        return tuple(
            active_column(part) if isinstance(getattr(self.model, str(part), None), Translated) else part
            for part in self.sorts[self.sort][1]
        )

    @property
    def is_active(self) -> bool:
        return any(value not in (None, "", []) for value in self.values.values())

    @cached_property
    def _all(self) -> BitMap64:
        return self.index.rows(self.model)

    def members(self, name: str) -> Members:
        """Value of a facet → keys of the published rows that have it."""
        return self.filters[name].members(self.index, self.model)

    @cached_property
    def _ordering(self) -> Ordering:
        """Of each language, since what a queryset sorts by may come from a name."""

        def made() -> Ordering:
            if (known := self.known_order()) is not None:
                return Ordering(known)
            rows, (first, *rest) = self.model._default_manager.published().for_list(), self._order
            count = self.numbers.get(first.removeprefix("-")) if isinstance(first, str) else None
            if count is None:
                return Ordering(rows.order_by(first, *rest).values_list("pk", flat=True))
            number = count()
            by_slug = rows.order_by(*rest).values_list("pk", "slug")
            return Ordering(key for key, slug in sorted(by_slug, key=lambda row: -number(row[1])))

        return self.index.get((type(self), self.model, self.sort, active_language()), made)

    def known_order(self) -> Iterable[int] | None:
        """The keys of all that is published in the order asked for, where the index tells; else None."""
        return None

    @property
    def numbers(self) -> dict[str, Callable[[], Callable[[str], object]]]:
        """What a row shows that is counted over far more rows than a page has.

        For each name, what counts it when it is needed, which gives the number by slug.
        """
        return {}

    @cached_property
    def facets(self) -> list[Facet]:
        """All facets with their counts."""
        return [
            Facet(
                name,
                str(one.label),
                one.allowed,
                self.members(name).counts(self.passed_by_others(name)),
                self.values[name],
                one.order,
                whole=name == self.whole,
            )
            for name, one in self._facet_filters.items()
        ]

    @property
    def rescues(self) -> list[Rescue]:
        """Which filter to drop when nothing is found: those without which something is, most first."""
        counted = []
        for name in (name for name in self._passed if name in self.filters):
            others = self.passed_by_others(name)
            count = len(self._all if others is None else others)
            if count:
                one = self.filters[name]
                label = one.of.label if isinstance(one, RangeFilter) else one.label
                counted.append(Rescue(name, str(label), count))
        return sorted(counted, key=lambda rescue: -rescue.count)

    def passed_by_others(self, name: str) -> BitMap64 | None:
        """The rows that all filters but one let through; None where there is no other. A range is its first end."""
        if name not in self._passed:
            return self._found
        return intersection(rows for other, rows in self._passed.items() if other != name)

    @cached_property
    def _found(self) -> BitMap64 | None:
        """The rows that all filters let through; None where there is no filter."""
        return intersection(self._passed.values())

    @cached_property
    def _facet_filters(self) -> dict[str, FacetFilter]:
        return {name: one for name, one in self.filters.items() if isinstance(one, FacetFilter)}

    @cached_property
    def ranges(self) -> list[Range]:
        return list(dict.fromkeys(one.of for one in self.filters.values() if isinstance(one, RangeFilter)))

    def parameters(self, name: str) -> list[str]:
        """The parameters of the filter that one is part of: both ends of a range, or itself alone."""
        one = self.filters[name]
        return one.of.names if isinstance(one, RangeFilter) else [name]

    @cached_property
    def _passed(self) -> dict[str, BitMap64]:
        """For each active filter, and for `within`: keys of the rows that it lets through."""
        passed = {}
        for name in self._facet_filters:
            if values := self.values[name]:
                passed[name] = chosen_rows(self.members(name), values)
        for one in self.ranges:
            if one.is_active:
                passed[one.low.field_name] = one.passed(self.index, self.model)
        if text := self.values.get("q"):
            passed["q"] = Text(self.index, text).named(self.model)
        if self.within is not None:
            passed["within"] = self.within & self._all
        return passed

    @property
    def pills(self) -> list[tuple[Facet, Choice]]:
        """The active choices, each with its facet, to be taken off one by one."""
        return [(facet, choice) for facet in self.facets for choice in facet.chosen]

    @property
    def active_ranges(self) -> list[Range]:
        """The ranges asked for, to be taken off one by one."""
        self.validate()
        return [one for one in self.ranges if one.is_active]

    @property
    def active(self) -> int:
        """How many filters beside the text are to be taken off."""
        return len(self.pills) + len(self.active_ranges)

    @cached_property
    def parts(self) -> list[tuple[Facet | None, Range | None]]:
        """Facets and ranges in the order of the FilterSet: each is one or the other."""
        facets = {facet.name: facet for facet in self.facets}
        ranges = {one.low.field_name: one for one in self.ranges}
        return [(facets.get(name), ranges.get(name)) for name in self.filters if name in facets or name in ranges]


@cache
def form_class(filters: type[ListFilterSet]) -> type[forms.Form]:
    return type(
        f"{filters.__name__}Form", (forms.Form,), {name: copy(one).field for name, one in filters.base_filters.items()}
    )

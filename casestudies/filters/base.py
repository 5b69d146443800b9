"""The query string of a list, declared once in a FilterSet. Page, API, downloads and feed all read it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache, partial
from types import MappingProxyType

import django_filters
from django import forms
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pyroaring import BitMap64

from casestudies.facets import Choice, Facet, Members, chosen_rows, intersection
from casestudies.i18n import Translated, active_column, active_language
from casestudies.index import Index
from casestudies.models.record import fold
from casestudies.refusals import BadQuery

from .facet_field import not_one_of
from .facet_kinds import FacetFilter
from .ordering import Ordering
from .range_kinds import Range, RangeEnd, RangeFilter, canonical_number
from .texts import TextSearch


@dataclass(frozen=True)
class Rescue:
    """A filter to drop when no row matches, with the number of rows without it."""

    name: str
    label: str
    count: int


class ListFilterSet(django_filters.FilterSet):
    """The parameters of a list: facets, ranges, `q` for a search in names and titles, and `sort`.

    `sorts` maps each value of `sort` to its label and its order; the first is the default. In an order, a translated
    name stands for its column in the active language, and the last key is unique. No parameter is silently ignored:
    reading rows raises BadQuery for an unknown name or value.

    `keys()`, `count` and `facets` come from the index. Only `page_rows()` queries the database, for one page of rows.

    `queryset` fetches published rows with all that is shown of them; `as_cards` adds what cards show. `within` has the
    keys that the list is restricted to. `choices` maps other parameters to their few values, the first being the
    default; `sort` is one of them. `extra_parameters` are others that the page or the API takes, such as `page`.
    `refused` maps known parameters that are not taken here to the reason.
    """

    sorts: dict[str, tuple[object, tuple]] = {}
    max_words = 12  # of a search text: as many as a title has. The database searches for each of them

    q = django_filters.CharFilter(max_length=100, label=gettext_lazy("Name or title"))

    def __init__(
        self,
        data: QueryDict,
        queryset: QuerySet,
        *,
        index: Index,
        as_cards: bool = False,
        within: BitMap64 | None = None,
        choices: Mapping[str, Sequence[str]] = MappingProxyType({}),
        extra_parameters: tuple[str, ...] = (),
        refused: Mapping[str, str] = MappingProxyType({}),
    ):
        super().__init__(data, queryset)
        self.index, self.within, self.refused = index, within, refused
        self.as_cards = as_cards
        self.choices = {"sort": list(self.sorts), **choices}
        self.extra_parameters = (*self.choices, *extra_parameters)
        self.data = self._with_current_slugs(data)

    def _with_current_slugs(self, data: QueryDict) -> QueryDict:
        """The query string with the current slugs in place of former ones, so that its canonical form has them."""
        current = {}
        for name, one in self._facet_filters.items():
            values = data.getlist(name)
            if (now := [one.current(value) for value in values]) != values:
                current[name] = now
        if not current:
            return data
        changed = data.copy()
        for name, values in current.items():
            changed.setlist(name, values)
        return changed

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
            if hasattr(type(one), "allowed"):  # read only if the query string has a value of it
                form.fields[name].allowed = SimpleLazyObject(partial(getattr, one, "allowed"))
        return form

    def get_form_class(self):
        return form_class(type(self))

    @classmethod
    def default_sort(cls) -> str:
        return next(iter(cls.sorts))

    def choice(self, name: str) -> str:
        """The value of one of the `choices`."""
        return self.data.get(name) or self.choices[name][0]

    @property
    def sort(self) -> str:
        return self.choice("sort")

    @property
    def size(self) -> str:
        """The number of rows on a page of the list."""
        return self.choice("size")

    @property
    def is_descending(self) -> bool:
        """Whether the first key of the order is descending."""
        first = self.sorts[self.sort][1][0]
        return first.startswith("-") if isinstance(first, str) else getattr(first, "descending", False)

    @cached_property
    def canonical_data(self) -> dict[str, list[str]]:
        """Parameter → its canonical values, for each parameter of the list."""
        names = (*self.filters, *self.choices, "page")
        return {name: self.canonical_values(name, self.data.getlist(name)) for name in names}

    def canonical_values(self, name: str, values: Iterable[str]) -> list[str]:
        """Values of a parameter in their canonical form: unique, sorted, without empty and default values."""
        default = self.choices[name][0] if name in self.choices else "1" if name == "page" else None
        number = name == "page" or isinstance(self.filters.get(name), RangeEnd)
        known = sorted({" ".join(value.split()) for value in values})
        written = (canonical_number(value) if number and value else value for value in known)
        return [value for value in written if value not in ("", default)]

    @property
    def expanded_facet(self) -> str:
        """The name of the facet that the page prints with all choices; empty for none."""
        return self.data.get("all", "") or self.data.get("empty", "")

    @cached_property
    def problems(self) -> dict[str, list[str]]:
        """Parameter → messages about its mistakes. Empty for a valid query string."""
        found = {name: list(messages) for name, messages in self.form.errors.items()}
        known = sorted([*self.filters, *self.extra_parameters])
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
        vocabularies = [name for name, one in self._facet_filters.items() if one.is_vocabulary]
        for name, facets in (("all", list(self._facet_filters)), ("empty", vocabularies)):
            if name in self.data and name not in found and self.data[name] not in facets:
                found[name] = [not_one_of(self.data[name], facets)]
        for name, allowed in self.choices.items():
            if (value := self.choice(name)) not in allowed:
                found[name] = [not_one_of(value, allowed)]
        return found

    def validate(self) -> None:
        """Raises BadQuery for an invalid query string."""
        if self.problems:
            raise BadQuery(self.problems)

    @cached_property
    def count(self) -> int:
        """The number of rows that match."""
        return len(self.matching)

    @property
    def total(self) -> int:
        """The number of rows of the list, without filters."""
        return len(self._published if self.within is None else self.within & self._published)

    def keys(self, offset: int = 0, limit: int | None = None) -> list[int]:
        """The primary keys of the rows that match, in order: all, or `limit` of them from `offset`."""
        self.validate()
        return self._ordering.page(self._matching, offset, limit)

    def page_rows(self, offset: int, limit: int, numbers: Collection[str] | None = None) -> list[Model]:
        """`limit` of the rows that match, as the queryset fetches them, with their numbers.

        `numbers` names the numbers that are shown; None means all.
        """
        keys = self.keys(offset, limit)
        if not keys:
            return []
        rows = self.queryset.for_cards() if self.as_cards else self.queryset
        by_key = rows.order_by().in_bulk(keys)
        return self.numbered([by_key[key] for key in keys if key in by_key], numbers)

    def card_rows(self, offset: int, limit: int) -> list[Model]:
        """As `page_rows`, with what a card shows and no queryset fetches; lists override this."""
        return self.page_rows(offset, limit)

    def numbered(self, rows: list[Model], numbers: Collection[str] | None = None) -> list[Model]:
        """The rows, with the `numbers` of this list set as attributes: those named, or all."""
        for name, count in self.numbers.items():
            if numbers is None or name in numbers:
                number = count()
                for row in rows:
                    setattr(row, name, number(row.slug))
        return rows

    @cached_property
    def values(self) -> dict[str, object]:
        """Filter → its cleaned value."""
        self.validate()
        return self.form.cleaned_data

    @property
    def _order(self) -> tuple:
        """The arguments of `order_by`, in the active language."""
        return tuple(
            active_column(part) if isinstance(getattr(self.model, str(part), None), Translated) else part
            for part in self.sorts[self.sort][1]
        )

    @property
    def is_active(self) -> bool:
        return any(value not in (None, "", []) for value in self.values.values())

    @cached_property
    def _published(self) -> BitMap64:
        return self.index.rows(self.model)

    def members(self, name: str) -> Members:
        """Value of a facet → keys of the published rows with it."""
        return self.filters[name].members(self.index, self.model)

    def members_matching(self, name: str) -> Mapping[str, int]:
        """Value of a facet → number of rows with it that match all filters, that of the facet too."""
        return self.members(name).counts(self.matching)

    @property
    def matching(self) -> BitMap64:
        """The keys of the rows that match, in no order."""
        self.validate()
        return self._published if self._matching is None else self._matching

    @cached_property
    def _ordering(self) -> Ordering:
        """Kept for each language, since rows may be sorted by a translated name."""

        def made() -> Ordering:
            if (known := self.known_order()) is not None:
                return Ordering(known)
            rows, (first, *rest) = self.model._default_manager.published().for_order(), self._order
            count = self.numbers.get(first.removeprefix("-")) if isinstance(first, str) else None
            if count is None:
                return Ordering(rows.order_by(first, *rest).values_list("pk", flat=True))
            number = count()
            by_slug = rows.order_by(*rest).values_list("pk", "slug")
            return Ordering(key for key, slug in sorted(by_slug, key=lambda row: -number(row[1])))

        return self.index.get((type(self), self.model, self.sort, active_language()), made)

    def known_order(self) -> Iterable[int] | None:
        """The keys of all published rows in the requested order, if the index has it; else None."""
        return None

    @property
    def numbers(self) -> dict[str, Callable[[], Callable[[str], object]]]:
        """Numbers of a row that are counted over many other rows, such as the cases of a theme.

        Attribute → a function without arguments that counts, and returns a function from slug to number.
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
                self.members(name).counts(self.rows_without_filter(name)),
                self.values[name],
                one.order,
                cut_by=one.cut_by,
                is_vocabulary=one.is_vocabulary,
                show_all=name == self.data.get("all"),
                show_empty=name == self.data.get("empty"),
                note=str(one.note),
            )
            for name, one in self._facet_filters.items()
        ]

    @property
    def rescues(self) -> list[Rescue]:
        """The filters to drop if no row matches: each leaves rows when it is dropped. Most rows first."""
        counted = []
        for name in (name for name in self._rows_by_filter if name in self.filters):
            others = self.rows_without_filter(name)
            count = len(self._published if others is None else others)
            if count:
                one = self.filters[name]
                label = one.range.label if isinstance(one, RangeFilter) else one.label
                counted.append(Rescue(name, str(label), count))
        return sorted(counted, key=lambda rescue: -rescue.count)

    def rows_without_filter(self, *names: str) -> BitMap64 | None:
        """The rows that match all filters but those named; None, meaning every row, if there is no other.

        A range has the name of its lower end.
        """
        if self._rows_by_filter.keys().isdisjoint(names):
            return self._matching
        return intersection(rows for other, rows in self._rows_by_filter.items() if other not in names)

    @cached_property
    def _matching(self) -> BitMap64 | None:
        """The rows that match all filters; None, meaning every row, without filters."""
        return intersection(self._rows_by_filter.values())

    @cached_property
    def _facet_filters(self) -> dict[str, FacetFilter]:
        return {name: one for name, one in self.filters.items() if isinstance(one, FacetFilter)}

    @cached_property
    def ranges(self) -> list[Range]:
        return list(dict.fromkeys(one.range for one in self.filters.values() if isinstance(one, RangeFilter)))

    def parameters(self, name: str) -> list[str]:
        """All parameters of the filter that has this one: those of its range, or only itself."""
        one = self.filters[name]
        return one.range.names if isinstance(one, RangeFilter) else [name]

    @cached_property
    def _rows_by_filter(self) -> dict[str, BitMap64]:
        """Active filter, or `within` → keys of the rows that match it."""
        rows = {}
        for name in self._facet_filters:
            if values := self.values[name]:
                rows[name] = chosen_rows(self.members(name), values)
        for one in self.ranges:
            if one.is_active:
                rows[one.low.field_name] = one.matching(self.index, self.model)
        if text := self.values.get("q"):
            rows["q"] = TextSearch(self.index, text).named(self.model)
        if self.within is not None:
            rows["within"] = self.within & self._published
        return rows

    @property
    def pills(self) -> list[tuple[Facet, Choice]]:
        """The active choices, each with its facet; a click on a pill removes its choice."""
        return [(facet, choice) for facet in self.facets for choice in facet.chosen]

    @property
    def active_ranges(self) -> list[Range]:
        """The active ranges, which have pills as well."""
        self.validate()
        return [one for one in self.ranges if one.is_active]

    @property
    def active(self) -> int:
        """The number of pills."""
        return len(self.pills) + len(self.active_ranges)

    @cached_property
    def parts(self) -> list[tuple[Facet | None, Range | None]]:
        """Facets and ranges in the order of the FilterSet: pairs in which one of the two is None."""
        facets = {facet.name: facet for facet in self.facets}
        ranges = {one.low.field_name: one for one in self.ranges}
        return [(facets.get(name), ranges.get(name)) for name in self.filters if name in facets or name in ranges]


@cache
def form_class(filters: type[ListFilterSet]) -> type[forms.Form]:
    return type(
        f"{filters.__name__}Form", (forms.Form,), {name: copy(one).field for name, one in filters.base_filters.items()}
    )

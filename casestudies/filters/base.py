"""The query string of a list: declared once in a FilterSet, which page, API, export and feed all read."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import django_filters
from django.core.exceptions import BadRequest
from django.db.models import QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies.facets import Choice, Facet, choices, chosen_rows, intersection
from casestudies.i18n import Translated, active_column
from casestudies.models import Place
from casestudies.models.record import fold

from .facet_kinds import KNOWN, TEXT, FacetFilter, not_one_of

MAX_WORDS = 12  # of a text: each is a search of its own for the database


class BadQuery(BadRequest):
    """A query string that asks for what there is not; `errors` maps each parameter to what to change."""

    def __init__(self, errors: dict[str, list[str]]):
        self.errors = errors
        super().__init__("; ".join(f"{name}: {' '.join(messages)}" for name, messages in errors.items()))


@dataclass(frozen=True)
class Rescue:
    """A filter without which something is found, and how much."""

    name: str
    label: str
    count: int


class ListFilterSet(django_filters.FilterSet):
    """What every list understands: its facets, a text over names and titles, an order.

    `sorts` maps each value of `sort` to its label and its order, in which a translated name stands for its column in
    the active language; every order ends in a unique key. The first is the default. Nothing is silently ignored:
    `rows()` raises BadQuery for what is unknown.
    """

    sorts: dict[str, tuple[object, tuple]] = {}
    beside = ("page", "sort")

    q = django_filters.CharFilter(method="filter_named", max_length=100, label=gettext_lazy("Name or title"))

    def filter_named(self, rows, name, value):
        return rows.named(value)

    @property
    def form(self):
        """With the allowed values. A form copies its fields, and a callable for choices with all it is bound to."""
        known = hasattr(self, "_form")
        form = super().form
        if not known:
            for name, facet in self._facet_filters.items():
                form.fields[name].choices = [(option.value, option.label) for option in facet.allowed]
        return form

    @classmethod
    def default_sort(cls) -> str:
        return next(iter(cls.sorts))

    @property
    def sort(self) -> str:
        return self.data.get("sort") or self.default_sort()

    @cached_property
    def problems(self) -> dict[str, list[str]]:
        """What is wrong with the query string, by parameter; empty when it can be answered."""
        found = {name: list(messages) for name, messages in self.form.errors.items()}
        known = sorted([*self.filters, *self.beside])
        for name in self.data:
            if name not in known:
                found[name[:60]] = [
                    _("This list does not know it. It knows: %(names)s.") % {"names": ", ".join(known)}
                ]
            elif not isinstance(self.filters.get(name), FacetFilter) and len(self.data.getlist(name)) > 1:
                found[name] = [_("Give it once.")]
        if len(fold(self.data.get("q", "")).split()) > MAX_WORDS:
            found.setdefault("q", [_("Use at most %(count)d words.") % {"count": MAX_WORDS}])
        if self.sort not in self.sorts:
            found["sort"] = [not_one_of(self.sort, list(self.sorts))]
        return found

    def rows(self) -> QuerySet:
        """The rows asked for, in the order asked for."""
        if self.problems:
            raise BadQuery(self.problems)
        model = self.queryset.model
        return self.qs.order_by(
            *(
                active_column(part) if isinstance(getattr(model, str(part), None), Translated) else part
                for part in self.sorts[self.sort][1]
            )
        )

    @property
    def is_active(self) -> bool:
        return any(self.form.cleaned_data.values())

    @cached_property
    def known_places(self) -> list[Place]:
        """For all facets of places together, in one query."""
        return list(Place.objects.filter(state__in=KNOWN).order_by(active_column("name")))

    @cached_property
    def facets(self) -> list[Facet]:
        """All facets with their counts: one query for the pairs of all, one for each vocabulary, one for `q`."""
        return [
            Facet(
                name,
                str(facet.label),
                choices(
                    facet.allowed,
                    self._members[name],
                    self.form.cleaned_data[name],
                    self._passed_by_others(name),
                    facet.order,
                ),
            )
            for name, facet in self._facet_filters.items()
        ]

    @property
    def rescues(self) -> list[Rescue]:
        """Which filter to drop when nothing is found: those without which something is, most first."""
        counted = []
        for name in self._passed:
            others = self._passed_by_others(name)
            count = self.queryset.count() if others is None else len(others)
            if count:
                counted.append(Rescue(name, str(self.filters[name].label), count))
        return sorted(counted, key=lambda rescue: -rescue.count)

    def _passed_by_others(self, name: str) -> set[int] | None:
        return intersection(rows for other, rows in self._passed.items() if other != name)

    @cached_property
    def _facet_filters(self) -> dict[str, FacetFilter]:
        return {name: one for name, one in self.filters.items() if isinstance(one, FacetFilter)}

    @cached_property
    def _passed(self) -> dict[str, set[int]]:
        """For each active filter: keys of the rows that it lets through."""
        chosen = {name: self.form.cleaned_data[name] for name in self._facet_filters}
        passed = {name: chosen_rows(self._members[name], values) for name, values in chosen.items() if values}
        if text := self.form.cleaned_data["q"]:
            passed["q"] = set(self.queryset.named(text).values_list("pk", flat=True))
        return passed

    @cached_property
    def _members(self) -> dict[str, dict[str, set[int]]]:
        """For each facet: value → keys of its rows."""
        named = self._facet_filters
        members: dict[str, dict[str, set[int]]] = {name: defaultdict(set) for name in named}
        # The rows as a subquery: a facet's own joins must not meet those that decide what is published.
        rows = self.queryset.model._default_manager.filter(pk__in=self.queryset.order_by().values("pk")).order_by()
        parts = [
            pairs.annotate(facet=Value(name, TEXT)).values_list("facet", "pk", "choice").distinct()
            for name, facet in named.items()
            for pairs in facet.every_pairs(rows)
        ]
        if parts:
            for name, row, stored in parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]:
                for value in named[name].values(stored):
                    members[name][value].add(row)
        return members

    @property
    def pills(self) -> list[tuple[Facet, Choice]]:
        """The active choices, each with its facet, to be taken off one by one."""
        return [(facet, choice) for facet in self.facets for choice in facet.chosen]

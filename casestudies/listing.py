"""What a listed thing is: which rows it has, what may be asked of them, and how they are shown."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from pyroaring import BitMap64

from .columns.tables import Table
from .facets import NONE, Members
from .filters.base import ListFilterSet
from .filters.facet_kinds import FacetFilter
from .index import Index
from .models import Place
from .serializers.record import Reading


@dataclass(frozen=True)
class Listing:
    """A listed thing, declared once in `listings.py`: page, download, API, feed, citation, sitemap and menu read it.

    `name` is its part of an address, `case-studies`; `kind` begins the names of its addresses, `case` of `case-list`.
    `part` narrows the published rows of the model. `serializer` is for rows in the API, `whole` for a record alone.
    `card` is the template of a row on the page, which gets it as `row`, and `table` its columns in files: without
    them, the list is in the API alone. `marked` cards show source marks. `detail` is what the page of a row calls it,
    empty where rows have no page.
    """

    name: str
    kind: str
    title: Any
    lead: Any
    model: type[Model]
    filters: type[ListFilterSet]
    serializer: type[Reading]
    whole: type[Reading] | None = None
    part: Callable[[QuerySet], QuerySet] | None = None
    card: str = ""
    table: Table | None = None
    marked: bool = False
    detail: str = ""
    in_menu: bool = True

    @property
    def has_page(self) -> bool:
        return bool(self.card)

    @property
    def sorts(self) -> Mapping[str, tuple]:
        return self.filters.sorts

    @property
    def places(self) -> Callable[[Any], Iterable[Place]] | None:
        """Gives the places of a row; None where a map makes no sense."""
        return self.table and self.table.places

    def published(self) -> QuerySet:
        """Its rows, as the public sees them."""
        rows = self.model._default_manager.published()
        return self.part(rows) if self.part else rows

    def read(
        self,
        request: HttpRequest | None,
        query: QueryDict | str | None = None,
        *,
        rows: QuerySet | None = None,
        within: BitMap64 | None = None,
        also: tuple[str, ...] = (),
        refused: Mapping[str, str] = MappingProxyType({}),
    ) -> ListFilterSet:
        """What a query string asks of the list, by default that of the request; see ListFilterSet for the rest.

        `rows` fetch more than a card shows.
        """
        index = Index.at(request)
        if query is None:
            query = request.GET
        if within is None and self.part:
            within = index.get(("part", self.name), self._keys)
        return self.filters(
            QueryDict(query) if isinstance(query, str) else query,
            self.published().for_list() if rows is None else rows,
            index=index,
            within=within,
            also=also,
            refused=refused,
        )

    def members(self, request: HttpRequest | None, facet: str) -> Members:
        """Value of a facet → keys of all rows that have it."""
        return self._facet(facet).members(Index.at(request), self.model)

    def under(self, request: HttpRequest | None, facet: str, value: str) -> BitMap64:
        """Keys of all rows under a value of a facet, or of another facet with the same join path."""
        return self._facet(facet).every(Index.at(request), self.model).get(value, NONE)

    def totals(self, request: HttpRequest | None, facet: str) -> Callable[[str], int]:
        """Says of a value of a facet how many of all rows have it."""
        return self._facet(facet).totals(Index.at(request), self.model)

    def _facet(self, name: str) -> FacetFilter:
        return self.filters.base_filters[name]

    def _keys(self) -> BitMap64:
        return BitMap64(self.published().order_by().values_list("pk", flat=True))

    def address(self, query: str = "") -> str:
        """Of its page, in the active language."""
        return self._address("list", query)

    def file(self, extension: str, query: str = "") -> str:
        return self._address("file", query, extension=extension)

    def feed(self, query: str = "") -> str:
        return self._address("feed", query)

    def _address(self, door: str, query: str, **parts: str) -> str:
        path = reverse(f"{self.kind}-{door}", kwargs=parts)
        return f"{path}?{query}" if query else path

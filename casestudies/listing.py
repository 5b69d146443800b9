"""What a listed thing is: its rows, their filters, and how they are shown."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap64

from .canonical import OF_FACETS
from .columns.on_page import PageColumn
from .columns.tables import Table
from .facets import NONE, Members
from .filters.base import ListFilterSet
from .filters.facet_kinds import FacetFilter
from .filters.likeness import Alike, Likeness
from .index import Index
from .models import Place
from .paging import SIZES
from .serializers.record import RowSerializer


@dataclass(frozen=True)
class View:
    """A way to show the rows of a list: `name` in addresses, `label` for readers, and the template.

    `suits` says which lists have it. Unless it is `paged`, it shows all rows at once, in no order.
    """

    name: str
    label: Any
    template: str
    suits: "Callable[[Listing], Any]"
    paged: bool = True


INDEX = View("index", _("Index"), "casestudies/_index.html", attrgetter("above"))
CARDS = View("cards", _("Cards"), "casestudies/_cards.html", attrgetter("card"))
TABLE = View("table", _("Table"), "casestudies/_table.html", attrgetter("columns"))
MAP = View("map", _("Map"), "casestudies/_list_map.html", attrgetter("places"), paged=False)
VIEWS = (INDEX, CARDS, TABLE, MAP)


@dataclass(frozen=True)
class Listing:
    """A listed thing, declared once in `listings.py`. Page, downloads, API, feed, citation, sitemap and menu read it.

    `name` is the list in addresses, `case-studies`; `kind` begins the names of URL patterns, `case` of
    `case-list`. `subset` narrows the published rows of the model. `serializer` is for rows in the API,
    `detail_serializer` for a single record. `card` is the template of a row on the page, which gets the row as
    `row`; `columns` are those of the page as a table, `table` has those of files. A list without them is only in
    the API. With `above`, the page is an index of names: a function from a row to the row that it stands below, or
    to None. `by_year` names the order in which the cards are a timeline of the rows' `year`. If `marked`, rows
    show source marks. `detail` is the name of a row in the context of its own page, empty if rows have no page;
    `page` is the template of that page if it has no view of its own. `short` is the title in the menu, if
    shorter. `api_note` follows the lead in the description of the API. `likeness` says which rows are like one of
    them, and why.
    """

    name: str
    kind: str
    title: Any
    lead: Any
    model: type[Model]
    filters: type[ListFilterSet]
    serializer: type[RowSerializer]
    detail_serializer: type[RowSerializer] | None = None
    subset: Callable[[QuerySet], QuerySet] | None = None
    card: str = ""
    columns: tuple[PageColumn, ...] = ()
    above: Callable[[Any], Any] | None = None
    by_year: str = ""
    table: Table | None = None
    marked: bool = False
    detail: str = ""
    page: str = "casestudies/record_detail.html"
    in_menu: bool = True
    short: Any = ""
    api_note: str = ""
    likeness: Likeness | None = None

    @property
    def has_page(self) -> bool:
        return bool(self.views)

    @property
    def views(self) -> tuple[View, ...]:
        """The ways to show its rows; the first is the default."""
        return tuple(view for view in VIEWS if view.suits(self))

    @property
    def choices(self) -> dict[str, Sequence[str]]:
        """The parameters of its page that have few values; the first is the default."""
        return {"view": [view.name for view in self.views], "size": self.sizes}

    @property
    def sizes(self) -> Sequence[str]:
        """The sizes of a page; the first is the default. An index is short, and is best read whole."""
        return SIZES[::-1] if self.above else SIZES

    @property
    def sorts(self) -> Mapping[str, tuple]:
        return self.filters.sorts

    @property
    def places(self) -> Callable[[Any], Iterable[Place]] | None:
        """A function from a row to its places; None if the list has no map."""
        return self.table and self.table.places

    def published(self) -> QuerySet:
        """The rows that the public may see."""
        rows = self.model._default_manager.published()
        return self.subset(rows) if self.subset else rows

    def read(
        self,
        request: HttpRequest | None,
        query: QueryDict | str | None = None,
        *,
        rows: QuerySet | None = None,
        within: BitMap64 | None = None,
        choices: Mapping[str, Sequence[str]] = MappingProxyType({}),
        extra_parameters: tuple[str, ...] = (),
        refused: Mapping[str, str] = MappingProxyType({}),
    ) -> ListFilterSet:
        """Reads a query string, by default that of the request. For the other parameters see ListFilterSet.

        `rows` is a queryset that fetches something else than a card shows.
        """
        index = Index.for_request(request)
        if query is None:
            query = request.GET
        if self.subset:
            subset = index.get(("subset", self.name), self._keys)
            within = subset if within is None else within & subset
        return self.filters(
            QueryDict(query) if isinstance(query, str) else query,
            self.published() if rows is None else rows,
            index=index,
            as_cards=rows is None,
            within=within,
            choices=choices,
            extra_parameters=extra_parameters,
            refused=refused,
        )

    def read_page(self, request: HttpRequest | None, query: QueryDict | str | None = None) -> ListFilterSet:
        """Reads a query string of its page, by default that of the request."""
        return self.read(request, query, choices=self.choices, extra_parameters=("page", *OF_FACETS))

    def alike(self, request: HttpRequest | None, row: Model, limit: int, rows: QuerySet | None = None) -> list[Alike]:
        """The rows most like a row, each with the reasons: as cards show them, or fetched from `rows`."""
        if self.likeness is None:
            return []
        index = Index.for_request(request)
        found = self.likeness.most_alike(index, row.pk, limit)
        if not found:
            return []
        filters = self.read(request, "", rows=rows, within=BitMap64(one.key for one in found))
        fetched = filters.card_rows(0, limit) if rows is None else filters.page_rows(0, limit, ())
        return self.likeness.with_reasons(index, found, fetched)

    def members(self, request: HttpRequest | None, facet: str) -> Members:
        """Value of a facet → keys of all rows with it."""
        return self._facet(facet).members(Index.for_request(request), self.model)

    def under(self, request: HttpRequest | None, facet: str, value: str) -> BitMap64:
        """Keys of all rows under a value of a facet, or of another facet with the same join path."""
        return self._facet(facet).all_members(Index.for_request(request), self.model).get(value, NONE)

    def totals(self, request: HttpRequest | None, facet: str) -> Callable[[str], int]:
        """A function from a value of a facet to the number of all rows with it."""
        return self._facet(facet).totals(Index.for_request(request), self.model)

    def _facet(self, name: str) -> FacetFilter:
        return self.filters.base_filters[name]

    def _keys(self) -> BitMap64:
        return BitMap64(self.published().order_by().values_list("pk", flat=True))

    def address(self, query: str = "") -> str:
        """The path of its page, in the active language."""
        return self._address("list", query)

    def file(self, extension: str, query: str = "") -> str:
        return self._address("file", query, extension=extension)

    def feed(self, query: str = "") -> str:
        """The feed that its page leads to: the newest first, unless the query string says how to sort."""
        if "newest" in self.sorts and self.filters.default_sort() != "newest" and "sort" not in QueryDict(query):
            query = f"{query}&sort=newest" if query else "sort=newest"
        return self._address("feed", query)

    def _address(self, suffix: str, query: str, **parts: str) -> str:
        path = reverse(f"{self.kind}-{suffix}", kwargs=parts)
        return f"{path}?{query}" if query else path


@dataclass(frozen=True)
class Counted(Listing):
    """A page and files that count the rows of another list, with the same filters."""

    of: Listing | None = None

    def read(self, request: HttpRequest | None, *args, refused: Mapping[str, str] = MappingProxyType({}), **options):
        """As of any list, but without an order and pages, which a table of counts has not."""
        one = gettext("The table has one order and one page: leave it out.")
        return super().read(request, *args, refused=dict.fromkeys(("sort", "page"), one) | refused, **options)

    def feed(self, query: str = "") -> str:
        """The feed of the rows that are counted."""
        return self.of.feed(query)

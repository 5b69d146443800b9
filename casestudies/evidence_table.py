"""Case studies by theme and region: how many there are of each, and the best evidence that they hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from pyroaring import BitMap64

from . import canonical
from .facets import NONE, chosen_rows
from .filters.base import ListFilterSet
from .filters.grouping import from_end_of_path
from .index import Index
from .models import CaseStudy, Place, Theme


class Layer(TextChoices):
    """The best evidence in a cell, from dark to light."""

    RESULTS = "results", _("measured results")
    FIGURES = "figures", _("other figures")
    CASES = "cases", _("cases without figures")
    NONE = "none", _("no case")


@dataclass(frozen=True)
class Cell:
    """The cases of a theme in a region; None means all themes, all regions, or all that are chosen.

    `query` is the query string of the list of case studies that has exactly these.
    """

    theme: Theme | None
    region: Place | None
    case_count: int
    with_figures: int
    with_results: int
    query: str

    @property
    def layer(self) -> Layer:
        if self.with_results:
            return Layer.RESULTS
        if self.with_figures:
            return Layer.FIGURES
        return Layer.CASES if self.case_count else Layer.NONE

    @property
    def words(self) -> str:
        """What the cell says to those who don't see its shade: 3 case studies, 2 with measured results."""
        counted = ngettext("%(count)d case study", "%(count)d case studies", self.case_count)
        said = {"cases": counted % {"count": self.case_count}, "results": self.with_results}
        match self.layer:
            case Layer.RESULTS:
                return _("%(cases)s, %(results)d with measured results") % said
            case Layer.FIGURES:
                return _("%(cases)s, with other figures") % said
            case Layer.CASES:
                return _("%(cases)s, without figures") % said
            case _no_case:
                return said["cases"]

    def get_absolute_url(self) -> str:
        path = reverse("case-list")
        return f"{path}?{self.query}" if self.query else path


@dataclass(frozen=True)
class Row:
    """A theme, or all of them (None): a cell for each region, and one for all."""

    theme: Theme | None
    cells: Sequence[Cell]
    total: Cell


@dataclass(frozen=True)
class EvidenceTable:
    regions: Sequence[Place]
    rows: Sequence[Row]
    total: Row

    @property
    def cells(self) -> list[Cell]:
        """All cells, row by row, with those of all regions and of all themes."""
        return [cell for row in (*self.rows, self.total) for cell in (*row.cells, row.total)]


def evidence_table(filters: ListFilterSet) -> EvidenceTable:
    """The table of the case studies that match; raises BadQuery for an invalid query string.

    A chosen theme or region is a row or column, also a theme below another one; else all main themes and all regions
    are. The themes with most cases come first, whatever else is filtered, so that rows keep their places. A case with
    two themes is in both rows and counts once in the totals.
    """
    filters.validate()
    chosen_themes, chosen_regions = filters.values["theme"], filters.values["region"]
    by_theme, by_region = filters.members("theme"), filters.members("region")
    every = by_theme.counts(None)
    themes = Theme.objects.filter(slug__in=chosen_themes) if chosen_themes else Theme.objects.filter(parent=None)
    themes = sorted(themes, key=lambda theme: -every.get(theme.slug, 0))
    places = Place.objects.order_by("slug")
    if chosen_regions:
        regions = list(places.filter(slug__in=chosen_regions))
    else:
        regions = list(places.published().filter(kind=Place.Kind.REGION))

    matching = filters.rows_without_filter("theme", "region")
    matching = filters.index.rows(CaseStudy) if matching is None else matching
    figures, results = with_figures(filters.index), filters.members("figures").get("with", NONE)

    def below(members: Mapping[str, BitMap64], one: Theme | Place | None, chosen: Sequence[str]) -> BitMap64:
        if one is not None:
            return members.get(one.slug, NONE)
        return chosen_rows(members, chosen) if chosen else matching

    def row(theme: Theme | None) -> Row:
        of_theme = matching & below(by_theme, theme, chosen_themes)

        def cell(region: Place | None) -> Cell:
            found = of_theme & below(by_region, region, chosen_regions)
            values = {
                "theme": [theme.slug] if theme else chosen_themes,
                "region": [region.slug] if region else chosen_regions,
            }
            return Cell(
                theme,
                region,
                len(found),
                found.intersection_cardinality(figures),
                found.intersection_cardinality(results),
                canonical.query(filters, **values),
            )

        return Row(theme, [cell(region) for region in regions], cell(None))

    return EvidenceTable(regions, [row(theme) for theme in themes], row(None))


def with_figures(index: Index) -> BitMap64:
    """The keys of the published cases with any figure."""

    def made() -> BitMap64:
        having, case = from_end_of_path(CaseStudy, "outcomes")
        return BitMap64(having.values_list(case, flat=True).distinct()) & index.rows(CaseStudy)

    return index.get("cases with any figure", made)

"""Figures: all of them in one list, and those of one indicator side by side."""

from dataclasses import dataclass, replace

from django.http import QueryDict
from django.shortcuts import get_object_or_404, render

from casestudies.comparison import Apart, Group, Row, grouped, nearest, ranked
from casestudies.filters import IndicatorFilterSet, OutcomeFilterSet
from casestudies.models import Citation, Indicator, Outcome, Unit
from casestudies.notes import Notes

from .addresses import refuse_parameters
from .browse import browse

GROUPS = 6  # drawn on a page
ROWS = 24  # of a group, and of what compares with none


def outcome_list(request):
    rows = Outcome.objects.published().for_list()
    return browse(
        request,
        OutcomeFilterSet,
        rows,
        "casestudies/outcome_list.html",
        "casestudies/_outcome_card.html",
        cited="outcome",
    )


def indicator_list(request):
    rows = Indicator.objects.published()
    return browse(
        request, IndicatorFilterSet, rows, "casestudies/indicator_list.html", "casestudies/_indicator_card.html"
    )


@dataclass(frozen=True)
class Table:
    """A group as a page shows it: the first of its rows in order of rank, and the unit that most are reported in."""

    group: Group
    rows: list[Row]
    unit: Unit

    def printing(self, outcomes: dict[int, Outcome]) -> "Table":
        """With the outcomes that a page prints, by their keys, in place of what was compared.

        Without those that have been deleted since.
        """
        first, *others = self.group.figures
        group = Group([outcomes[first.pk], *others])
        rows = [replace(row, figure=outcomes[row.figure.pk]) for row in self.rows if row.figure.pk in outcomes]
        return replace(self, group=group, rows=rows)


def indicator_detail(request, slug):
    """What compares, group by group, and the rest with the reasons: so many of each, however many there are."""
    refuse_parameters(request)
    indicators = IndicatorFilterSet(QueryDict(), Indicator.objects.published(), request=request)
    (indicator,) = indicators.numbered([get_object_or_404(Indicator, slug=slug)])
    outcomes, public = Outcome.objects.filter(indicator=indicator), indicators.held.rows(Outcome)
    grouping = grouped(figure for figure in outcomes.compared() if figure.pk in public)
    lowest_first = indicator.direction == Indicator.Direction.LOWER
    tables = [Table(group, ranked(group, lowest_first, ROWS), group.unit) for group in grouping.groups[:GROUPS]]
    shown = [row.figure.pk for table in tables for row in table.rows]
    shown += [outcome.pk for outcome in grouping.rest[:ROWS]]
    naming = [table.group.figures[0].pk for table in tables]
    full = outcomes.for_list().in_bulk([*shown, *naming])
    tables = [table.printing(full) for table in tables if table.group.figures[0].pk in full]
    rest = [full[outcome.pk] for outcome in grouping.rest[:ROWS] if outcome.pk in full]
    return render(
        request,
        "casestudies/indicator_detail.html",
        {
            "indicator": indicator,
            "tables": tables,
            "more_groups": len(grouping.groups) - len(tables),
            "rest": [(outcome, why_apart(outcome, [table.group for table in tables], rest)) for outcome in rest],
            "more_rest": len(grouping.rest) - len(rest),
            "notes": Notes(Citation.objects.filter(outcome__in=shown).published().for_notes()),
        },
    )


def why_apart(outcome: Outcome, groups: list[Group], rest: list[Outcome]) -> Apart | None:
    """Beside the nearest group; where there is none, beside the nearest of the others. None for a figure alone."""
    return nearest(outcome, groups or [Group([other]) for other in rest if other is not outcome])

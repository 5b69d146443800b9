"""Figures: all of them in one list, and those of one indicator side by side."""

from dataclasses import dataclass, replace

from django.shortcuts import get_object_or_404, render

from casestudies.comparison import Apart, Group, Row, grouped, nearest, ranked
from casestudies.finding import refuse_parameters
from casestudies.listings import INDICATORS
from casestudies.models import Citation, Indicator, Outcome, Unit
from casestudies.notes import Notes

GROUPS = 6  # drawn on a page
ROWS = 24  # of a group, and of what compares with none


@dataclass(frozen=True)
class ShownGroup:
    """A group as a page shows it: the first of its rows in order of rank, and the unit that most are reported in."""

    group: Group
    rows: list[Row]
    unit: Unit

    @property
    def first(self) -> Outcome:
        return self.group.figures[0]

    def printing(self, outcomes: dict[int, Outcome]) -> "ShownGroup":
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
    indicators = INDICATORS.read(request, "")
    (indicator,) = indicators.numbered([get_object_or_404(Indicator, slug=slug)])
    outcomes, public = Outcome.objects.filter(indicator=indicator), indicators.index.rows(Outcome)
    grouping = grouped(figure for figure in outcomes.compared() if figure.pk in public)
    lowest_first = indicator.direction == Indicator.Direction.LOWER
    groups = [ShownGroup(group, ranked(group, lowest_first, ROWS), group.unit) for group in grouping.groups[:GROUPS]]
    shown = [row.figure.pk for group in groups for row in group.rows]
    shown += [outcome.pk for outcome in grouping.rest[:ROWS]]
    naming = [group.first.pk for group in groups]
    full = outcomes.for_list().in_bulk([*shown, *naming])
    groups = [group.printing(full) for group in groups if group.first.pk in full]
    rest = [full[outcome.pk] for outcome in grouping.rest[:ROWS] if outcome.pk in full]
    return render(
        request,
        "casestudies/indicator_detail.html",
        {
            "listing": INDICATORS,
            "indicator": indicator,
            "tables": groups,
            "more_groups": len(grouping.groups) - len(groups),
            "rest": [(outcome, why_apart(outcome, [one.group for one in groups], rest)) for outcome in rest],
            "more_rest": len(grouping.rest) - len(rest),
            "notes": Notes(Citation.objects.filter(outcome__in=shown).published().for_notes()),
        },
    )


def why_apart(outcome: Outcome, groups: list[Group], rest: list[Outcome]) -> Apart | None:
    """Beside the nearest group; where there is none, beside the nearest of the others. None for a figure alone."""
    return nearest(outcome, groups or [Group([other]) for other in rest if other is not outcome])

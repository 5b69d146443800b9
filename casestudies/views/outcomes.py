"""The figures of an indicator side by side."""

from dataclasses import dataclass, replace

from django.shortcuts import render

from casestudies.comparison import Apart, Group, Row, grouped, nearest, ranked
from casestudies.finding import find
from casestudies.listings import INDICATORS
from casestudies.models import Citation, Indicator, Outcome, Unit
from casestudies.notes import Notes

GROUPS = 6  # drawn on a page
ROWS = 24  # of a group, and of the figures in no group


@dataclass(frozen=True)
class ShownGroup:
    """A group as a page shows it: its first rows by rank, and the unit that most figures have."""

    group: Group
    rows: list[Row]
    unit: Unit

    @property
    def first(self) -> Outcome:
        return self.group.figures[0]

    def printing(self, outcomes: dict[int, Outcome]) -> "ShownGroup":
        """A copy with full outcomes, by their keys, instead of the slim ones that were compared.

        Rows that were deleted in the meantime are left out.
        """
        first, *others = self.group.figures
        group = Group([outcomes[first.pk], *others])
        rows = [replace(row, figure=outcomes[row.figure.pk]) for row in self.rows if row.figure.pk in outcomes]
        return replace(self, group=group, rows=rows)


def indicator_detail(request, slug):
    """The figures that can be compared, by group, and the others with the reasons; a limited number of each."""
    found = find(request, Indicator.objects.for_list(), slug)
    indicators = INDICATORS.read(request, "")
    (indicator,) = indicators.numbered([found])
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
    """Why a figure is in no group: compares it with the nearest group, else with the nearest figure, if any."""
    return nearest(outcome, groups or [Group([other]) for other in rest if other is not outcome])

"""The figures of an indicator side by side."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.shortcuts import render

from casestudies.comparison import Apart, Group, Row, grouped, nearest, side_by_side
from casestudies.filters.outcomes import one_place_of
from casestudies.finding import find
from casestudies.listings import INDICATORS, OUTCOMES
from casestudies.models import Citation, Indicator, IndicatorFamily, Outcome, Unit
from casestudies.notes import Notes
from casestudies.quantities import MEASURED

GROUPS = 6  # drawn on a page
ROWS = 24  # of a group, and of the figures in no group
MEMBERS = 40  # indicators of a family
SAMPLE = 6  # figures of each of them


@dataclass(frozen=True)
class ShownGroup:
    """A group as a page shows it: its first rows by rank or name, and the unit that most figures have."""

    group: Group
    rows: list[Row]
    unit: Unit

    @property
    def has_ranks(self) -> bool:
        return any(row.rank for row in self.rows)

    @property
    def first(self) -> Outcome:
        return self.group.figures[0]

    @property
    def statuses(self) -> str:
        """The query string of the statuses that its figures may have."""
        status = self.first.status
        return urlencode({"status": sorted(MEASURED) if status in MEASURED else status}, doseq=True)

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
    figures = OUTCOMES.under(request, "indicator", slug)
    compared = Outcome.objects.compared(indicator, one_place_of(indicators.index, figures))
    grouping = grouped(figure for figure in compared if figure.pk in figures)
    has_better = indicator.direction != Indicator.Direction.NEITHER
    lowest_first = indicator.direction == Indicator.Direction.LOWER if has_better else None
    groups = [
        ShownGroup(group, side_by_side(group, lowest_first, ROWS), group.unit) for group in grouping.groups[:GROUPS]
    ]
    shown = [row.figure.pk for group in groups for row in group.rows]
    shown += [outcome.pk for outcome in grouping.rest[:ROWS]]
    naming = [group.first.pk for group in groups]
    full = Outcome.objects.filter(indicator=indicator).for_list().in_bulk([*shown, *naming])
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


@dataclass(frozen=True)
class Member:
    """An indicator of a family with its first figures."""

    indicator: Indicator
    rows: list[Outcome]

    @property
    def has_more(self) -> bool:
        return self.indicator.outcome_count > len(self.rows)


def family_detail(request, slug):
    """The indicators of a family, those with most figures first, each with its first figures; a limited number."""
    family = find(request, IndicatorFamily.objects.all(), slug)
    found = INDICATORS.read(request, urlencode({"family": slug}))
    indicators = found.page_rows(0, MEMBERS)
    first = {one.pk: list(OUTCOMES.under(request, "indicator", one.slug)[:SAMPLE]) for one in indicators}
    keys = [key for some in first.values() for key in some]
    full = Outcome.objects.for_list().in_bulk(keys)
    return render(
        request,
        "casestudies/family_detail.html",
        {
            "listing": INDICATORS,
            "family": family,
            "indicator_count": found.count,
            "members": [Member(one, [full[key] for key in first[one.pk] if key in full]) for one in indicators],
            "notes": Notes(Citation.objects.filter(outcome__in=keys).published().for_notes()),
        },
    )


def why_apart(outcome: Outcome, groups: list[Group], rest: list[Outcome]) -> Apart | None:
    """Why a figure is in no group: compares it with the nearest group, else with the nearest figure, if any."""
    return nearest(outcome, groups or [Group([other]) for other in rest if other is not outcome])

"""The Sustainable Development Goals and their targets, with the case studies and programmes that serve them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from casestudies.finding import refuse_parameters
from casestudies.listings import CASES, PROGRAMMES, SDG_TARGETS
from casestudies.models import SDGTarget

from .excerpts import first_under

FACET = "sdg_target"


@dataclass(frozen=True)
class Goal:
    """A goal, 1 to 17, with its entries; the goal as a whole may be among them."""

    number: int
    entries: list[SDGTarget]

    @property
    def whole(self) -> SDGTarget | None:
        return next((one for one in self.entries if one.is_goal), None)

    @property
    def targets(self) -> list[SDGTarget]:
        return [one for one in self.entries if not one.is_goal]


def goals(request: HttpRequest) -> HttpResponse:
    """Each goal with its targets, and the numbers of case studies and programmes under each."""
    refuse_parameters(request)
    found = counted(request, SDGTarget.objects.all())
    by_goal = [Goal(number, list(targets)) for number, targets in groupby(found, key=lambda target: target.goal)]
    return render(request, "casestudies/sdg.html", {"goals": by_goal})


def counted(request: HttpRequest, targets: Iterable[SDGTarget]) -> list[SDGTarget]:
    """The targets as the UN numbers them, with the numbers of their case studies and programmes, from the index."""
    cases, programmes = CASES.totals(request, FACET), PROGRAMMES.totals(request, FACET)
    found = sorted(targets, key=lambda target: target.as_numbered)
    for target in found:
        target.case_count, target.programme_count = cases(target.slug), programmes(target.slug)
    return found


def target_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The first case studies and programmes under a goal or target, told apart by whether a source itself names it."""
    refuse_parameters(request)
    target = get_object_or_404(SDGTarget, slug=slug)
    goal = Goal(target.goal, counted(request, SDGTarget.objects.filter(goal=target.goal)))
    below = goal.targets if target.is_goal else []
    cases, programmes = first_under(request, CASES, FACET, target), first_under(request, PROGRAMMES, FACET, target)
    return render(
        request,
        "casestudies/sdg_target.html",
        {
            "listing": SDG_TARGETS,
            "target": target,
            "goal": goal,
            "targets": below,
            "cases": cases.rows,
            "case_count": cases.count,
            "named_cases": naming([target, *below], cases.rows),
            "programmes": programmes.rows,
            "programme_count": programmes.count,
            "named_programmes": naming([target, *below], programmes.rows),
        },
    )


def naming(targets: list[SDGTarget], rows: list[Model]) -> set[Model]:
    """Those of the rows, all of one model, of which a source itself names one of the targets."""
    if not rows:
        return set()
    keys = [row.pk for row in rows]
    return set(type(rows[0]).objects.filter(pk__in=keys, named_sdg_targets__in=targets))

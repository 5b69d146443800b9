"""The Sustainable Development Goals and their targets, with the case studies and programmes that serve them."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

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
    found = sorted(SDGTarget.objects.all(), key=lambda target: target.as_numbered)
    count = counts(request)
    for target in found:
        target.case_count, target.programme_count = count(target)
    by_goal = [Goal(number, list(targets)) for number, targets in groupby(found, key=lambda target: target.goal)]
    return render(request, "casestudies/sdg.html", {"goals": by_goal})


def counts(request: HttpRequest) -> Callable[[SDGTarget], tuple[int, int]]:
    """A function from a target to the numbers of its case studies and programmes, from the index."""
    cases, programmes = CASES.totals(request, FACET), PROGRAMMES.totals(request, FACET)
    return lambda target: (cases(target.slug), programmes(target.slug))


def target_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The first case studies and programmes under a goal or target, told apart by whether a source itself names it."""
    refuse_parameters(request)
    target = get_object_or_404(SDGTarget, slug=slug)
    goal = Goal(target.goal, sorted(SDGTarget.objects.filter(goal=target.goal), key=lambda one: one.as_numbered))
    below = goal.targets if target.is_goal else []
    count = counts(request)
    for one in below:
        one.case_count, one.programme_count = count(one)
    named = {"named_sdg_targets__in": [target, *below]}
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
            "named_cases": set(CASES.published().filter(**named, pk__in=[case.pk for case in cases.rows])),
            "programmes": programmes.rows,
            "programme_count": programmes.count,
            "named_programmes": set(
                PROGRAMMES.published().filter(**named, pk__in=[programme.pk for programme in programmes.rows])
            ),
        },
    )

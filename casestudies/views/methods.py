from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404
from django.shortcuts import render

from casestudies.finding import find, refuse_parameters
from casestudies.index import Index
from casestudies.listings import CASES, LESSONS, METHODS
from casestudies.models import CaseStudy, Citation, Lesson, Method, Programme, Step
from casestudies.notes import Notes

from .under import SHOWN, first_under

OWNERS = {"case": CaseStudy, "programme": Programme, "method": Method}
OTHERS = 6
ENOUGH = 3
DOTS = 30  # above each other, that an eye can still tell apart


def method_detail(request, slug):
    """The quickest uses and the newest lessons; how long it took, and how often it was used, over all of them."""
    method = find(request, Method.objects.prefetch_related("themes"), slug)
    steps = list(Step.objects.of_methods([method])[:SHOWN])
    durations = durations_of(request, method)
    lessons = first_under(request, LESSONS, "method", method)
    citations = Citation.objects.filter(step__in=steps) | Citation.objects.filter(lesson__in=lessons.rows)
    return render(
        request,
        "casestudies/method_detail.html",
        {
            "listing": METHODS,
            "method": method,
            "steps": steps,
            "step_count": sum(durations.values()),
            "case_count": first_under(request, CASES, "method", method, 0).count,
            "spread": spread({months: times for months, times in durations.items() if months}),
            "lessons": sorted(lessons.rows, key=lambda lesson: (lesson.order, lesson.pk)),
            "lesson_count": lessons.count,
            "notes": Notes(citations.published().for_notes()),
        },
    )


def durations_of(request, method) -> dict[Decimal | None, int]:
    """How many steps took so many months; held for all methods together."""

    def read():
        found = defaultdict(dict)
        for key, months, times in Step.objects.durations():
            found[key][months] = times
        return found

    return Index.at(request).get("durations", read).get(method.pk, {})


@dataclass(frozen=True)
class Spread:
    """How long a method took: times in percent of the longest, each with the number of cases that took as long."""

    low: Decimal
    high: Decimal
    columns: list[tuple[float, int]]

    @property
    def total(self) -> int:
        return sum(cases for _, cases in self.columns)

    @property
    def highest(self) -> int:
        return max(cases for _, cases in self.columns)

    @property
    def stack(self) -> int:
        """Dots above each other where most cases took equally long, or as many as there is room for."""
        return min(self.highest, DOTS)

    @property
    def points(self) -> list[tuple[float, int]]:
        """Each case, and how many dots it lies above; none where they are too many for dots."""
        if self.highest > DOTS:
            return []
        return [(at, above) for at, cases in self.columns for above in range(cases)]

    @property
    def lines(self) -> list[tuple[float, float]]:
        """In place of dots: each time, and how many dots high its line is."""
        if self.highest <= DOTS:
            return []
        return [(at, round(DOTS * cases / self.highest, 2)) for at, cases in self.columns]


def spread(durations: dict[Decimal, int]) -> Spread | None:
    """None where fewer than three steps say how long they took: two do not make a range."""
    if sum(durations.values()) < ENOUGH:
        return None
    high = max(durations)
    return Spread(min(durations), high, [(float(100 * at / high), durations[at]) for at in sorted(durations)])


def lesson_detail(request, kind, owner, key):
    """The lesson `key` of the record `owner`; a withdrawn or renamed owner answers as its own page does."""
    refuse_parameters(request)
    record = find(request, OWNERS[kind].objects.all(), owner)
    lesson = Lesson.objects.filter(**{kind: record}, key=key).for_list().first()
    if lesson is None:
        raise Http404(key)
    others = Lesson.objects.published().filter(themes__in=lesson.themes.all()).exclude(pk=lesson.pk)
    return render(
        request,
        "casestudies/lesson_detail.html",
        {
            "listing": LESSONS,
            "lesson": lesson,
            "others": others.distinct().for_list()[:OTHERS],
            "notes": Notes(Citation.objects.filter(lesson=lesson).published().for_notes()),
        },
    )

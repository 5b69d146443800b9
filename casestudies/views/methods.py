from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.shortcuts import render
from pyroaring import BitMap64

from casestudies.finding import find, find_fact
from casestudies.index import Index
from casestudies.listings import CASES, LESSONS, METHODS
from casestudies.models import Citation, Lesson, Method, Step
from casestudies.notes import Notes

from .excerpts import SHOWN, first_under

OTHERS = 6
ENOUGH = 3
DOTS = 30  # in a stack, which a reader can still tell apart


def method_detail(request, slug):
    """Its own lessons, the quickest uses, the newest lessons of cases, and durations and counts of all uses."""
    method = find(request, Method.objects.for_detail(), slug)
    steps = list(Step.objects.of_methods([method])[:SHOWN])
    durations = durations_of(request, method)
    own = list(Lesson.objects.filter(method=method).for_list().with_examples().by_kind())
    found = first_under(request, LESSONS, "method", method)
    lessons = [lesson for lesson in found.rows if lesson not in own]
    citations = Citation.objects.filter(step__in=steps) | Citation.objects.filter(lesson__in=[*own, *lessons])
    return render(
        request,
        "casestudies/method_detail.html",
        {
            "listing": METHODS,
            "method": method,
            "of": method,
            "steps": steps,
            "step_count": sum(durations.values()),
            "case_count": first_under(request, CASES, "method", method, 0).count,
            "spread": spread({months: times for months, times in durations.items() if months}),
            "own_lessons": own,
            "lessons": sorted(lessons, key=lambda lesson: (lesson.order, lesson.pk)),
            "lesson_count": found.count,
            "shown_lessons": len({*own, *lessons}),
            "notes": Notes(citations.published().for_notes()),
        },
    )


def durations_of(request, method) -> dict[Decimal | None, int]:
    """Months → number of steps that took as long. Kept in the index for all methods together."""

    def read():
        found = defaultdict(dict)
        for key, months, times in Step.objects.durations():
            found[key][months] = times
        return found

    return Index.for_request(request).get("durations", read).get(method.pk, {})


@dataclass(frozen=True)
class Spread:
    """How long a method took: times in percent of the longest, each with its number of cases."""

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
        """The height of the highest stack of dots, at most DOTS."""
        return min(self.highest, DOTS)

    @property
    def points(self) -> list[tuple[float, int]]:
        """A dot for each case: its time, and the number of dots below it. Empty if there are too many."""
        if self.highest > DOTS:
            return []
        return [(at, above) for at, cases in self.columns for above in range(cases)]

    @property
    def lines(self) -> list[tuple[float, float]]:
        """Lines instead of dots: each time, and its height in dots. Empty if there are dots."""
        if self.highest <= DOTS:
            return []
        return [(at, round(DOTS * cases / self.highest, 2)) for at, cases in self.columns]


def spread(durations: dict[Decimal, int]) -> Spread | None:
    """None if fewer than three steps have a duration: two are not a distribution."""
    if sum(durations.values()) < ENOUGH:
        return None
    high = max(durations)
    return Spread(min(durations), high, [(float(100 * at / high), durations[at]) for at in sorted(durations)])


def lesson_detail(request, kind, owner, key):
    """The lesson `key` of the record `owner`; 301 for a former slug of the owner, 410 if it or the owner is gone."""
    lesson = find_fact(request, Lesson.objects.for_list().with_examples(), kind, owner, key)
    subjects = lesson.subjects
    alike = BitMap64().union(*(LESSONS.under(request, "theme", theme.slug) for theme in subjects))
    others = Lesson.objects.filter(pk__in=alike - BitMap64([lesson.pk]))
    return render(
        request,
        "casestudies/lesson_detail.html",
        {
            "listing": LESSONS,
            "lesson": lesson,
            "subjects": subjects,
            "others": others.for_list()[:OTHERS],
            "notes": Notes(Citation.objects.filter(lesson=lesson).published().for_notes()),
        },
    )

from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404
from django.shortcuts import render

from casestudies.filters import LessonFilterSet, MethodFilterSet
from casestudies.models import CaseStudy, Citation, Lesson, Method, Programme, Step
from casestudies.notes import Notes

from .addresses import find, refuse_parameters
from .browse import browse

OWNERS = {"case": CaseStudy, "programme": Programme, "method": Method}
OTHERS = 6
ENOUGH = 3


def method_list(request):
    rows = Method.objects.published().for_list()
    return browse(request, MethodFilterSet, rows, "casestudies/method_list.html", "casestudies/_method_card.html")


def method_detail(request, slug):
    method = find(request, Method.objects.for_list(), slug)
    steps = list(Step.objects.of_methods([method]))
    lessons = Lesson.objects.published().bearing_on(method).for_list()
    citations = Citation.objects.filter(step__in=steps) | Citation.objects.filter(lesson__in=lessons.values("pk"))
    return render(
        request,
        "casestudies/method_detail.html",
        {
            "method": method,
            "steps": steps,
            "spread": spread(steps),
            "lessons": lessons,
            "notes": Notes(citations.published().for_notes()),
        },
    )


@dataclass(frozen=True)
class Spread:
    """How long a method took: for each case its time in percent of the longest, and how many dots it lies above."""

    low: Decimal
    high: Decimal
    points: list[tuple[float, int]]

    @property
    def stack(self) -> int:
        """Dots above each other where most cases took equally long."""
        return 1 + max(above for _, above in self.points)


def spread(steps: list[Step]) -> Spread | None:
    """None where fewer than three steps say how long they took: two do not make a range."""
    months = [step.months for step in steps if step.months]
    if len(months) < ENOUGH:
        return None
    high = max(months)
    points = [(float(100 * value / high), months[:index].count(value)) for index, value in enumerate(months)]
    return Spread(min(months), high, points)


def lesson_list(request):
    rows = Lesson.objects.published().for_list()
    return browse(request, LessonFilterSet, rows, "casestudies/lesson_list.html", "casestudies/_lesson_card.html")


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
            "lesson": lesson,
            "others": others.distinct().for_list()[:OTHERS],
            "notes": Notes(Citation.objects.filter(lesson=lesson).published().for_notes()),
        },
    )

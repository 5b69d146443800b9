from collections import defaultdict

from django.shortcuts import render

from casestudies.filters import CaseStudyFilterSet
from casestudies.models import CaseStudy, Citation, Involvement, Lesson, Outcome, Step
from casestudies.notes import Notes

from .addresses import find
from .browse import browse

RELATED = 4


def case_list(request):
    rows = CaseStudy.objects.published().for_list()
    return browse(request, CaseStudyFilterSet, rows, "casestudies/case_list.html", "casestudies/_case_card.html")


def case_detail(request, slug):
    case = find(request, CaseStudy.objects.for_detail(), slug)
    steps = Step.objects.of_case(case)
    return render(
        request,
        "casestudies/case_detail.html",
        {
            "case": case,
            "steps": steps,
            "outcomes": Outcome.objects.filter(case=case).for_page(),
            "lessons": Lesson.objects.filter(case=case).for_list(),
            "involvements": Involvement.objects.of_case(case),
            "related": related_cases(case, {step.method for step in steps if step.method_id}),
            "notes": Notes(Citation.objects.of(case=[case]).published().for_notes()),
        },
    )


def related_cases(case, methods):
    """Other cases with the reasons: the methods that both used, most first: [(case, [method, …]), …]."""
    shared = defaultdict(list)
    for step in Step.objects.of_methods(methods).exclude(case=case):
        if step.method not in shared[step.case]:
            shared[step.case].append(step.method)
    return sorted(shared.items(), key=lambda item: -len(item[1]))[:RELATED]

from django.http import QueryDict
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
            "related": related_cases(
                request, case, {step.method for step in steps if step.method_id and step.method.is_published}
            ),
            "notes": Notes(Citation.objects.of(case=[case]).published().for_notes()),
        },
    )


def related_cases(request, case, methods):
    """Other cases with the reasons: the methods that both used, most first: [(case, [method, …]), …]."""
    cases = CaseStudyFilterSet(QueryDict(), CaseStudy.objects.published(), request=request)
    found = cases.sharing("method", {method.slug for method in methods}, but=case.pk, limit=RELATED)
    shared = {key: {} for key in found}
    for step in Step.objects.of_methods(methods).filter(case__in=found):
        shared[step.case_id].setdefault(step.method, step.case)
    return [(next(iter(reasons.values())), list(reasons)) for reasons in shared.values() if reasons]

from django.shortcuts import render

from casestudies.finding import find
from casestudies.listings import CASES
from casestudies.models import CaseStudy, Citation, Cooperation, Involvement, Lesson, Outcome, Step, Transfer
from casestudies.notes import Notes

RELATED = 4


def case_detail(request, slug):
    case = find(request, CaseStudy.objects.for_detail(), slug)
    steps = Step.objects.of_case(case)
    transfers = Transfer.objects.published().at("case", case)
    return render(
        request,
        "casestudies/case_detail.html",
        {
            "listing": CASES,
            "case": case,
            "of": case,
            "steps": steps,
            "outcomes": Outcome.objects.filter(case=case).for_page(),
            "lessons": Lesson.objects.filter(case=case).for_page(),
            "cooperation": Cooperation.objects.filter(case=case),
            "involvements": Involvement.objects.of_case(case),
            "related": related_cases(
                request, case, {step.method for step in steps if step.method_id and step.method.is_published}
            ),
            "transfers": transfers.for_list(),
            "notes": Notes(Citation.objects.of(case=[case], transfer=transfers).published().for_notes()),
        },
    )


def related_cases(request, case, methods):
    """Other cases that used the same methods: [(case, [method in common, …]), …], most methods first."""
    found = CASES.read(request, "").sharing("method", {method.slug for method in methods}, but=case.pk, limit=RELATED)
    shared = {key: {} for key in found}
    for step in Step.objects.of_methods(methods).filter(case__in=found):
        shared[step.case_id].setdefault(step.method, step.case)
    return [(next(iter(reasons.values())), list(reasons)) for reasons in shared.values() if reasons]

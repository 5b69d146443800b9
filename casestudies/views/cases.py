from django.shortcuts import render

from casestudies.finding import find
from casestudies.listings import CASES
from casestudies.models import CaseStudy, Citation, Cooperation, Involvement, Lesson, Outcome, Step, Transfer
from casestudies.notes import Notes

from .peers import with_peers

RELATED = 4


def case_detail(request, slug):
    case = find(request, CaseStudy.objects.for_detail(), slug)
    transfers = list(Transfer.objects.published().at("case", case).for_list())
    return render(
        request,
        "casestudies/case_detail.html",
        {
            "listing": CASES,
            "case": case,
            "of": case,
            "steps": Step.objects.of_case(case),
            "outcomes": with_peers(request, Outcome.objects.filter(case=case).for_page()),
            "lessons": Lesson.objects.filter(case=case).for_page(),
            "cooperation": Cooperation.objects.filter(case=case),
            "involvements": Involvement.objects.of_case(case),
            "related": CASES.alike(request, case, RELATED),
            "transfers": transfers,
            "notes": Notes(Citation.objects.of(case=[case], transfer=transfers).published().for_notes()),
        },
    )

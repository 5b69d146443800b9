"""Programmes, and the networks and organisations that run them."""

from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render

from casestudies.filters import NetworkFilterSet, OrganisationFilterSet, ProgrammeFilterSet
from casestudies.models import (
    CaseStudy,
    Citation,
    Lesson,
    Network,
    Organisation,
    Outcome,
    Participation,
    Programme,
    Source,
)
from casestudies.notes import Notes

from .addresses import find
from .browse import browse


def programme_list(request):
    rows = Programme.objects.published().for_list()
    return browse(
        request, ProgrammeFilterSet, rows, "casestudies/programme_list.html", "casestudies/_programme_card.html"
    )


def programme_detail(request, slug):
    programme = find(request, Programme.objects.for_detail(), slug)
    return render(
        request,
        "casestudies/programme_detail.html",
        {
            "programme": programme,
            "participations": Participation.objects.published()
            .filter(programme=programme)
            .select_related("place", "organisation"),
            "cases": CaseStudy.objects.published().filter(programmes=programme).for_list(),
            "outcomes": Outcome.objects.filter(programme=programme).for_page(),
            "lessons": Lesson.objects.filter(programme=programme).for_list(),
            "notes": Notes(Citation.objects.of(programme=[programme]).published().for_notes()),
        },
    )


def network_list(request):
    rows = Network.objects.published().for_list()
    return browse(
        request, NetworkFilterSet, rows, "casestudies/network_list.html", "casestudies/_organisation_card.html"
    )


def network_detail(request, slug):
    return actor(request, find(request, Network.objects.select_related("parent"), slug))


def organisation_list(request):
    rows = Organisation.objects.published().for_list()
    return browse(
        request,
        OrganisationFilterSet,
        rows,
        "casestudies/organisation_list.html",
        "casestudies/_organisation_card.html",
    )


def organisation_detail(request, slug):
    organisation = find(request, Organisation.objects.select_related("parent"), slug)
    if organisation.kind == Organisation.Kind.NETWORK:
        return HttpResponsePermanentRedirect(organisation.get_absolute_url())
    return actor(request, organisation)


def actor(request, organisation):
    """Who it is, where it is, what it took part in."""
    relations = {
        name: getattr(organisation, name).published().select_related(*joined)
        for name, joined in {
            "memberships": ["place__parent__parent__parent"],
            "offices": ["place"],
            "affiliations": ["other"],
            "leadership_terms": ["city"],
            "participations": ["programme"],
        }.items()
    }
    relations["memberships"] = sorted(
        relations["memberships"], key=lambda member: (str(member.place.region or ""), str(member.place))
    )
    citations = Citation.objects.of(organisation=[organisation])
    for part in ("membership__network", "participation__organisation", "involvement__organisation"):
        citations |= Citation.objects.filter(**{part: organisation})
    return render(
        request,
        "casestudies/organisation_detail.html",
        relations
        | {
            "organisation": organisation,
            "involvements": organisation.involvements.published().by_case(),
            "outcomes": Outcome.objects.filter(organisation=organisation).for_page(),
            "sources": Source.objects.published().filter(publisher=organisation).for_list(),
            "notes": Notes(citations.published().for_notes()),
        },
    )

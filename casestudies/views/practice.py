"""Programmes, and the networks and organisations that run them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from casestudies.finding import find
from casestudies.listings import CASES, EVENTS, LESSONS, NETWORKS, ORGANISATIONS, OUTCOMES, PROGRAMMES, SOURCES
from casestudies.models import (
    Affiliation,
    Citation,
    Cooperation,
    Lesson,
    Network,
    Organisation,
    Outcome,
    Participation,
    Place,
    Programme,
    Transfer,
)
from casestudies.models.taking_part import Role
from casestudies.notes import Notes

from .excerpts import first_under
from .maps import map_of_places
from .portfolios import partners_of, parts_of


def programme_detail(request, slug):
    programme = find(request, Programme.objects.for_page(), slug)
    cases = first_under(request, CASES, "programme", programme)
    events = first_under(request, EVENTS, "programme", programme)
    transfers = list(Transfer.objects.published().at("programme", programme).for_list())
    with_parts = [programme, *programme.children.all()]
    participations = list(Participation.objects.published().filter(programme__in=with_parts).for_page())
    return render(
        request,
        "casestudies/programme_detail.html",
        {
            "listing": PROGRAMMES,
            "programme": programme,
            "of": programme,
            "parts": parts_of(request, programme, participations),
            "map": map_of_places(request, _("Who takes part, on a map"), cities_in(participations)),
            "bodies": bodies_of(programme, participations),
            "participants": by_region(one for one in participations if one.programme_id == programme.pk),
            "cooperation": Cooperation.objects.filter(programme=programme),
            "cases": cases.rows,
            "case_count": cases.count,
            "events": events.rows,
            "event_count": events.count,
            "all_events": f"?programme={programme.slug}",
            "outcomes": Outcome.objects.filter(programme=programme).for_page(),
            "lessons": Lesson.objects.filter(programme=programme).for_page(),
            "transfers": transfers,
            "notes": Notes(Citation.objects.of(programme=[programme], transfer=transfers).published().for_notes()),
        },
    )


def cities_in(participations: Iterable[Participation]) -> Iterator[str]:
    """The slugs of the places that take part, and of those where unnamed groups are."""
    for one in participations:
        yield from (place.slug for place in (one.place, *one.group_places.all()) if place)


def bodies_of(programme: Programme, participations: Iterable[Participation]) -> list[Participation]:
    """The organisations in the programme itself, by their roles: those that lead and fund it first."""
    own = [one for one in participations if one.programme_id == programme.pk and one.organisation_id]
    return sorted(own, key=lambda one: Role.values.index(one.role))


def by_region(participations: Iterable[Participation]) -> list[tuple[Place | None, list[Participation]]]:
    """Those who take part, by region: first bodies and unnamed groups, with None; then places, all by their names."""
    found: dict[Place | None, list[Participation]] = defaultdict(list)
    for one in sorted(participations, key=lambda one: str(one.place or "")):
        found[one.place and (one.place.region or one.place)].append(one)
    return sorted(found.items(), key=lambda group: (group[0] is not None, str(group[0])))


def network_detail(request, slug):
    return actor(request, find(request, Network.objects.with_lines("parent"), slug))


def organisation_detail(request, slug):
    organisation = find(request, Organisation.objects.with_lines("parent"), slug)
    if organisation.kind == Organisation.Kind.NETWORK:
        return HttpResponsePermanentRedirect(organisation.get_absolute_url())
    return actor(request, organisation)


def actor(request, organisation):
    """The page of a network or organisation, with the newest of its cases."""
    relations = {
        name: getattr(organisation, name).published().with_lines(*joined)
        for name, joined in {
            "memberships": ["place__parent__parent__parent"],
            "offices": ["place__parent__parent__parent"],
            "leadership_terms": ["city__parent__parent__parent"],
        }.items()
    }
    relations["children"] = organisation.children.published().order_by("slug")
    relations["leadership_terms"] = relations["leadership_terms"].by_time()
    participations = organisation.participations.published().select_related("programme").by_kind()
    relations["participations"] = list(participations)
    ties = list(Affiliation.objects.published().at(organisation))
    relations["affiliations"] = [tie for tie in ties if tie.organisation == organisation]
    relations["affiliated"] = [tie for tie in ties if tie.other == organisation]
    relations["transfers"] = list(Transfer.objects.published().at("organisation", organisation).for_list())
    relations["memberships"] = sorted(
        relations["memberships"], key=lambda member: (str(member.place.region or ""), str(member.place))
    )
    relations["map"] = map_of_places(
        request, _("Members on a map"), [member.place.slug for member in relations["memberships"]]
    )
    funders = [tie for tie in relations["affiliated"] if tie.kind == Affiliation.Kind.FUNDER]
    name = organisation.url_name
    cases = first_under(request, CASES, name, organisation, rows=CASES.published())
    events = first_under(request, EVENTS, "organisation", organisation)
    sources = first_under(request, SOURCES, "publisher", organisation, rows=SOURCES.published())
    involvements = list(organisation.involvements.published().filter(case__in=cases.rows).by_case())
    citations = Citation.objects.of(
        organisation=[organisation],
        involvement=involvements,
        affiliation=relations["affiliated"],
        membership=relations["memberships"],
        participation=relations["participations"],
        transfer=relations["transfers"],
    )
    return render(
        request,
        "casestudies/organisation_detail.html",
        relations
        | {
            "listing": NETWORKS if organisation.kind == Organisation.Kind.NETWORK else ORGANISATIONS,
            "organisation": organisation,
            "of": organisation,
            "partners": partners_of(request, organisation),
            "ties": [tie for tie in relations["affiliated"] if tie not in funders],
            "funders": sorted(funders, key=lambda tie: str(tie.owner.name).casefold()),
            "involvements": involvements,
            "case_count": cases.count,
            "events": events.rows,
            "event_count": events.count,
            "all_events": f"?organisation={organisation.slug}",
            "outcomes": Outcome.objects.filter(organisation=organisation).for_page(),
            "outcome_count": len(OUTCOMES.under(request, name, organisation.slug)),
            "lessons": Lesson.objects.filter(organisation=organisation).for_page(),
            "lesson_count": len(LESSONS.under(request, name, organisation.slug)),
            "sources": sources.rows,
            "source_count": sources.count,
            "notes": Notes(citations.published().for_notes()),
        },
    )

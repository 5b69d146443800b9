"""Programmes seen together: what an organisation runs with others, and the parts of a programme."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from pyroaring import BitMap64

from casestudies.facets import NONE
from casestudies.listings import EVENTS, PROGRAMMES
from casestudies.models import Event, Organisation, Participation, Programme
from casestudies.models.places import public_places
from casestudies.portfolio import Portfolio

PARTNERS = 5  # are named
TOGETHER = 3  # programmes make a partner
LINES = 200  # programmes of one partner; beyond, the list has them


@dataclass(frozen=True)
class Partner:
    """An organisation with the programmes that both take part in; `query` finds them all in the list of programmes."""

    organisation: Organisation
    portfolio: Portfolio
    count: int
    query: str


def partners_of(request, organisation: Organisation) -> list[Partner]:
    """The organisations with most programmes in common with this one, at least three, most first."""
    taking_part = PROGRAMMES.members(request, "organisation")
    shared = dict(taking_part.counts(taking_part.get(organisation.slug, NONE)))
    shared.pop(organisation.slug, None)
    most = sorted(
        (slug for slug, count in shared.items() if count >= TOGETHER), key=lambda slug: (-shared[slug], slug)
    )
    queries = {slug: f"organisation={organisation.slug}&together_with={slug}" for slug in most[:PARTNERS]}
    keys = {slug: PROGRAMMES.read(request, query).keys(0, LINES) for slug, query in queries.items()}
    if not keys:
        return []

    every = BitMap64().union(*map(BitMap64, keys.values()))
    participations = list(Participation.objects.published().filter(programme__in=every).with_programmes())
    # The index may be a moment older than the rows: what is gone by now is left out.
    known = {one.programme_id: one.programme for one in participations}
    bodies = {one.organisation.slug: one.organisation for one in participations if one.organisation_id}
    joint = {slug: [known[key] for key in keys[slug] if key in known] for slug in keys if slug in bodies}
    held = {slug: events_of(request, programmes, [organisation.slug, slug]) for slug, programmes in joint.items()}
    events = Event.objects.for_list().in_bulk(BitMap64().union(*held.values()))
    return [
        Partner(
            bodies[slug],
            Portfolio(
                programmes,
                participations,
                [events[key] for key in held[slug] if key in events],
                [organisation, bodies[slug]],
            ),
            shared[slug],
            queries[slug],
        )
        for slug, programmes in joint.items()
    ]


def parts_of(request, programme: Programme, participations: Iterable[Participation]) -> Portfolio:
    """The parts of a programme, with the events of them and of itself; reads the jurisdictions of all."""
    children = list(programme.children.all())
    prefetch_related_objects([programme, *children], public_places("jurisdictions"))
    held = events_of(request, [programme, *children]) if children else NONE
    return Portfolio(children, participations, Event.objects.for_list().in_bulk(held).values())


def events_of(request, programmes: Iterable[Programme], bodies: Iterable[str] = ()) -> BitMap64:
    """The keys of events that belong to one of the programmes, or that all of the bodies held or came to."""
    by_programme, by_body = (EVENTS.members(request, name) for name in ("programme", "organisation"))
    found = BitMap64().union(*(by_programme.get(one.slug, NONE) for one in programmes))
    of_bodies = [by_body.get(slug, NONE) for slug in bodies]
    return found | BitMap64.intersection(*of_bodies) if of_bodies else found

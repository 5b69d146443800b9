"""How often each page asks the database: the same at one thing and at three. Lists at most 12 times, details 40.

Of a page that nobody has asked for, by a process that has answered others. One that has not, or whose content has
changed, first reads its index.
"""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casestudies.head.conditional import pages
from casestudies.index import Index
from casestudies.models import (
    Affiliation,
    Citation,
    ContentVersion,
    LeadershipTerm,
    Office,
    Participation,
    Place,
    SDGTarget,
    Transfer,
)
from tests import factories as make

LISTS = {
    "case-studies": 5,
    "cities": 5,
    "programmes": 5,
    "networks": 2,
    "organisations": 2,
    "events": 2,
    "transfers": 5,
    "glossary": 3,
    "methods": 3,
    "lessons": 4,
    "outcomes": 6,
    "indicators": 2,
    "themes": 2,
    "sources": 2,
}
TABLES = {f"{name}?view=table": LISTS[name] for name in LISTS if name != "transfers"}
MAPS = {f"{name}?view=map": LISTS[name] for name in ("case-studies", "cities", "programmes", "events")}
MAPS["transfers?view=map"] = 4
FILTERED = {
    "case-studies?q=case&region=latin-america&theme=air": 8,
    "cities?q=city&region=latin-america&theme=air": 6,
    "programmes?q=programme&kind=programme&region=latin-america": 6,
    "networks?q=network&region=latin-america&theme=air": 3,
    "organisations?q=network&role=partner&theme=air": 3,
    "events?q=event&kind=forum&region=latin-america&organisation=fund-1": 3,
    "transfers?q=practice&region=latin-america&programme=programme-1": 10,
    "glossary?q=term&theme=air": 5,
    "methods?q=method&theme=air&region=latin-america": 4,
    "lessons?q=lesson&kind=enabler&region=latin-america": 5,
    "outcomes?q=in+one+sentence&indicator=clean-air-zones&theme=air&region=latin-america&status=achieved": 12,
    "indicators?q=zones&dimension=count&theme=air": 3,
    "themes?q=air&region=latin-america&cases=with": 3,
    "sources?q=source&publisher=network-1&kind=document": 3,
    "case-studies?q=nothing&region=latin-america&theme=air": 4,
}
DETAILS = {
    "case-studies/case-1": 24,
    "case-studies/in-elsewhere-1": 23,
    "cities/city-1": 38,
    "places/colombia": 37,
    "places/latin-america": 34,
    "programmes/programme-1": 26,
    "networks/network-1": 28,
    "organisations/fund-1": 25,
    "cities/elsewhere": 32,
    "events/event-1": 9,
    "transfers/to-case-1": 10,
    "glossary/term-1": 8,
    "methods/method-1": 15,
    "lessons/case/case-1/lesson-1": 13,
    "indicators/clean-air-zones": 9,
    "themes/air": 26,
    "sdg/11-1": 13,
    "sources/source-1": 21,
    "sources/source-1/part-1": 21,
}
PAGES = {"": 13, "about": 3, "sdg": 2, "evidence": 3}
FIRST = {
    "case-studies": 32,
    "cities": 25,
    "programmes": 32,
    "networks": 15,
    "organisations": 18,
    "events": 16,
    "transfers": 22,
    "glossary": 9,
    "methods": 17,
    "lessons": 30,
    "outcomes": 39,
    "indicators": 24,
    "themes": 14,
    "sources": 10,
    "case-studies?q=case&region=latin-america&theme=air": 39,
    "cities?q=city&region=latin-america&theme=air": 26,
    "programmes?q=programme&kind=programme&region=latin-america": 33,
    "networks?q=network&region=latin-america&theme=air": 16,
    "organisations?q=network&role=partner&theme=air": 19,
    "events?q=event&kind=forum&region=latin-america&organisation=fund-1": 17,
    "transfers?q=practice&region=latin-america&programme=programme-1": 41,
    "glossary?q=term&theme=air": 13,
    "methods?q=method&theme=air&region=latin-america": 18,
    "lessons?q=lesson&kind=enabler&region=latin-america": 31,
    "outcomes?q=in+one+sentence&indicator=clean-air-zones&theme=air&region=latin-america&status=achieved": 51,
    "indicators?q=zones&dimension=count&theme=air": 25,
    "themes?q=air&region=latin-america&cases=with": 15,
    "sources?q=source&publisher=network-1&kind=document": 11,
    "case-studies?q=nothing&region=latin-america&theme=air": 35,
}
QUERIES = LISTS | TABLES | MAPS | FILTERED | DETAILS | PAGES
# Which queries are asked, and so how often, is no matter of the database; that it takes them is seen at one thing.
one_and_three = pytest.mark.parametrize("number", [1, pytest.param(3, marks=pytest.mark.once)])


def world(number: int) -> None:
    """So many of everything, each tied to each."""
    numbers = range(1, number + 1)
    latin_america = make.latin_america()
    colombia = make.place("colombia", "country", latin_america)
    make.theme("air", **make.both("name", "Air"))
    make.indicator(family=make.family("clean-air"))
    since_2022 = {"started": datetime.date(2022, 1, 1), "started_precision": "year"}
    comparing = {"accumulation": "at-date", "scope": "whole-place"}
    # Figures of a programme and of a case are among the first, however many there are.
    newest = {at: {"published_at": datetime.datetime(2026, 1, at, tzinfo=datetime.UTC)} for at in numbers}
    themes = [make.theme(f"air-{at}", parent_id=make.Theme.objects.get(slug="air").pk) for at in numbers]
    goals = [
        SDGTarget.objects.create(slug=f"11-{at}", code=f"11.{at}", goal=11, title_en="Air", title_zh_hans="空气")
        for at in numbers
    ]
    cities = [make.city(f"city-{at}", colombia, **make.climate("Aw")) for at in numbers]
    elsewhere = make.city("elsewhere", make.place("norway", "country", latin_america), **make.climate("Aw"))
    make.city("apart")  # without it, all cities would be of one climate, which makes none like another
    networks = [make.network(f"network-{at}") for at in numbers]
    funds = [make.organisation(f"fund-{at}", parent_id=networks[0].pk) for at in numbers]
    sources = [make.source(f"source-{at}", publisher_id=networks[0].pk) for at in numbers]
    parts = [make.part(source, f"part-{at}") for source in sources for at in numbers]
    passages = [make.passage(source, f"passage-{at}") for source in sources for at in numbers]
    passages += [make.passage(part.source, f"{part.slug}-{at}", part=part) for part in parts for at in numbers]

    citations = []

    def cited(**fact):
        """In one passage of each source and of each part, in the first by several phrases."""
        first, *others = passages[::number]
        citations.extend(Citation(passage=first, anchor=f"Anchor {at}", **fact) for at in numbers)
        citations.extend(Citation(passage=passage, anchor="Anchor", **fact) for passage in others)

    for at in numbers:
        cited(outcome=make.outcome(f"at-{at}", place_id=latin_america.pk, **comparing))
    for network in networks:
        for city in cities:
            cited(membership=make.membership(network, city))
    for actor in [*networks, *funds]:
        for at in numbers:
            cited(office=Office.objects.create(organisation_id=actor.pk, key=f"at-{at}", place=colombia))
            leader = LeadershipTerm(organisation_id=actor.pk, key=f"at-{at}", city_id=cities[0].pk)
            leader.person_en, leader.role_en = "Somebody", "chair"
            leader.save()
            cited(leadership_term=leader)
            cited(outcome=make.outcome(f"at-{at}", organisation_id=actor.pk))
    for fund in funds:
        for network in networks:
            cited(
                affiliation=Affiliation.objects.create(
                    organisation=fund, other_id=network.pk, kind="funder-of", key=network.slug
                )
            )
    for city in cities:
        for network in networks:
            tie = Affiliation.objects.create(place_id=city.pk, other_id=network.pk, kind="funder-of", key=network.slug)
            cited(affiliation=tie)
    events = [make.event(f"event-{at}", funds, place_id=cities[0].pk, **since_2022) for at in numbers]
    for event in events:
        event.organisers.set(networks)
        cited(event=event, part="summary")
        for child in numbers:
            make.event(f"{event.slug}-{child}", parent=event)
    broader = make.term("broader")
    for at in numbers:
        term = make.term(f"term-{at}", themes, broader=broader, **make.both("definition", "What it is."))
        term.variants.create(language="en", text=f"word {at}")
        cited(term=term, part="definition")
        for child in numbers:
            make.term(f"narrower-{at}-{child}", broader=term)
    methods = [make.method(f"method-{at}", themes) for at in numbers]
    for at in numbers:
        programme = make.programme(f"programme-{at}", themes, jurisdictions=[colombia], **since_2022 | newest[at])
        for actor in [*networks, *funds]:
            cited(
                participation=Participation.objects.create(
                    programme=programme, organisation_id=actor.pk, key=f"part-of-{actor.slug}"
                )
            )
        for place in cities:
            Participation.objects.create(programme=programme, place_id=place.pk, key=f"part-of-{place.slug}")
        for event in events:
            event.programmes.add(programme)
        programme.sdg_targets.set(goals)
        programme.named_sdg_targets.set(goals)
        cited(programme=programme, part="named_sdg_targets")
        for child in numbers:
            make.programme(f"child-{at}-{child}", parent=programme)
            cited(outcome=make.outcome(f"at-{child}", programme=programme))
            cited(cooperation=make.cooperation(f"grant-{child}", programme=programme))
    programmes = make.Programme.objects.filter(slug__startswith="programme-")
    for at in range(3):  # partners are those with at least so many programmes together
        joint = make.programme(f"joint-{at}", jurisdictions=[colombia])
        for actor in [*networks, *funds]:
            Participation.objects.create(programme=joint, organisation_id=actor.pk, key=actor.slug)
    for at in numbers:
        case = make.case(f"case-{at}", cities, themes, programmes, **since_2022 | newest[at])
        case.sdg_targets.set(goals)
        case.named_sdg_targets.set(goals)
        cited(case=case, part="named_sdg_targets")
        cited(case=case, part="background")
        for actor in [*networks, *funds]:
            cited(involvement=make.involvement(case, actor))
        cited(involvement=make.place_involvement(case, elsewhere))
        for method in methods:
            step = make.step(case, method.slug, method, 9)
            cited(step=step)
            for child in numbers:
                cited(step=make.step(case, f"{method.slug}-{child}", parent=step))
        for child in numbers:
            outcome = make.outcome(f"at-{child}", case=case)
            cited(outcome=outcome)
            for order in numbers:
                outcome.equivalents.create(order=order, value=2, unit=outcome.unit, as_printed="2")
            lesson = make.lesson(f"lesson-{child}", case=case, themes=themes)
            lesson.example_cases.add(case)
            lesson.example_programmes.set(programmes)
            cited(lesson=lesson)
            cited(cooperation=make.cooperation(f"grant-{child}", case=case))
    for programme in programmes:
        for child in numbers:
            cited(lesson=make.lesson(f"lesson-{child}", programme=programme, themes=themes))
    for actor in [*networks, *funds]:
        for child in numbers:
            cited(lesson=make.lesson(f"lesson-{child}", organisation_id=actor.pk, themes=themes))
    for method in methods:
        for child in numbers:
            make.method(f"{method.slug}-{child}", parent=method)
            lesson = make.lesson(f"own-{child}", method=method, themes=themes)
            lesson.example_programmes.set(programmes)
            cited(lesson=lesson)
    other = make.case("other-case", cities)
    make.step(other, "evidence", methods[0], 9)
    make.lesson("other-lesson", case=other, themes=themes)
    for place in [colombia, *cities]:
        for child in numbers:
            cited(outcome=make.outcome(f"at-{child}", place_id=place.pk, **comparing))
    ends = {"place": cities[0], "organisation": networks[0], "programme": programmes[0], "case": other}
    for name, record in ends.items():
        for at in numbers:
            moved = Transfer(key=f"to-{name}-{at}", from_place=colombia, manner="adapted", what_en="A practice")
            setattr(moved, f"to_{name}_id", record.pk)
            moved.save()
            moved.to_further.set(Place.objects.filter(pk__in=[city.pk for city in cities]))
            cited(transfer=moved)
    for at in numbers:
        make.place(f"part-{at}", "territory", colombia)
        group = Participation(programme=programmes[0], key=f"group-{at}", group_en="towns", count=at)
        group.save()
        group.group_places.set([colombia, *Place.objects.filter(kind="city")])
        told = make.case(f"in-elsewhere-{at}", [elsewhere], themes)
        make.lesson(f"told-{at}", case=told)
        cited(outcome=make.outcome(f"at-{at}", case=told, **comparing))
    Citation.objects.bulk_create(citations)


def asks(client, path: str) -> int:
    """How often a request asks the database."""
    name, _, query = path.partition("?")
    with CaptureQueriesContext(connection) as captured:
        response = client.get(f"/{name}{name and '/'}{query and '?'}{query}")
    assert response.status_code == 200, response.content.decode()
    return len(captured)


def queries(client, path: str) -> int:
    """For a page that is not held."""
    pages.clear()
    return asks(client, path)


@one_and_three
def test_every_page_asks_as_often_at_three_things_as_at_one(client, db, number):
    """First in a process that has answered nothing, then in one whose index is made; a page that is held asks once."""
    world(number)
    ContentVersion.current()  # PostgreSQL notes in a query of its own that this transaction changed the content
    asked = {}
    for path in FIRST:
        Index.drop()
        asked[path] = queries(client, path)
    assert asked == FIRST

    for path in (
        *LISTS,
        *TABLES,
        *MAPS,
        *FILTERED,
        *PAGES,
        "methods/method-1",
        "cities/city-1",
    ):  # those that read from the index
        queries(client, path)
    asked = {path: (queries(client, path), asks(client, path)) for path in QUERIES}
    assert asked == {path: (number, 1) for path, number in QUERIES.items()}


def test_lists_ask_at_most_12_times_and_details_40():
    assert max({**LISTS, **FILTERED}.values()) <= 12
    assert max({**DETAILS, **PAGES}.values()) <= 40

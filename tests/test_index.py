"""The index agrees with the database: for any query string of any list, and right after any edit."""

import datetime

import pytest
from django.db import transaction
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casestudies.filters.base import ListFilterSet
from casestudies.listings import CASES, LISTINGS
from casestudies.models import (
    Affiliation,
    CaseStudy,
    LeadershipTerm,
    Lesson,
    Method,
    Office,
    Organisation,
    Outcome,
    Participation,
    Place,
    Programme,
    SDGTarget,
    Source,
    Step,
    Term,
    Theme,
    Transfer,
)
from casestudies.models.record import words_of
from casestudies.refusals import BadQuery
from tests import factories as make
from tests import oracle

LISTED = {listing.name: listing for listing in LISTINGS}
TEXTS = [
    "",
    "clean",
    "波哥大",
    "zone",
    "a",
    "old plan",
    "bogota clean",
    "%",
    "_",
    "Rio",
    "数",
    "a o e",
    "an clean",
    "b o g o t a zuma",
    "rio zuma",
]


def years(first: int, last: int) -> dict:
    at = {"started": datetime.date(first, 1, 1), "ended": datetime.date(last, 12, 31)}
    return at | {"started_precision": "year", "ended_precision": "year"}


@pytest.fixture
def world(cast):
    """The cast, and rows for the lists that the cast leaves empty."""
    SDGTarget.objects.create(slug="11-6", code="11.6", goal=11, title_en="Air", title_zh_hans="空气")
    Term.objects.create(slug="zone", **make.PUBLIC, **make.both("name", "Zone"))
    make.event("forum", place_id=cast.bogota.pk, **years(2020, 2022))
    make.step(cast.zone, "survey", cast.support, parent=cast.zone_evidence)
    organisation = {"organisation_id": cast.c40.pk}
    LeadershipTerm.objects.create(
        key="chair", person_en="Somebody", city_id=cast.rio.pk, **years(2021, 2021), **organisation
    )
    Office.objects.create(key="here", place_id=cast.bengaluru.pk, **organisation)
    Affiliation.objects.create(key="fund", other=cast.fund, kind="partner-of", **organisation)
    Participation.objects.create(programme=cast.zuma, key="bogota", place_id=cast.bogota.pk, role="partner")
    Participation.objects.create(programme=cast.old_plan, key="fund", organisation=cast.fund)
    ends = {"from_place_id": cast.bogota.pk, "to_place_id": cast.rio.pk}
    Transfer.objects.create(key="to-rio", manner="learned-from", **ends)
    Transfer.objects.create(key="to-ferry", manner="offered", from_place_id=cast.bogota.pk, to_case=cast.ferry)
    Participation.objects.create(programme=cast.zuma, key="c40", organisation_id=cast.c40.pk, role="adviser")
    Participation.objects.create(programme=cast.zuma, key="hidden", organisation=cast.hidden_fund)
    make.lesson("of-zuma", programme=cast.zuma)
    make.lesson("of-fund", organisation=cast.fund)
    make.outcome("of-c40", organisation_id=cast.c40.pk)
    make.outcome("of-rio", place_id=cast.rio.pk, accumulation="at-date")
    make.outcome("of-zuma", programme=cast.zuma, indicator=make.indicator("people-reached"))
    return cast


def read(name: str, asked: dict[str, list[str]]) -> ListFilterSet:
    query = QueryDict(mutable=True)
    for parameter, values in asked.items():
        query.setlist(parameter, values)
    filters = LISTED[name].read(None, query)
    assert filters.problems == {}
    return filters


def by_database(name: str, asked: dict[str, list[str]]) -> list[int]:
    return list(oracle.rows(read(name, asked)).values_list("pk", flat=True))


@st.composite
def queries(draw, name: str) -> dict[str, list[str]]:
    """A query string with values that have rows, values without rows, a text and an order."""
    plain = read(name, {})
    asked = {}
    for facet in plain.facets:
        there = [choice.value for choice in facet.choices]
        others = [value for value in plain.filters[facet.name].allowed if value not in there]
        if values := [*there, *others[-2:]]:
            chosen = draw(st.lists(st.sampled_from(values), max_size=2, unique=True))
            asked |= {facet.name: chosen} if chosen else {}
    if "q" in plain.filters:
        asked["q"] = [draw(st.sampled_from(TEXTS))]
    return asked | {"sort": [draw(st.sampled_from(sorted(plain.sorts)))]}


def agree(name: str, asked: dict[str, list[str]], draw) -> None:
    """Count, keys, rows of a page and counts of some choices agree with the database."""
    filters, keys = read(name, asked), by_database(name, asked)
    assert (filters.count, filters.keys()) == (len(keys), keys)
    for offset, limit in ((0, 2), (1, 3), (len(keys), 5)):
        assert filters.keys(offset, limit) == keys[offset : offset + limit]
        assert [row.pk for row in filters.page_rows(offset, limit)] == keys[offset : offset + limit]
    # The whole query for each facet would take PostgreSQL long to plan: the keys of each filter are asked for once.
    passing = {one: oracle.passing(one, filters) for one in filters.values}
    for facet in filters.facets:
        shown = {choice.value: choice.count for choice in facet.choices}
        hidden = [value for value in filters.filters[facet.name].allowed if value not in shown]
        if known := [*shown, *hidden[-1:]]:
            value = draw(st.sampled_from(known))
            having = oracle.passing(facet.name, read(name, asked | {facet.name: [value]}))
            counted = having.intersection(*(keys for one, keys in passing.items() if one != facet.name))
            assert (facet.name, value, shown.get(value, 0)) == (facet.name, value, len(counted))


bounded = settings(
    max_examples=4, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.mark.parametrize("name", LISTED)
@given(data=st.data())
@bounded
def test_index_says_what_the_database_says(world, name, data):
    agree(name, data.draw(queries(name)), data.draw)


COUNTING = [name for name, listing in LISTED.items() if listing.filters.numbers is not ListFilterSet.numbers]


@pytest.mark.parametrize("name", COUNTING)
def test_numbers_of_a_row_are_those_of_the_database(world, name):
    make.method("never-used")
    filters, counted = read(name, {}), oracle.with_numbers(LISTED[name].published()).in_bulk()
    shown = filters.page_rows(0, filters.count)
    assert {row.pk for row in shown} == set(counted)
    for number in filters.numbers:
        assert [getattr(row, number) for row in shown] == [getattr(counted[row.pk], number) for row in shown]


READS = {
    "facets": (lambda filters: [facet.name for facet in filters.facets if facet.chosen], ["region"]),
    "pills": (lambda filters: [choice.label for _facet, choice in filters.pills], ["Latin America"]),
    "active_ranges": (lambda filters: [one.words for one in filters.active_ranges], ["from 2023"]),
    "rescues": (lambda filters: [(one.name, one.count) for one in filters.rescues], [("region", 2), ("year_min", 2)]),
    "is_active": (lambda filters: filters.is_active, True),
    "count": (lambda filters: filters.count, 2),
}


@pytest.mark.parametrize("read_first", READS)
def test_whatever_is_read_first_of_a_list_is_correct_or_refused(cast, read_first):
    reading, expected = READS[read_first]

    def first(query: str):
        return reading(CASES.read(None, query))

    assert first("region=latin-america&year_min=2023") == expected
    for refused in ("region=atlantis", "year_min=ten", "colour=red"):
        with pytest.raises(BadQuery):
            first(refused)


# After any edit

RECORDS = [CaseStudy, Programme, Place, Organisation, Method, Source]
FACTS = [Outcome, Lesson, Step, Participation]


@st.composite
def edits(draw) -> str:
    """Makes one kind of edit in the database, and describes it."""

    def one(model):
        return draw(st.sampled_from(list(model._base_manager.order_by("pk"))))

    record = one(draw(st.sampled_from(RECORDS)))
    case, city = one(CaseStudy), draw(st.sampled_from(list(Place.objects.filter(kind="city").order_by("pk"))))
    match draw(st.sampled_from(["state", "update", "retag", "move", "place", "rename", "delete", "stage", "join"])):
        case "state":
            record.state = draw(st.sampled_from(["draft", "in-review", "published", "withdrawn"]))
            record.save()
            return f"{record} is {record.state}"
        case "update":
            model = draw(st.sampled_from(RECORDS))
            state = draw(st.sampled_from(["draft", "published"]))
            model._base_manager.filter(pk__gte=one(model).pk).update(state=state)
            return f"some of {model} are {state}"
        case "retag":
            tagged = draw(st.sampled_from([case, one(Lesson), one(Method), one(Programme)]))
            tagged.themes.set(draw(st.lists(st.sampled_from(list(Theme.objects.all())), max_size=2)))
            return f"{tagged} has other themes"
        case "move":
            city.parent = draw(st.sampled_from(list(Place.objects.exclude(kind="city").order_by("pk"))))
            city.save()
            return f"{city} lies in {city.parent}"
        case "place":
            case.places.set([city])
            return f"{case} is in {city}"
        case "rename":
            record = draw(st.sampled_from([case, one(Source)]))
            record.title_en, record.title_zh_hans = draw(st.sampled_from([("Zone", "啊"), ("A clean zone", "数")]))
            record.save()
            return f"{record} has another title"
        case "delete":
            fact = one(draw(st.sampled_from(FACTS)))
            fact.delete()
            return f"{fact} is deleted"
        case "stage":
            case.stage = draw(st.sampled_from(["", "completed", "under-way"]))
            CaseStudy.objects.bulk_update([case], ["stage"])
            CaseStudy.objects.filter(pk=case.pk).update(**years(2023, draw(st.sampled_from([2023, 2030]))))
            return f"{case} runs at another time"
        case "join":
            programmes = draw(st.lists(st.sampled_from(list(Programme.objects.order_by("pk"))), max_size=2))
            case.programmes.set(programmes)
            return f"{case} is in {programmes}"


class Undone(Exception):
    """Rolls back the edits of an example."""


@given(data=st.data())
@settings(bounded, max_examples=12)
def test_index_is_never_older_than_the_last_edit(world, data):
    name = data.draw(st.sampled_from(sorted(LISTED)))
    try:
        with transaction.atomic():
            for _ in range(3):
                assert read(name, {}).keys() == by_database(name, {})  # the index is made
                data.draw(edits())
                agree(name, data.draw(queries(name)), data.draw)
            raise Undone
    except Undone:
        agree(name, {}, data.draw)


# Texts


def named(model, text: str) -> set[int]:
    return set(oracle.named(model.objects.published(), text).values_list("pk", flat=True))


def found(name: str, text: str) -> set[int]:
    return set(read(name, {"q": [text]}).keys())


def test_text_finds_the_same_in_names_of_related_records(world):
    for name, model in (("outcomes", Outcome), ("case-studies", CaseStudy)):
        assert {text: found(name, text) for text in TEXTS[1:]} == {text: named(model, text) for text in TEXTS[1:]}


def test_words_of_a_text_may_be_in_names_of_different_records(world):
    in_bogota = found("outcomes", "bogota")
    assert in_bogota
    assert found("outcomes", "bogota zones") == in_bogota & found("outcomes", "zones") != set()


def test_names_of_drafts_find_nothing(world):
    world.bogota.state = "draft"
    world.bogota.save()
    assert found("outcomes", "bogota") == named(Outcome, "bogota")
    assert found("case-studies", "波哥大 zone") == named(CaseStudy, "波哥大 zone")


def test_word_that_is_part_of_another_is_not_searched():
    assert words_of("a zone an Zones ane Ōne 数 数字") == ["zones", "ane", "数字"]

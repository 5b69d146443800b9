"""Networks and other organisations: their cases, members, programmes, offices, people."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from casestudies.models import Affiliation, LeadershipTerm, Office, Participation
from tests import factories as make
from tests.reading import Reading, attribute, texts
from tests.test_case_studies import glance


@pytest.fixture
def read(client, cast):
    return lambda path: Reading(client.get(path))


def test_network_card_counts_cases_and_members(read):
    assert texts(read("/networks/").one("article", class_="card")) == (
        "City network · C40 C40 Cities Climate Leadership Group 3 case studies 1 member here"
    )


def test_network_lists_its_public_cases_with_its_role_and_its_members(read):
    page = read("/networks/c40/")
    cases = page.one(id="cases")
    assert [texts(heading) for heading in page.all("h3", cases)] == [
        "Planning for clean air",
        "Clean air zones that put equity first",
        "A campaign for a low emission zone",
    ]
    assert [texts(role) for role in page.all("p", cases, class_="quiet")] == ["adviser", "partner", "partner"]
    assert texts(page.one("a", page.one(id="membership-bogota"), href="/cities/bogota/")) == "Bogotá"


def test_members_stand_under_their_regions(client, cast):
    for city in (cast.rio, cast.bengaluru):
        make.membership(cast.c40, city)
    members = (page := Reading(client.get("/networks/c40/"))).one(id="members")
    assert texts(page.one("h2", members)) == "Members 3"
    assert [texts(heading) for heading in page.all("h3", members)] == ["Latin America 2", "South and West Asia 1"]
    assert [texts(page.all("a", city)[0]) for city in page.all("li", members)] == [
        "Bogotá",
        "Rio de Janeiro",
        "Bengaluru",
    ]


def test_role_in_a_case_has_its_mark(client, cast):
    make.cite(cast.bogota_results, "C40 合作设计", involvement=cast.zone.involvements.get(organisation=cast.c40))
    for path in ("/networks/c40/", "/case-studies/bogota-clean-air-zone/", "/cities/bogota/"):
        assert "C40 合作设计" in [texts(quote) for quote in Reading(client.get(path)).all("q")]


def test_organisation_has_its_facts_and_hides_what_is_not_public(client, cast):
    Affiliation.objects.create(organisation=cast.fund, other_id=cast.c40.pk, kind="funder-of", key="c40")
    Affiliation.objects.create(organisation=cast.fund, other=cast.hidden_fund, kind="partner-of", key="hidden")
    Participation.objects.create(programme=cast.zuma, organisation=cast.fund, key="fund", role="funder")
    Participation.objects.create(programme=cast.old_plan, organisation=cast.fund, key="fund", role="funder")
    Office.objects.create(organisation=cast.fund, key="london", address_en="London")
    page = Reading(client.get("/organisations/clean-air-fund/"))
    assert glance(page) == [("Kind", ["Foundation"]), ("Funder of", ["C40 Cities Climate Leadership Group"])]
    assert [attribute(link, "href") for link in page.all("a", page.one(id="programmes"))] == ["/programmes/zuma/"]
    assert texts(page.one(id="office-london")) == "London"
    assert [texts(heading) for heading in page.all("h3", page.one(id="cases"))] == [
        "Clean air zones that put equity first"
    ]


@pytest.fixture
def tie(cast):
    """Bogotá funds C40 since 2006, as its strategic funder; the fund is a partner, and so is one that nobody sees."""
    other = {"other_id": cast.c40.pk}
    since = {"since": datetime.date(2006, 1, 1), "since_precision": "year"}
    tie = Affiliation.objects.create(
        place_id=cast.bogota.pk, key="c40", kind="funder-of", **other, **since, **make.both("text", "strategic funder")
    )
    make.cite(cast.rio_all, "战略资助方", affiliation=tie)
    Affiliation.objects.create(organisation=cast.fund, key="c40", kind="part-of", **other)
    Affiliation.objects.create(organisation=cast.hidden_fund, key="c40", kind="part-of", **other)
    return tie


@pytest.mark.parametrize(
    ("path", "who", "as_what"),
    [
        ("/cities/bogota/", "C40 Cities Climate Leadership Group", "Funder of"),
        ("/networks/c40/", "Bogotá", "Funded by"),
    ],
)
def test_city_that_funds_a_network_stands_on_both_pages_with_its_mark(client, tie, path, who, as_what):
    page = Reading(client.get(path))
    assert dict(glance(page))[as_what] == [who]
    (line,) = [at for at in page.all("div", page.one("dl", class_="facts")) if texts(at).startswith(as_what)]
    assert "strategic funder, since 2006" in texts(line)
    assert [texts(quote) for quote in page.all("q", line)] == ["战略资助方"]
    assert len(page.all(id="affiliation-c40")) == (1 if path.startswith("/cities") else 0)


def test_network_names_the_organisations_that_are_tied_to_it(client, tie):
    assert dict(glance(Reading(client.get("/networks/c40/"))))["Contains"] == ["Clean Air Fund"]


def test_api_has_the_affiliation_of_a_place_below_it(read_api, tie):
    (found,) = read_api("cities/bogota/")["affiliations"]
    assert (found["owner"]["kind"], found["other"]["slug"], found["since"], found["ended"]) == (
        "place", "c40", "2006", None,
    )  # fmt: skip
    assert found == read_api("affiliations/place/bogota/c40/")
    assert [one["owner"]["slug"] for one in read_api("affiliations/?city=bogota")["results"]] == ["bogota"]
    assert [one["owner"]["slug"] for one in read_api("affiliations/?other=c40")["results"]] == [
        "clean-air-fund",
        "bogota",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"organisation": "fund"},
        {"place_id": None},
        {"since_precision": ""},
        {"ended": datetime.date(2005, 1, 1), "ended_precision": "year"},
    ],
    ids=["of two", "of nobody", "date without precision", "end before the start"],
)
def test_impossible_affiliation_is_refused(cast, tie, wrong):
    for name, value in wrong.items():
        setattr(tie, name, getattr(cast, value) if name == "organisation" else value)
    with pytest.raises(ValidationError):
        tie.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        tie.save()


def test_leader_whose_name_is_printed_in_one_script_is_shown_with_its_language(client, cast):
    leader = LeadershipTerm(organisation=cast.fund, key="chair", person_zh_hans="张三", **make.both("role", "chair"))
    leader.full_clean()
    leader.save()
    page = Reading(client.get("/organisations/clean-air-fund/"))
    name = page.one("b", page.one(id="leadershipterm-chair"))
    assert texts(page.one("span", name, lang="zh-Hans")) == "张三"
    leader.person_zh_hans = ""
    with pytest.raises(ValidationError, match="at least one language"):
        leader.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        leader.save()


def test_publisher_lists_its_sources(read):
    assert dict(glance(read("/networks/c40/")))["Publisher of"] == ["Clean air in cities"]


def test_network_with_many_cases_and_sources_shows_some_and_leads_to_all(client, cast):
    for at in range(12):
        make.involvement(make.case(f"case-{at}", [cast.bogota]), cast.c40)
        make.source(f"report-{at}", publisher=cast.c40)
    page = Reading(client.get("/networks/c40/"))
    assert len(page.all("h3", page.one(id="cases"))) == 12
    assert {texts(link): attribute(link, "href") for link in page.all("a", class_="more")} == {
        "All 15 case studies": "/case-studies/?network=c40",
        "All 2 lessons": "/lessons/?network=c40",
        "All 3 figures": "/outcomes/?network=c40",
        "All 13 sources": "/sources/?publisher=c40",
    }


def test_organisation_with_many_cases_leads_to_all_of_them(client, cast):
    fund = make.organisation("fund")
    for at in range(13):
        make.involvement(make.case(f"case-{at}", [cast.bogota]), fund)
    page = Reading(client.get("/organisations/fund/"))
    assert len(page.all("h3", page.one(id="cases"))) == 12
    assert {texts(link): attribute(link, "href") for link in page.all("a", class_="more")} == {
        "All 13 case studies": "/case-studies/?organisation=fund"
    }

"""Networks and other organisations: their cases, members, programmes, offices, people."""

import pytest

from casestudies.models import Affiliation, Office, Participation
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

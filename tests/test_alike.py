"""Cases like a case and cities like a city, each with the reasons."""

import pytest

from tests import factories as make
from tests.reading import Reading, attribute, texts

pytestmark = pytest.mark.once


@pytest.fixture
def read(page_at):
    return page_at


def shown(page: Reading, section: str) -> list[tuple[str, str]]:
    """The title of each card in a section, and what it shares."""
    rows = [row for row in page.all("li", page.one("section", id=section)) if page.all("h3", row)]
    return [(texts(page.one("h3", row)), texts(page.one("p", row, class_="reasons"))) for row in rows]


def test_related_cases_name_what_they_share_the_rarest_first(read):
    assert shown(read("/case-studies/bogota-clean-air-zone/"), "related") == [
        ("Planning for clean air", "Shares: Theme Air quality (2) · Method Win public support (2)"),
    ]


def test_case_in_the_same_region_is_nearer_than_one_elsewhere(client, cast):
    make.case("zone-here", [make.city("lima")], [cast.zones], **make.both("title", "Here"))
    make.case("a-zone-elsewhere", [cast.bengaluru], [cast.zones], **make.both("title", "Elsewhere"))
    page = Reading(client.get("/case-studies/bogota-clean-air-zone/"))
    assert shown(page, "related") == [
        (
            "Planning for clean air",
            "Shares: Method Win public support (2) · Method Build the evidence base (3) · Theme Air quality (4)",
        ),
        ("Here", "Shares: Theme Clean air zones (3) · Region Latin America (3)"),
        (
            "A campaign for a low emission zone",
            "Shares: Method Build the evidence base (3) · Region Latin America (3)",
        ),
        ("Elsewhere", "Shares: Theme Clean air zones (3)"),
    ]


def test_case_that_shares_only_where_it_is_has_those_that_do_too(client, cast):
    make.case("alone", [cast.rio], **make.both("title", "Alone"))
    assert shown(Reading(client.get("/case-studies/alone/")), "related") == [
        (
            "A campaign for a low emission zone",
            "Shares: Climate zone tropical savanna, dry winter (Aw) (3) · Region Latin America (3)",
        ),
        ("Planning for clean air", "Shares: Climate zone tropical savanna, dry winter (Aw) (3)"),
        ("Clean air zones that put equity first", "Shares: Region Latin America (3)"),
    ]


def test_each_reason_leads_to_all_that_share_it(read, client, cast):
    page = read("/case-studies/bogota-clean-air-zone/")
    assert [attribute(link, "href") for link in page.all("a", page.one("p", class_="reasons"))] == [
        "/case-studies/?theme=air-quality",
        "/case-studies/?method=win-public-support",
    ]


def test_reason_that_the_list_has_no_filter_for_leads_to_its_page(client, cast):
    make.outcome("more", case=cast.campaign, indicator=cast.people.indicator)
    links = Reading(client.get("/case-studies/rio-campaign/")).one("p", class_="reasons")
    assert "/indicators/people-reached/" in [attribute(link, "href") for link in links.iter("a")]


def test_cities_like_a_city_share_climate_size_region_and_what_they_did(client, cast):
    page = Reading(client.get("/cities/rio-de-janeiro/"))
    assert shown(page, "similar") == [
        ("Bengaluru 班加罗尔", "Shares: Climate zone tropical savanna, dry winter (Aw) (2) · Theme Transport (2)"),
        ("Bogotá 波哥大", "Shares: Region Latin America (2)"),
    ]
    assert "no case study yet" not in texts(page.one("section", id="similar"))
    assert Reading(client.get("/places/brazil/")).all(id="similar") == []


def test_api_names_the_reasons_with_their_weights(client, cast):
    case = client.get("/api/v1/case-studies/bogota-clean-air-zone/").json()
    (related,) = case["related"]
    assert (related["record"]["slug"], related["score"]) == ("bengaluru-plan", 0.892023)
    assert related["shared"] == [
        {"facet": "theme", "value": "air-quality", "count": 2, "weight": 0.49},
        {"facet": "method", "value": "win-public-support", "count": 2, "weight": 0.41},
    ]
    city = client.get("/api/v1/cities/rio-de-janeiro/").json()
    assert [one["record"]["slug"] for one in city["similar"]] == ["bengaluru", "bogota"]
    assert client.get("/api/v1/places/colombia/").json()["similar"] == []


def test_previewed_draft_has_no_related_cases(admin_client, cast):
    page = Reading(admin_client.get("/case-studies/rio-ferry/"))
    assert page.all(id="related") == []


def test_drafts_and_withdrawn_cases_are_never_related(client, cast):
    page = Reading(client.get("/case-studies/rio-campaign/"))
    assert "Secret ferries" not in texts(page.one("main"))
    assert "Forgotten lane" not in texts(page.one("main"))

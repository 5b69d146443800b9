"""Addresses that lead to no page: what they say, and where they send the visitor."""

import pytest
from django.test import Client

from casestudies.models import FormerSlug
from tests.reading import Reading, attribute, texts

DRAFTS = {
    "case": "/case-studies/bogota-clean-air-zone/",
    "city": "/cities/bogota/",
    "place": "/places/colombia/",
    "programme": "/programmes/zuma/",
    "network": "/networks/c40/",
    "organisation": "/organisations/clean-air-fund/",
    "method": "/methods/build-evidence-base/",
    "source": "/sources/c40-clean-air/",
}
RECORDS = {
    "case": "zone",
    "city": "bogota",
    "place": "colombia",
    "programme": "zuma",
    "network": "c40",
    "organisation": "fund",
    "method": "evidence",
    "source": "source",
}
every_kind = pytest.mark.parametrize("kind", RECORDS)
both_languages = pytest.mark.parametrize("prefix", ["", "/zh-hans"], ids=["en", "zh-hans"])


def withdraw(record) -> None:
    record.state, record.withdrawn_because_en, record.withdrawn_because_zh_hans = "withdrawn", "Twice.", "重复。"
    record.save()


@every_kind
def test_draft_is_not_found(client, cast, kind):
    record = getattr(cast, RECORDS[kind])
    for state in ("draft", "in-review"):
        record.state = state
        record.save()
        assert client.get(DRAFTS[kind]).status_code == 404


@every_kind
@both_languages
def test_withdrawn_record_is_gone_and_says_why(client, cast, kind, prefix):
    withdraw(getattr(cast, RECORDS[kind]))
    response = client.get(prefix + DRAFTS[kind])
    assert response.status_code == 410
    assert ("重复。" if prefix else "The reason: Twice.") in texts(Reading(response).one("main"))


@every_kind
@both_languages
def test_former_address_redirects_for_good(client, cast, kind, prefix):
    record = getattr(cast, RECORDS[kind])
    FormerSlug.objects.create(kind=record._meta.concrete_model._meta.model_name, slug="old-name", current=record.slug)
    response = client.get(prefix + DRAFTS[kind].replace(record.slug, "old-name"))
    assert (response.status_code, response["Location"]) == (301, prefix + DRAFTS[kind])


def test_former_address_of_a_draft_is_not_found(client, cast):
    cast.zone.state = "draft"
    cast.zone.save()
    assert client.get("/case-studies/bogota-zone/").status_code == 404


def test_lesson_answers_as_its_owner_does(client, cast):
    assert client.get("/lessons/case/rio-ferry/secret/").status_code == 404
    assert client.get("/lessons/case/bogota-lane/any/").status_code == 410
    assert client.get("/lessons/case/bogota-clean-air-zone/none/").status_code == 404
    assert client.get("/lessons/city/bogota/slow-but-lasting/").status_code == 404
    moved = client.get("/lessons/case/bogota-zone/slow-but-lasting/")
    assert (moved.status_code, moved["Location"]) == (301, "/case-studies/bogota-clean-air-zone/")


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/places/bogota/", "/cities/bogota/"),
        ("/places/latin-america/", "/case-studies/?region=latin-america"),
        ("/places/world/", "/case-studies/"),
        ("/organisations/c40/", "/networks/c40/"),
        ("/zh-hans/places/bogota/", "/zh-hans/cities/bogota/"),
    ],
)
def test_record_has_one_address_and_others_redirect_to_it(client, cast, path, leads_to):
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (301, leads_to)


def test_city_is_no_country_and_foundation_no_network(client, cast):
    assert client.get("/cities/colombia/").status_code == 404
    assert client.get("/networks/clean-air-fund/").status_code == 404


@pytest.mark.parametrize("path", ["/", "/about/", *DRAFTS.values(), "/themes/transport/"])
def test_page_without_parameters_refuses_them_by_name(client, cast, path):
    response = client.get(path, {"region": "africa"})
    assert response.status_code == 400
    assert Reading(response).problems == {"region": "This page takes no parameters."}
    tracked = client.get(path, {"utm_source": "mail"})
    assert (tracked.status_code, tracked["Location"]) == (301, path)


@both_languages
def test_pages_of_errors_help_the_visitor_on(client, cast, prefix):
    for path, status in {"/nowhere/": 404, "/case-studies/bogota-lane/": 410, "/cities/?x=1": 400}.items():
        response = client.get(prefix + path)
        assert response.status_code == status
        page = Reading(response)
        assert texts(page.one("p", class_="kicker")) == str(status)
        ways = [attribute(link, "href") for link in page.all("a", page.one("ul", class_="ways"))]
        assert ways == [f"{prefix}{way}" for way in ("/case-studies/", "/cities/", "/outcomes/", "/themes/", "/")]
        assert attribute(page.one("form", page.one("main"), class_="search"), "action") == f"{prefix}/case-studies/"


def test_refusal_links_the_page_without_its_filters(client, cast):
    page = Reading(client.get("/cities/?colour=red&region=africa"))
    assert attribute(page.one("a", class_="button"), "href") == "/cities/"


@both_languages
def test_a_fault_of_ours_has_a_page_that_asks_the_database_nothing(settings, prefix, django_db_blocker):
    """Without access to a database, every page that needs one fails: so does the list of cities."""
    client = Client(raise_request_exception=False)
    response = client.get(f"{prefix}/cities/")
    assert response.status_code == 500
    page = Reading(response)
    assert attribute(page.one("html"), "lang") == ("zh-Hans" if prefix else "en")
    assert texts(page.one("p", class_="kicker")) == "500"

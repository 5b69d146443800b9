"""Each state of a list has one address; every other way to write it leads there in one step."""

import pytest
from django.test import RequestFactory

from casestudies import canonical
from tests.lists import LISTED, LISTS, address, both_languages, every_list
from tests.reading import Reading, attribute
from tests.test_contract_pages import many

pytestmark = pytest.mark.once

ASKED = [
    # The order of the FilterSet, whatever the order of asking
    ("case-studies", "city=bogota&region=latin-america", "region=latin-america&city=bogota"),
    ("case-studies", "sort=title&theme=transport&q=zone", "q=zone&theme=transport&sort=title"),
    ("outcomes", "city=bogota&indicator=pm2-5", "indicator=pm2-5&city=bogota"),
    # Values of a facet by alphabet, each once
    (
        "case-studies",
        "theme=transport&theme=air-quality&theme=transport",
        "theme=air-quality&theme=transport",
    ),
    ("cities", "cases=with&theme=cycling&cases=without", "theme=cycling&cases=with&cases=without"),
    ("sources", "year=2024&year=2023", "year=2023&year=2024"),
    # Nothing that says what goes without saying
    ("cities", "q=", ""),
    ("cities", "q=+&region=africa", "region=africa"),
    ("cities", "sort=name", ""),
    ("cities", "sort=", ""),
    ("case-studies", "sort=figures&page=1", ""),
    ("methods", "page=01", ""),
    # A text without its superfluous blanks, in one encoding
    ("cities", "q=+rio+++janeiro+", "q=rio+janeiro"),
    ("cities", "q=波哥大", "q=%E6%B3%A2%E5%93%A5%E5%A4%A7"),
    # Tracking parameters in the same step
    ("case-studies", "utm_source=x&city=bogota&region=latin-america&gclid=y", "region=latin-america&city=bogota"),
    ("case-studies", "city=bogota&fbclid=y", "city=bogota"),
    ("case-studies", "q=&utm_source=x", ""),
]  # fmt: skip


@pytest.mark.parametrize(("name", "query", "form"), ASKED)
@both_languages
def test_other_ways_to_write_an_address_lead_to_its_one_form_in_one_step(client, cast, name, query, form, language):
    response = client.get(address(name, query, language))
    assert (response.status_code, response["Location"]) == (301, address(name, form, language))
    assert client.get(response["Location"]).status_code == 200


CANONICAL = [
    ("case-studies", ""),
    ("case-studies", "q=zone&region=africa&region=latin-america&theme=air-quality&sort=title"),
    ("cities", "q=%E6%B3%A2%E5%93%A5%E5%A4%A7"),
    ("cities", "q=rio%20janeiro"),
    ("cities", "q=%e6%b3%a2"),
    ("cities", "q=it%27s%2A~"),
    ("cities", "q=it's*%7E"),
    ("cities", "q=%ff"),
    ("cities", "&&q=rio&"),
]


@pytest.mark.parametrize(("name", "query"), CANONICAL)
@both_languages
def test_the_one_form_is_answered_however_it_is_encoded(client, cast, name, query, language):
    """Nobody is sent in circles by a browser or proxy that encodes a character which we would not."""
    assert client.get(address(name, query, language)).status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("sort=title&region=atlantis", 400),
        ("colour=red&q=", 400),
        ("theme=", 400),
        ("region=africa&region=", 400),
        ("q=&page=two", 400),
        ("q=&page=", 400),
        ("sort=title&sort=title", 400),
        ("page=1&page=1", 400),
        ("utm_source=x&region=atlantis", 400),
    ],
)
def test_what_is_wrong_is_refused_and_not_put_in_order(client, cast, query, status):
    assert client.get(f"/case-studies/?{query}").status_code == status


@pytest.mark.parametrize("query", ["sort=figures&page=7", "utm_source=x&page=7", "page=007"])
def test_page_past_the_last_is_not_found_at_its_one_address(client, cast, query):
    """Rows are counted after the redirect, never for an address that is not the one."""
    response = client.get(f"/case-studies/?{query}")
    assert (response.status_code, response["Location"]) == (301, "/case-studies/?page=7")
    assert client.get("/case-studies/?page=7").status_code == 404


def test_request_for_a_fragment_is_answered_at_once(client, cast):
    response = client.get("/case-studies/?q=&region=latin-america", headers={"HX-Request": "true"})
    assert response.status_code == 200


def test_head_is_redirected_like_get(client, cast):
    response = client.head("/case-studies/?sort=figures")
    assert (response.status_code, response["Location"]) == (301, "/case-studies/")


@both_languages
def test_tracking_parameters_are_taken_off_a_page_without_parameters(client, cast, language):
    response = client.get(address("cities/bogota", "utm_source=x", language))
    assert (response.status_code, response["Location"]) == (301, address("cities/bogota", "", language))


@every_list
def test_no_link_of_a_list_costs_a_redirect(client, cast, name):
    """Facets, pills, orders, pages and ways out of an empty list."""
    many(name, 25)
    links = set()
    for state in ["", "q=c", "q=atlantis", "q=c&region=africa&region=latin-america", "page=2"]:
        response = client.get(address(name, state))
        if response.status_code != 200:  # the list has no such filter, or no second page
            continue
        page = Reading(response)
        found = page.all("a", page.one(id="browse"))
        own = {attribute(link, at) for link in found for at in ("href", "hx-get")} - {None}
        own = {link for link in own if link.partition("?")[0] == address(name)}
        assert own
        links |= own
    assert {link: moved(name, link) for link in links} == dict.fromkeys(links)
    assert client.head(max(links)).status_code == 200


def moved(name: str, link: str) -> str | None:
    """Where the page of a list would send whoever follows the link, before it asks for a row."""
    request = RequestFactory().get(link)
    request.htmx = False
    filters = LISTED[name].read_page(request)
    filters.validate()
    response = canonical.redirect(request, filters)
    return response and response["Location"]


def test_what_would_cost_a_redirect_is_seen(cast):
    assert moved("case-studies", "/case-studies/?sort=figures&region=africa") == "/case-studies/?region=africa"


def test_form_of_a_list_sends_its_filters_in_order(client, cast):
    page = Reading(client.get("/case-studies/?region=africa&region=latin-america&theme=transport&sort=title"))
    form = page.all("form", page.one(id="browse"))[0]
    sent = [(attribute(box, "name"), attribute(box, "value")) for box in page.all("input", form, name=None)]
    assert sent == [
        ("q", ""),
        ("region", "africa"),
        ("region", "latin-america"),
        ("theme", "transport"),
        ("sort", "title"),
    ]


def test_every_list_is_in_this_contract():
    assert {name for name, _, _ in ASKED} < set(LISTS)

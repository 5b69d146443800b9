"""Every list: its addresses, page and entry in the root of the API come from its one declaration."""

import pytest
from django.urls import reverse
from pyroaring import BitMap64

from casestudies.listings import LISTINGS
from casestudies.models import Place
from tests.api import ROOT, SITE
from tests.lists import LISTED, address, every_list
from tests.reading import Reading, attribute, texts

pytestmark = pytest.mark.once

every_listing = pytest.mark.parametrize("listing", LISTINGS, ids=lambda listing: listing.name)


PUBLISHED = [
    "case-studies", "cities", "outcomes", "methods", "lessons", "programmes", "networks", "themes", "sources",
    "indicators", "organisations", "events", "glossary", "places", "sdg-targets", "units", "steps", "involvements",
    "memberships", "participations", "affiliations", "offices", "leadership-terms", "transfers", "families",
    "cooperation",
]  # fmt: skip
ONLY_IN_THE_API = set(PUBLISHED[13:]) - {"transfers"}


def test_no_list_leaves_its_address_or_its_place_among_the_others():
    assert [name for name in LISTED if name in PUBLISHED] == PUBLISHED
    assert {name for name in PUBLISHED if not LISTED[name].has_page} == ONLY_IN_THE_API


def test_declaration_can_not_be_changed(cast):
    with pytest.raises(AttributeError):
        LISTED["cities"].title = "Towns"


@every_listing
def test_list_begins_its_addresses_with_its_kind(listing):
    assert reverse(f"api:{listing.kind}-list") == f"{ROOT}/{listing.name}/"
    if listing.has_page:
        assert listing.address("q=x") == f"/{listing.name}/?q=x"
        assert listing.file("csv") == f"/{listing.name}.csv"
        newest = {"case-studies": "?sort=newest", "programmes": "?sort=newest"}  # their pages have another order
        assert listing.feed() == f"/{listing.name}.atom{newest.get(listing.name, '')}"


@every_list
def test_menu_or_footer_lead_to_the_list_under_its_title(client, cast, name):
    page, listing = Reading(client.get("/about/")), LISTED[name]
    frame = page.one("nav", id="menu") if listing.in_menu else page.one("footer")
    links = {attribute(link, "href"): texts(link) for link in page.all("a", frame)}
    assert links[address(name)] == str(listing.title)


@every_list
def test_page_has_the_title_and_the_lead_of_its_declaration(client, cast, name):
    page, listing = Reading(client.get(address(name))), LISTED[name]
    assert texts(page.one("h1")) == str(listing.title)
    assert texts(page.one("p", class_="lead")) == str(listing.lead)


def test_queryset_of_django_filter_is_refused_since_it_would_hold_every_row(cast):
    with pytest.raises(TypeError, match="keys"):
        _ = LISTED["cities"].read(None, "region=africa").qs


def test_list_of_some_rows_of_a_model_has_no_others_within_any_keys(cast):
    keys = BitMap64(Place.objects.values_list("pk", flat=True))
    assert cast.bogota.pk in keys
    assert set(LISTED["places"].read(None, "", within=keys).keys()) == set(LISTED["places"].read(None, "").keys())


def test_redirect_to_the_one_address_fetches_no_row(client, cast, django_assert_max_num_queries):
    client.get("/case-studies/?region=africa")  # the index is made
    with django_assert_max_num_queries(1):  # the version of the content
        response = client.get("/case-studies/?region=latin-america&region=africa&page=1")
    assert (response.status_code, response["Location"]) == (
        301, "/case-studies/?region=africa&region=latin-america",
    )  # fmt: skip


# The root of the API


def test_root_of_the_api_lists_every_list_with_its_address_and_its_page(read_api):
    root = read_api("")
    assert root["openapi"] == f"{SITE}{ROOT}/openapi.json"
    assert [one["name"] for one in root["lists"]] == list(LISTED)
    assert root["lists"][1] == {
        "name": "cities",
        "title": {"en": "Cities", "zh-Hans": "城市"},
        "description": {
            "en": "What each city has done, with whom, and what it learned.",
            "zh-Hans": "每座城市做了什么、与谁合作、得到什么经验。",
        },
        "url": f"{SITE}/cities/",
        "api_url": f"{SITE}{ROOT}/cities/",
    }
    assert {one["name"]: one["url"] for one in root["lists"]}["units"] is None


def test_every_address_in_the_root_of_the_api_leads_to_its_list(client, read_api):
    for one in read_api("")["lists"]:
        for at in filter(None, (one["url"], one["api_url"])):
            assert client.get(at.removeprefix(SITE)).status_code == 200


def test_root_of_the_api_is_in_both_languages_and_takes_no_parameters(client, read_api):
    assert client.get(f"{ROOT}/")["Content-Language"] == client.get(f"{ROOT}/cities/")["Content-Language"]
    for one in read_api("")["lists"]:
        assert not one["title"]["zh-Hans"].isascii()
        assert not one["description"]["zh-Hans"].isascii()
    assert list(read_api("?page=1", 400)["errors"]) == ["page"]

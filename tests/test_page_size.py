"""A reader says how many rows of a list stand on a page."""

import pytest

from casestudies.models import Place
from tests import factories as make
from tests.lists import address, both_languages
from tests.reading import Reading, attribute, texts

pytestmark = pytest.mark.once


@pytest.fixture
def many(cast):
    """Sixty more cases in Bogotá."""
    bogota = Place.objects.get(slug="bogota")
    for at in range(60):
        make.case(f"more-{at}", [bogota])


def read(client, query="", language="en"):
    response = client.get(address("case-studies", query, language))
    assert response.status_code == 200, response.content.decode()
    return Reading(response)


@both_languages
@pytest.mark.parametrize(("query", "number"), [("", 20), ("size=50", 50), ("size=50&page=2", 10)])
def test_page_has_as_many_rows_as_asked(client, many, query, number, language):
    whole = read(client, "size=100", language).paths
    assert len(whole) > 60
    first = {"": 0, "size=50": 0, "size=50&page=2": 50}[query]
    assert read(client, query, language).paths[:number] == whole[first : first + number]


def test_sizes_are_offered_at_the_foot_and_keep_the_rest(client, many):
    page = read(client, "region=latin-america&sort=title&view=table&page=2")
    foot = page.one("div", class_="sizes")
    assert texts(foot) == "Results on a page 20 50 100"
    assert texts(page.one("b", foot)) == "20"
    assert [attribute(link, "href") for link in page.all("a", foot)] == [
        f"/case-studies/?region=latin-america&sort=title&view=table&size={size}" for size in (50, 100)
    ]


def test_pages_facets_and_orders_keep_the_size(client, many):
    page = read(client, "size=50")
    assert attribute(page.one("a", rel="next"), "href") == "/case-studies/?size=50&page=2"
    assert attribute(page.choices("region")["latin-america"], "href") == "/case-studies/?region=latin-america&size=50"
    back = page.all("a", page.one("div", class_="sizes"))[0]
    assert attribute(back, "href") == "/case-studies/"


def test_sizes_stay_when_all_rows_are_on_one_page(client, many):
    page = read(client, "size=100")
    assert page.all("nav", class_="pages") == []
    assert texts(page.one("b", page.one("div", class_="sizes"))) == "100"


def test_short_list_offers_no_sizes(client, cast):
    assert read(client).all("div", class_="foot") == []


@pytest.mark.parametrize("size", ["24", "0", "-20", "1000000", "zwanzig", "20.0", "２０"])
def test_other_sizes_are_refused_with_those_that_there_are(client, cast, size):
    response = client.get("/case-studies/", {"size": size})
    assert response.status_code == 400
    assert Reading(response).problems == {"size": f"“{size}” is not one of: 20, 50, 100."}


@pytest.mark.parametrize("query", ["size=20", "size="])
def test_default_size_is_left_out_of_the_address(client, cast, query):
    response = client.get(f"/case-studies/?{query}")
    assert (response.status_code, response["Location"]) == (301, "/case-studies/")


@pytest.mark.parametrize(
    "door", ["case-studies.csv", "case-studies.atom", "case-studies/cite.bib", "api/v1/case-studies/"]
)
def test_size_of_a_page_is_refused_at_every_other_door(client, cast, door):
    assert client.get(f"/{door}?size=50").status_code == 400

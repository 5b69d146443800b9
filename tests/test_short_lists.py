"""A list of fewer than ten rows stands alone: filters would only be in its way."""

import pytest

from tests import factories as make
from tests.lists import address, both_languages
from tests.reading import Reading, attribute

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def filters_from_ten(settings):
    settings.FILTERS_FROM = 10


def read(client, query="", language="en"):
    response = client.get(address("networks", query, language))
    assert response.status_code == 200
    return Reading(response)


@both_languages
def test_short_list_has_neither_filters_nor_a_search_box(client, cast, language):
    make.network("another")
    page = read(client, language=language)
    assert page.paths
    assert page.all(id="facets") == page.all("form", page.one(id="browse")) == page.all("a", href="#results") == []
    assert page.all("ul", class_="sorts")


def test_filters_come_with_the_tenth_row(client, cast):
    while (number := len(read(client).paths)) < 10:
        assert read(client).all(id="facets") == []
        make.network(f"network-{number}")
    assert read(client).all(id="facets")


def test_filtered_list_has_its_filters_however_few_rows_are_left(client, cast):
    for number in range(10):
        make.network(f"network-{number}")
    page = read(client, "region=latin-america")
    assert len(page.paths) < 10
    assert page.all(id="facets")


def test_active_filters_of_a_short_list_can_be_removed(client, cast):
    page = read(client, "q=c40&region=latin-america")
    assert page.all(id="facets") == []
    pills = page.all("a", page.one("ul", class_="pills"))
    assert [attribute(pill, "href") for pill in pills] == [
        "/networks/?region=latin-america",
        "/networks/?q=c40",
        "/networks/",
    ]

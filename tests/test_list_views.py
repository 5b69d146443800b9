"""A list is shown as cards or as a table: the same rows, filters and order."""

import pytest
from django.utils import translation

from tests import factories as make
from tests.lists import LISTED, LISTS, address, both_languages, every_list
from tests.reading import Reading, attribute, texts

pytestmark = pytest.mark.once

WITH_CARDS = [name for name in LISTS if LISTED[name].card]  # which they are shown as unless a table is asked for


def read(client, query="", name="case-studies", language="en", **headers):
    response = client.get(address(name, query, language), headers=headers)
    assert response.status_code == 200, response.content.decode()
    return Reading(response)


def table(page: Reading) -> list[list[str]]:
    """The cells of the table on a page, its headings first."""
    return [[texts(cell) for cell in row if cell.tag in ("th", "td")] for row in page.all("tr")]


@both_languages
@every_list
def test_table_has_the_rows_of_the_list_in_its_order(client, cast, name, language):
    page = read(client, "view=table" if name in WITH_CARDS else "", name, language)
    assert page.all("article", class_="card") == []
    rows = page.all("th", scope="row")
    assert [attribute(page.all("a", row)[0], "href") for row in rows] == read(client, "", name, language).paths
    headings = page.all("th", scope="col")
    with translation.override(language):
        assert [texts(heading) for heading in headings] == [str(column.heading) for column in LISTED[name].columns]
    assert all(len(row) == len(headings) for row in table(page))


def test_table_of_cases_says_where_about_what_when_and_how_much_was_measured(client, cast):
    page = read(client, "city=bogota&view=table")
    assert table(page) == [
        ["Title", "Where", "Themes", "When", "Measured figures"],
        ["Clean air zones that put equity first", "Bogotá , Colombia", "Clean air zones", "2022–2024", "2"],
    ]


def test_headings_sort_where_the_list_has_such_an_order(client, cast):
    page = read(client, "region=africa&region=latin-america&sort=title&view=table")
    headings = page.all("th", scope="col")
    assert [attribute(heading, "aria-sort") for heading in headings] == ["ascending", None, None, None, None]
    links = {texts(link): attribute(link, "href") for heading in headings for link in page.all("a", heading)}
    assert links == {
        "When": "/case-studies/?region=africa&region=latin-america&sort=started&view=table",
        "Measured figures": "/case-studies/?region=africa&region=latin-america&view=table",
    }


def test_default_order_is_named_in_the_heading(client, cast):
    page = read(client, "view=table")
    assert [attribute(one, "aria-sort") for one in page.all("th", scope="col")] == [None] * 4 + ["descending"]


def test_every_order_that_a_heading_names_is_one_of_the_list():
    named = {name: {column.sort for column in LISTED[name].columns} - {""} for name in LISTS}
    assert {
        name: sorts - set(LISTED[name].sorts) for name, sorts in named.items() if sorts - set(LISTED[name].sorts)
    } == {}
    assert all(sum(column.leads for column in LISTED[name].columns) == 1 for name in LISTS)


def test_numbers_stand_in_columns_of_their_own(client, cast):
    page = read(client, "view=table", "cities")
    assert [texts(one) for one in page.all("th", class_="number")] == ["Case studies", "Figures", "Population"]
    rows = {row[0]: row[1:] for row in table(page)}
    assert rows["Bengaluru"] == ["South and West Asia", "India", "1", "1", ""]


def test_switch_keeps_filters_and_order_and_names_the_view(client, cast):
    page = read(client, "region=latin-america&sort=title")
    switch = page.one("ul", class_="views")
    assert texts(switch) == "Cards Table Map"
    assert texts(page.one("b", switch)) == "Cards"
    link, to_map = page.all("a", switch)
    assert attribute(to_map, "href") == "/case-studies/?region=latin-america&sort=title&view=map"
    assert attribute(link, "href") == "/case-studies/?region=latin-america&sort=title&view=table"
    assert attribute(link, "hx-get") == attribute(link, "href")
    back = read(client, "region=latin-america&sort=title&view=table")
    assert attribute(back.all("a", back.one("ul", class_="views"))[0], "href") == (
        "/case-studies/?region=latin-america&sort=title"
    )


def test_every_link_of_the_list_keeps_the_view(client, cast):
    for at in range(30):
        make.case(f"more-{at}", [make.Place.objects.get(slug="bogota")])
    page = read(client, "region=latin-america&sort=title&view=table")
    own = [
        link
        for link in page.all("a", page.one(id="browse"), hx_get=None)
        if link not in page.all("a", page.one("ul", class_="views"))
    ]
    assert len(own) > 20
    assert [attribute(link, "hx-get") for link in own if "view=table" not in attribute(link, "hx-get")] == []
    for form in page.all("form", page.one(id="browse")):
        assert [attribute(box, "value") for box in page.all("input", form, name="view")] == ["table"]
    assert attribute(page.one("a", class_="clear"), "href") == "/case-studies/?view=table"


def test_files_feed_and_citation_are_those_of_the_rows(client, cast):
    page = read(client, "region=latin-america&view=table")
    links = {attribute(link, "href") for link in page.all("a", page.one("p", class_="downloads"))}
    assert "/case-studies.csv?region=latin-america" in links
    assert not any("view" in link for link in links)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("case-studies", "“carousel” is not one of: cards, table, map"),
        ("transfers", "“carousel” is not one of: table, map"),
    ],
)
def test_unknown_view_is_refused_with_those_that_there_are(client, cast, name, message):
    response = client.get(f"/{name}/?view=carousel")
    assert response.status_code == 400
    assert Reading(response).problems["view"].startswith(message)


def test_view_is_given_once(client, cast):
    response = client.get("/case-studies/?view=cards&view=table")
    assert response.status_code == 400
    assert Reading(response).problems == {"view": "Give it once."}


@pytest.mark.parametrize(
    "door", ["case-studies.csv", "case-studies.atom", "case-studies/cite.bib", "api/v1/case-studies/"]
)
def test_view_is_refused_at_every_other_door(client, cast, door):
    assert client.get(f"/{door}?view=table").status_code == 400


@pytest.mark.parametrize("query", ["view=cards", "view="])
def test_default_view_is_left_out_of_the_address(client, cast, query):
    response = client.get(f"/case-studies/?{query}")
    assert (response.status_code, response["Location"]) == (301, "/case-studies/")


def test_view_stands_before_the_page_and_after_the_order(client, cast):
    response = client.get("/case-studies/?page=1&view=table&sort=title&region=africa")
    assert (response.status_code, response["Location"]) == (301, "/case-studies/?region=africa&sort=title&view=table")


def test_fragment_has_the_view_of_the_page(client, cast):
    part = read(client, "view=table", HX_Request="true")
    assert table(part) == table(read(client, "view=table"))


def test_search_engines_are_led_to_the_cards(client, cast):
    page = read(client, "region=latin-america&view=table")
    assert attribute(page.one("link", rel="canonical"), "href").endswith("/case-studies/?region=latin-america")

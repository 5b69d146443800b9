"""Themes, methods and networks are an index: names in columns, each with its case studies, and what is below it."""

import pytest

from tests import factories as make
from tests.lists import LISTED, LISTS, address, both_languages
from tests.reading import Reading, attribute, texts

pytestmark = pytest.mark.once

INDEXES = ["methods", "networks", "themes"]


def read(client, name, query="", language="en"):
    response = client.get(address(name, query, language))
    assert response.status_code == 200, response.content.decode()
    return Reading(response)


def tree(page: Reading) -> list[tuple[str, list[str]]]:
    """Each entry with its number, and those below it."""
    top = [one for one in page.one("ul", class_="index") if one.tag == "li"]
    return [(texts(page.all("p", one)[0]), [texts(entry) for entry in page.all("p", one)[1:]]) for one in top]


def test_these_lists_are_indexes_and_have_cards_and_a_table_too():
    found = {name: [view.name for view in LISTED[name].views] for name in LISTS if LISTED[name].above}
    assert sorted(found) == INDEXES
    assert all(views[:3] == ["index", "cards", "table"] for views in found.values())


@both_languages
@pytest.mark.parametrize("name", INDEXES)
def test_index_has_the_rows_of_the_cards(client, cast, name, language):
    index, cards = read(client, name, "", language), read(client, name, "view=cards", language)
    assert sorted(index.paths) == sorted(cards.paths)
    assert index.all("article", class_="card") == []


def test_themes_stand_below_their_main_theme_with_their_case_studies(client, cast):
    found = dict(tree(read(client, "themes")))
    assert found["Air quality 2"] == ["Clean air zones 1"]


def test_main_theme_without_the_filters_is_named_above_those_that_have_them(client, db):
    above = make.theme("air")
    make.theme("zones", parent_id=above.pk)
    page = read(client, "themes", "q=zones")
    assert tree(page) == [("Air", ["Zones 0"])]
    assert page.paths == ["/themes/zones/"]


def test_methods_stand_below_the_concept_that_they_are_a_part_of_if_it_is_public(client, db):
    concept, hidden = make.method("concept"), make.method("hidden", state="draft")
    make.method("part", parent=concept)
    make.method("alone", parent=hidden)
    assert tree(read(client, "methods")) == [("Alone 0", []), ("Concept 0", ["Part 0"])]


@pytest.mark.parametrize("query", ["sort=name", "sort=name&view=index"])
def test_other_orders_are_flat(client, db, query):
    concept = make.method("concept")
    make.method("a-part", parent=concept)
    response = client.get(address("methods", query), follow=True)
    assert tree(Reading(response)) == [("A part 0", []), ("Concept 0", [])]


def test_index_is_read_whole(client, db):
    for at in range(60):
        make.network(f"network-{at:02}")
    page = read(client, "networks")
    assert len(page.paths) == 60
    assert page.all("nav", class_="pages") == page.all("div", class_="sizes") == []
    assert attribute(page.all("a", page.one("ul", class_="views"))[0], "href") == "/networks/?view=cards"
    some = read(client, "networks", "size=20")
    assert len(some.paths) == 20
    assert [attribute(link, "href") for link in some.all("a", some.one("div", class_="sizes"))] == [
        "/networks/?size=50",
        "/networks/",
    ]

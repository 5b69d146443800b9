"""The small map at the top of a record: where it is, among other cities. Only the first one asks the database."""

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from lxml import etree

from casestudies.index import Index
from casestudies.models import City, ContentVersion, Place
from tests import factories as make
from tests.reading import texts


def draw(**context):
    """The map, or None if nothing is drawn."""
    html = render_to_string("casestudies/_locator.html", context).strip()
    return etree.fromstring(html) if html else None


def spots(drawn) -> list[tuple[str, str, str]]:
    return [
        (spot.get("cx"), spot.get("cy"), spot.get("data-region")) for spot in drawn.findall("circle[@class='spot']")
    ]


def place(slug: str) -> Place:
    return Place.objects.with_parents().get(slug=slug)


def test_city_stands_in_the_middle_with_its_name(located):
    drawn = draw(place=place("bogota"))
    assert drawn.get("aria-label") == "Where it is: Bogotá"
    assert spots(drawn) == [("50%", "50.044%", "latin-america")]
    assert [texts(name) for name in drawn.findall("text")] == ["Bogotá"]


def test_land_is_cut_from_the_map_of_the_world(located):
    land = draw(place=place("bogota")).find("svg")
    assert land.get("viewBox") == "2195 1698 1500 1125"
    assert land.find("use").get("href") == "/static/vendor/land.svg#land"


def test_cities_around_it_are_pale_and_those_far_away_are_not_there(located):
    make.city("cali", located.colombia, latitude="3.43722", longitude="-76.5225", dataset="GeoNames")
    pale = draw(place=place("bogota")).findall("circle[@class='elsewhere']")
    assert [(spot.get("cx"), spot.get("cy")) for spot in pale] == [("45.4%", "53.956%")]


def test_country_shows_its_cities(located):
    make.city("cali", located.colombia, latitude="3.43722", longitude="-76.5225", dataset="GeoNames")
    drawn = draw(place=place("colombia"))
    assert drawn.get("aria-label") == "Where it is: Colombia"
    assert [texts(name) for name in drawn.findall("text")] == ["Bogotá", "Cali"]
    for at in range(3):
        make.city(f"town-{at}", located.colombia, latitude=at, longitude=-70, dataset="GeoNames")
    assert draw(place=place("colombia")).findall("text") == []
    assert len(spots(draw(place=place("colombia")))) == 5


def test_case_in_several_cities_shows_them_all(located):
    drawn = draw(places=[place("bogota"), place("rio-de-janeiro")])
    assert drawn.get("aria-label") == "Where it is: Bogotá, Rio de Janeiro"
    assert len(spots(drawn)) == 2


@pytest.mark.parametrize("slug", ["bengaluru", "india", "africa", "world"])
def test_nothing_is_drawn_of_what_nobody_can_place(located, slug):
    assert draw(place=place(slug)) is None


def test_nothing_is_drawn_without_a_place(located):
    assert draw() is None
    assert draw(places=[]) is None


def test_city_at_the_origin_has_a_place(located):
    City.objects.filter(slug="bengaluru").update(latitude=0, longitude=0, dataset="GeoNames")
    assert draw(place=place("bengaluru")).find("svg").get("viewBox") == "4250 1872 1500 1125"


def test_islands_on_both_sides_of_the_date_line_stand_beside_each_other(located):
    pacific = make.place("pacific", "region", located.latin_america.parent)
    make.city("suva", pacific, latitude="-18.14", longitude="178.44", dataset="GeoNames")
    make.city("apia", pacific, latitude="-13.83", longitude="-171.77", dataset="GeoNames")
    assert draw(place=place("pacific")).find("svg").get("viewBox") == "9248 2465 1500 1125"


def test_draft_stands_where_its_curator_has_put_it_and_others_do_not_see_it(located):
    City.objects.filter(slug="rio-de-janeiro").update(state="draft")
    assert spots(draw(place=place("rio-de-janeiro"))) == [("50%", "50.044%", "latin-america")]
    assert draw(place=place("brazil")) is None


def test_names_are_in_the_language_of_the_page(located):
    with override("zh-hans"):
        drawn = draw(place=place("bogota"))
        assert [texts(name) for name in drawn.findall("text")] == ["波哥大"]


def test_only_the_first_map_of_a_version_asks_the_database(located):
    ContentVersion.current()
    bogota, rio = place("bogota"), place("rio-de-janeiro")
    Index.drop()
    with CaptureQueriesContext(connection) as first:
        draw(place=bogota)
    with CaptureQueriesContext(connection) as second:
        draw(place=rio)
    assert len(first) > len(second) == 1  # for the version

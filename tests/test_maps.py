"""The map of a list: all rows that match, by city; its key is the facet of regions."""

import pytest

from casestudies.models import City, Participation, Place
from casestudies.views.maps import LABELS
from tests import factories as make
from tests.lists import LISTED, LISTS
from tests.maps import box, dots, key
from tests.reading import Reading, attribute, texts

pytestmark = pytest.mark.once

WITH_PLACES = [name for name in LISTS if LISTED[name].places]
WORLD = "0 20 10000 4347"


def test_lists_of_what_has_places_have_a_map():
    assert WITH_PLACES == ["case-studies", "cities", "outcomes", "programmes", "events", "transfers"]
    assert [name for name in LISTS if "map" in [view.name for view in LISTED[name].views]] == WITH_PLACES
    assert {LISTED[name].model for name in WITH_PLACES} == set(LABELS)


def test_dots_of_cases_lead_to_those_of_their_city(read_list, located):
    make.case("rio-buses", [located.rio])
    page = read_list("case-studies", "sort=title&view=map")
    assert dots(page) == {
        "Rio de Janeiro, Brazil: 2 case studies": "/case-studies/?city=rio-de-janeiro&sort=title",
        "Bogotá, Colombia: 1 case study": "/case-studies/?city=bogota&sort=title",
    }
    assert box(page) == WORLD


def test_map_has_all_rows_and_not_those_of_a_page(read_list, located):
    for at in range(40):
        make.case(f"more-{at}", [located.rio])
    page = read_list("case-studies", "view=map")
    assert list(dots(page)) == ["Rio de Janeiro, Brazil: 41 case studies", "Bogotá, Colombia: 1 case study"]
    assert page.all("nav", class_="pages") == []
    assert page.all("ul", class_="sorts") == []


def test_rows_of_no_known_city_are_counted_below_the_map(read_list, located):
    page = read_list("case-studies", "view=map")
    assert "1 of these is not on the map" in texts(page.one(class_="results"))
    make.case("colombian-law", [located.colombia])
    assert "2 of these are not on the map" in texts(read_list("case-studies", "view=map").one(class_="results"))
    assert "not on the map" not in texts(read_list("case-studies", "city=bogota&view=map").one(class_="results"))


def test_key_is_the_facet_of_regions_and_keeps_other_filters_and_the_view(read_list, located):
    page = read_list("case-studies", "theme=transport&view=map")
    assert key(page) == {
        "Africa 0": None,
        "Latin America 1": "/case-studies/?region=latin-america&theme=transport&view=map",
        "South and West Asia 1": "/case-studies/?region=south-and-west-asia&theme=transport&view=map",
    }
    chosen = read_list("case-studies", "region=latin-america&theme=transport&view=map")
    assert key(chosen)["Latin America 1"] == "/case-studies/?theme=transport&view=map"
    (current,) = chosen.all("a", chosen.one(id="map-key"), aria_current="true")
    assert texts(current) == "Latin America 1"
    assert attribute(current, "hx-get") == attribute(current, "href")


def test_regions_of_the_map_lead_where_its_key_leads(read_list, located):
    page = read_list("case-studies", "view=map")
    regions = page.all("a", class_="map-region")
    assert [attribute(link, "href") for link in regions] == ["/case-studies/?region=latin-america&view=map"]
    assert {attribute(link, "tabindex") for link in regions} == {"-1"}  # the key says the same to the keyboard


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        ("region=latin-america", "2324 2100 2143 1339"),
        ("region=latin-america&country=brazil", "3096 2810 1500 938"),
        ("city=bogota", "2195 1792 1500 938"),
        ("city=bogota&city=rio-de-janeiro", "2324 2100 2143 1339"),
        ("region=south-and-west-asia", WORLD),  # nobody knows where its city is
        ("theme=transport", WORLD),
    ],
)
def test_places_that_are_chosen_fill_the_map(read_list, located, chosen, shown):
    assert box(read_list("case-studies", f"{chosen}&view=map")) == shown


def test_regions_at_both_ends_of_the_world_show_all_of_it(read_list, located):
    make.city("suva", located.africa, latitude="-18.14", longitude="178.44", dataset="GeoNames")
    assert box(read_list("cities", "region=africa&region=latin-america&view=map")) == WORLD


def test_places_that_are_not_chosen_are_not_on_the_map(read_list, located):
    """A programme in Bogotá and Rio is one of Brazil; a map of Brazil has no dot in Colombia."""
    for city in (located.bogota, located.rio):
        Participation.objects.create(programme=located.zuma, place=city, key=city.slug)
    assert list(dots(read_list("programmes", "view=map"))) == [
        "Bogotá, Colombia: 1 programme",
        "Rio de Janeiro, Brazil: 1 programme",
    ]
    page = read_list("programmes", "country=brazil&view=map")
    assert dots(page) == {"Rio de Janeiro, Brazil: 1 programme": "/programmes/?country=brazil&city=rio-de-janeiro"}


def test_cities_without_cases_are_on_the_map_of_cities_but_empty(read_list, located):
    make.city("cali", located.colombia, latitude="3.43722", longitude="-76.5225", dataset="GeoNames")
    page = read_list("cities", "view=map")
    assert dots(page) == {
        "Bogotá, Colombia: 1 case study": "/cities/bogota/",
        "Rio de Janeiro, Brazil: 1 case study": "/cities/rio-de-janeiro/",
        "Cali, Colombia: 0 case studies": "/cities/cali/",
    }
    assert [texts(dot) for dot in page.all("a", class_="dot-empty")] == ["Cali, Colombia: 0 case studies"]
    assert "1 of these is not on the map" in texts(page.one(class_="results"))
    assert list(dots(read_list("cities", "cases=without&view=map"))) == ["Cali, Colombia: 0 case studies"]


def test_city_at_the_origin_and_one_without_region_have_their_dots(read_list, located):
    world = Place.objects.get(slug="world")
    make.city("null-island", world, latitude=0, longitude=0, dataset="GeoNames")
    page = read_list("cities", "view=map")
    (dot,) = [dot for dot in page.all("a", class_="dot") if texts(dot) == "Null Island: 0 case studies"]
    assert attribute(page.one("circle", dot), "cx") == "50%"
    assert list(key(page)) == ["Africa 0", "Latin America 2", "South and West Asia 1"]


def test_draft_city_has_no_dot(read_list, located):
    City.objects.filter(slug="bogota").update(state="draft")
    assert list(dots(read_list("case-studies", "view=map"))) == ["Rio de Janeiro, Brazil: 1 case study"]


def test_map_of_nothing_says_that_there_is_nothing(read_list, located):
    page = read_list("case-studies", "q=atlantis&view=map")
    assert page.all("svg", class_="map-sheet") == []


def test_list_is_the_twin_of_its_map(read_list, located):
    page = read_list("case-studies", "theme=transport&view=map")
    assert attribute(page.one("a", class_="map-twin"), "href") == "/case-studies/?theme=transport"


def test_second_page_of_a_map_is_refused(client, located):
    response = client.get("/case-studies/?view=map&page=2")
    assert response.status_code == 400
    assert Reading(response).problems == {"page": "The map has all rows at once: leave it out."}


def test_lists_without_places_have_no_map(client, cast):
    response = client.get("/themes/?view=map")
    assert response.status_code == 400
    assert "map" not in Reading(response).problems["view"].removeprefix("“map” is not one of")


def test_members_of_a_network_are_on_a_map_from_two_on(client, located):
    assert Reading(client.get("/networks/c40/")).all("svg", class_="map-sheet") == []
    make.membership(located.c40, located.rio)
    make.membership(located.c40, located.bengaluru)  # nobody knows where
    page = Reading(client.get("/networks/c40/"))
    assert dots(page) == {"Bogotá, Colombia": "/cities/bogota/", "Rio de Janeiro, Brazil": "/cities/rio-de-janeiro/"}
    assert key(page) == {"Latin America 2": None}
    assert box(page) == "2324 2100 2143 1339"


def test_who_takes_part_in_a_programme_is_on_a_map_groups_too(client, located):
    Participation.objects.create(programme=located.zuma, place=located.bogota, key="bogota")
    towns = Participation.objects.create(programme=located.zuma, group_en="Towns", key="towns")
    towns.group_places.add(located.rio)
    page = Reading(client.get("/programmes/zuma/"))
    assert list(dots(page)) == ["Bogotá, Colombia", "Rio de Janeiro, Brazil"]


def test_cities_all_over_the_world_are_on_a_map_of_the_world(client, located):
    for at, longitude in enumerate((-170, 0, 170)):
        city = make.city(f"far-{at}", located.africa, latitude=0, longitude=longitude, dataset="GeoNames")
        make.membership(located.c40, city)
    assert box(Reading(client.get("/networks/c40/"))) == WORLD

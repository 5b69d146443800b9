"""The map of transfers: a curve for each pair of cities that a practice moved between, a dot for each city."""

import pytest

from casestudies.arcs import curve
from casestudies.atlas import Point
from casestudies.models import City, Place, Transfer
from tests import factories as make
from tests.maps import arcs, dots
from tests.reading import attribute, texts

pytestmark = pytest.mark.once


@pytest.fixture
def moved(located):
    """Bengaluru, which is on the map here, advised Rio; Bogotá taught Rio and Bengaluru."""
    City.objects.filter(slug="bengaluru").update(latitude="12.97194", longitude="77.59369", dataset="GeoNames")
    lessons = make.transfer(
        "lessons", from_place_id=located.bogota.pk, to_place_id=located.rio.pk, **make.both("what", "Bus lanes")
    )
    lessons.to_further.add(located.bengaluru)
    return located


def test_curves_lead_from_one_city_to_the_other(read_list, moved):
    page = read_list("transfers", "view=map")
    assert arcs(page) == {
        "Bengaluru → Rio de Janeiro: Advice on sensors": "/transfers/advice/",
        "Bogotá → Rio de Janeiro, Bengaluru: Bus lanes": "/transfers/lessons/",
    }
    paths = [attribute(page.one("path", arc), "d") for arc in page.all("a", class_="arc")]
    assert [path.count("M") for path in paths] == [1, 2]
    assert paths[0].startswith("M7129 1950Q5487 1056 ")
    assert paths[0].endswith(" 3846 3279")


def test_dots_of_transfers_lead_to_those_at_either_end_of_their_city(read_list, moved):
    assert dots(read_list("transfers", "view=map")) == {
        "Bogotá, Colombia: 1 transfer": "/transfers/?city=bogota",
        "Rio de Janeiro, Brazil: 2 transfers": "/transfers/?city=rio-de-janeiro",
        "Bengaluru, India: 2 transfers": "/transfers/?city=bengaluru",
    }


def test_filters_of_the_list_are_those_of_its_curves(read_list, moved):
    page = read_list("transfers", "manner=advised&view=map")
    assert list(arcs(page)) == ["Bengaluru → Rio de Janeiro: Advice on sensors"]


def test_transfer_with_one_known_city_has_a_dot_and_no_curve(read_list, located):
    page = read_list("transfers", "view=map")
    assert arcs(page) == {}
    assert list(dots(page)) == ["Rio de Janeiro, Brazil: 1 transfer"]


def test_draft_city_at_one_end_takes_the_curve_away(read_list, moved):
    Place.objects.filter(slug="bogota").update(state="draft")
    assert list(arcs(read_list("transfers", "view=map"))) == ["Bengaluru → Rio de Janeiro: Advice on sensors"]


def test_practice_that_stayed_in_its_city_has_no_curve(read_list, moved):
    Transfer.objects.filter(key="advice").update(from_place=moved.rio)
    page = read_list("transfers", "manner=advised&view=map")
    assert arcs(page) == {}
    assert [texts(dot) for dot in page.all("a", class_="dot")] == ["Rio de Janeiro, Brazil: 1 transfer"]


def test_long_names_of_curves_are_cut_where_they_are_shown_but_not_where_they_are_read(read_list, moved):
    Transfer.objects.filter(key="advice").update(what_en="Advice on sensors " * 9, what_zh_hans="传感器建议" * 12)
    whole = "Bengaluru → Rio de Janeiro: " + "Advice on sensors " * 9
    page = read_list("transfers", "manner=advised&view=map")
    (arc,) = page.all("a", class_="arc")
    assert attribute(arc, "aria-label") == whole
    assert texts(page.one("text", arc)) == f"{whole[:89]}…"
    (arc,) = (page := read_list("transfers", "manner=advised&view=map", "zh-hans")).all("a", class_="arc")
    assert texts(page.one("text", arc)) == "班加罗尔 → 里约热内卢：" + ("传感器建议" * 12)[:31] + "…"


def test_curves_bend_to_the_north_but_stay_on_the_map():
    assert curve(Point(0, 1000), Point(1000, 1000), 0) == "M0 1000Q500 560 1000 1000"
    assert curve(Point(0, 100), Point(1000, 100), 20) == "M0 100Q500 -60 1000 100"  # its highest point is at 20

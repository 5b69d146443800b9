"""The geometry of maps: where places lie in the Equal Earth projection, and which part of the world a map shows."""

from itertools import pairwise
from math import radians, sin

import pytest

from casestudies.atlas import WORLD, Box, Point, project, radius, unrolled

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("longitude", "latitude", "point"),
    [
        (0, 0, (5000, 2434)),
        (-180, 0, (0, 2434)),
        (180, 0, (10000, 2434)),
        (0, 90, (5000, 0)),
        (0, -90, (5000, 4867)),
        (-180, 90, (2038, 0)),  # the pole is a line, 0.59 times as long as the equator
        (180, 90, (7962, 0)),
        (-74.07, 4.71, (2946, 2257)),  # Bogotá
        (174.76, -36.85, (9384, 3761)),  # Auckland
    ],
)
def test_place_lies_where_the_projection_says(longitude, latitude, point):
    assert project(longitude, latitude) == point


def test_projection_keeps_areas():
    """Of a strip around the world from 60 to 70 degrees and of one from 0 to 10, as the sphere has them."""

    def area(south: int, north: int) -> float:
        lines = [project(180, latitude) for latitude in range(south, north + 1)]
        return sum((a.x + b.x - 10_000) * (a.y - b.y) for a, b in pairwise(lines))

    sphere = (sin(radians(70)) - sin(radians(60))) / sin(radians(10))
    assert area(60, 70) / area(0, 10) == pytest.approx(sphere, rel=0.005)


def test_islands_beyond_the_date_line_lie_right_of_fiji():
    suva, apia = (178.44, -18.14), (-171.77, -13.83)
    assert project(*suva) == unrolled(*suva) == (9839, 3106)
    assert project(*apia) == (295, 2949)
    assert unrolled(*apia) == (10156, 2949)


def test_box_has_all_points_and_room_around_them():
    points = [Point(1000, 1000), Point(3000, 1500)]
    box = Box.around(points, ratio=2, least=500)
    assert box == Box(x=684, y=592, width=2632, height=1316)
    assert str(box) == "684 592 2632 1316"
    assert all(point in box for point in points)
    assert Point(600, 1000) not in box
    assert Point(1000, 2000) not in box


def test_box_of_one_point_has_it_in_the_middle_and_is_as_large_as_asked():
    box = Box.around([Point(2946, 2257)], ratio=4 / 3, least=1500)
    assert (box.width, box.height) == (1500, 1125)
    assert box.place(Point(2946, 2257)) == ("50%", "50.044%")


def test_box_of_points_below_each_other_is_as_wide_as_its_height_asks():
    assert Box.around([Point(0, 0), Point(0, 760)], ratio=2, least=10) == Box(-1000, -120, 2000, 1000)


def test_places_in_a_box_are_given_in_percent():
    assert WORLD.place(Point(0, WORLD.y)) == ("0%", "0%")
    assert WORLD.place(Point(3333, WORLD.y + WORLD.height)) == ("33.33%", "100%")


def test_world_reaches_from_greenland_to_cape_horn():
    assert Box(0, 20, 10000, 4347) == WORLD
    assert project(-67.3, -55.98) in WORLD  # Cape Horn
    assert project(-39.9, 83.6) in WORLD  # the northernmost land


def test_dots_grow_with_their_number_but_not_without_end():
    assert [radius(count) for count in (0, 1, 2, 4, 9, 60, 100_000)] == [3.2, 4.5, 5.0, 5.8, 7.1, 13, 13]

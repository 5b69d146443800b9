"""How TopoJSON becomes the land of the maps."""

import json

import pytest

from casestudies.atlas import Point, project
from casestudies.land import arcs, at_the_date_line, drawn, outline, rings, simplified

pytestmark = pytest.mark.once

# Two squares beside each other, in tenths of a degree from (10, 20): they share the arc 0, one of them backwards.
TOPOLOGY = {
    "transform": {"scale": [0.1, 0.1], "translate": [10, 20]},
    "arcs": [
        [[100, 0], [0, 100]],
        [[100, 100], [-100, 0], [0, -100], [100, 0]],
        [[100, 0], [100, 0], [0, 100], [-100, 0]],
    ],
    "objects": {
        "land": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "MultiPolygon", "arcs": [[[0, 1]]]},
                {"type": "Polygon", "arcs": [[2, ~0]]},
            ],
        }
    },
}


def rounded(ring):
    return [(round(longitude, 6), round(latitude, 6)) for longitude, latitude in ring]


def test_arcs_go_from_one_point_to_the_next():
    assert rounded(arcs(TOPOLOGY)[0]) == [(20, 20), (20, 30)]


def test_rings_are_put_together_from_arcs_and_from_arcs_backwards():
    west, east = map(rounded, rings(TOPOLOGY))
    assert west == [(20, 20), (20, 30), (10, 30), (10, 20)]
    assert east == [(20, 20), (30, 20), (30, 30), (20, 30)]


def test_ring_that_crosses_the_date_line_is_cut_in_two():
    ring = [(170.0, 60.0), (-170.0, 60.0), (-170.0, 70.0), (170.0, 70.0)]
    west, east = sorted(map(rounded, at_the_date_line(ring)))
    assert sorted(west) == [(-180, 60), (-180, 70), (-170, 60), (-170, 70)]
    assert sorted(east) == [(170, 60), (170, 70), (180, 60), (180, 70)]


@pytest.mark.parametrize("rim", [10.0, 180.0, -180.0])
def test_ring_that_ends_before_or_at_the_date_line_stays_whole(rim):
    ring = [(rim, 60.0), (rim * 0.9, 60.0), (rim * 0.9, 70.0), (rim, 70.0)]
    assert at_the_date_line(ring) == [ring]


def test_outline_has_whole_steps_and_leaves_out_what_nobody_sees():
    start = project(20, 20)
    assert outline([(20, 20), (20, 20.001), (30, 20), (30, 30)]) == f"M{start.x} {start.y}l270 0-30-355z"
    assert outline([(20, 20), (20, 20.001), (20.001, 20)]) == ""


def test_line_loses_the_points_that_nobody_would_miss():
    line = [Point(0, 0), Point(50, 1), Point(100, 0), Point(100, 50), Point(99, 100)]
    assert simplified(line, 0.4) == line
    assert simplified(line, 2) == [Point(0, 0), Point(100, 0), Point(99, 100)]
    assert simplified(line, 200) == [Point(0, 0), Point(99, 100)]
    ring = [Point(0, 0), Point(100, 0), Point(100, 100), Point(0, 0)]
    assert simplified(ring, 2) == ring


def test_island_smaller_than_the_tolerance_is_left_out():
    island = [(20, 20), (20.05, 20), (20.05, 20.05)]
    assert outline(island) != ""
    assert outline(island, 2) == ""


def test_land_is_one_path_without_antarctica():
    south = {"type": "Polygon", "arcs": [[3]]}
    topology = json.loads(json.dumps(TOPOLOGY))
    topology["arcs"].append([[0, -900], [100, 0], [0, 50], [-100, 0]])
    before = drawn(topology)
    topology["objects"]["land"]["geometries"].append(south)
    assert drawn(topology) == before
    assert before.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10000 4367"><path id="land" ')
    assert before.count("M") == before.count("z") == 2

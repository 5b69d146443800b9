"""Lists as maps: RFC 7946, a feature for each row."""

from decimal import Decimal

import geojson
import pytest

from tests import factories as make
from tests.downloads import MAPPED, Download, address
from tests.lists import LISTED
from tests.test_contract_pages import many

pytestmark = pytest.mark.once

BOGOTA, RIO = [-74.08175, 4.60971], [-43.18223, -22.90642]


@pytest.fixture
def get(client, cast):
    for city, (longitude, latitude) in ((cast.bogota, BOGOTA), (cast.rio, RIO)):
        city.longitude, city.latitude = Decimal(str(longitude)), Decimal(str(latitude))
        city.dataset = "GeoNames"
        city.save()
    return lambda *asked: Download(client.get(address(*asked)))


def geometries(found: Download) -> dict:
    return {feature["properties"]["link_en"]: feature["geometry"] for feature in found.geojson["features"]}


@pytest.mark.parametrize("name", MAPPED)
def test_file_is_a_valid_collection_with_all_columns_of_each_row(get, name):
    many(name, 1)
    found = get(name, "geojson").geojson
    assert isinstance(found, geojson.FeatureCollection)
    assert found.is_valid
    assert found["features"]
    for feature in found["features"]:
        assert isinstance(feature, geojson.Feature)
        assert feature.is_valid
        assert list(feature["properties"]) == LISTED[name].table.names
        assert feature["id"] == feature["properties"]["link_en"]
    assert len({feature["id"] for feature in found["features"]}) == len(found["features"])


def test_properties_are_the_rows_of_json(get):
    rows = get("outcomes", "json").json["rows"]
    assert [dict(feature["properties"]) for feature in get("outcomes", "geojson").geojson["features"]] == rows


def test_longitude_comes_before_latitude_and_what_is_not_known_is_null(get):
    assert list(geometries(get("cities", "geojson")).values()) == [
        None,
        {"type": "Point", "coordinates": BOGOTA},
        {"type": "Point", "coordinates": RIO},
    ]


def test_case_in_several_places_is_one_feature_with_all_points_that_are_known(get, cast):
    make.case("twins", [cast.bogota, cast.rio, cast.bengaluru])
    make.case("half", [cast.bogota, cast.bengaluru])
    found = geometries(get("case-studies", "geojson"))
    site = "http://127.0.0.1:8000/case-studies"
    assert found[f"{site}/twins/"] == {"type": "MultiPoint", "coordinates": [BOGOTA, RIO]}
    assert found[f"{site}/half/"] == {"type": "Point", "coordinates": BOGOTA}
    assert found[f"{site}/bengaluru-plan/"] is None


def test_hidden_place_is_on_no_map(get, cast):
    cast.rio.state = "draft"
    cast.rio.save()
    assert geometries(get("case-studies", "geojson", "stage=completed")) == {
        "http://127.0.0.1:8000/case-studies/rio-campaign/": None
    }


def test_figures_lie_where_their_case_programme_or_place_does(get, cast):
    cast.zuma.jurisdictions.set([cast.bogota.pk])
    cast.zuma.save()
    make.outcome("goal", programme=cast.zuma)
    make.outcome("moved", place_id=cast.rio.pk)
    make.outcome("members", organisation_id=cast.c40.pk)
    found = {
        feature["properties"]["key"]: feature["geometry"] and feature["geometry"]["coordinates"]
        for feature in get("outcomes", "geojson").geojson["features"]
    }
    assert found == {
        "goal": BOGOTA, "moved": RIO, "members": None, "first-zone": BOGOTA, "fine-dust": BOGOTA, "people": None,
    }  # fmt: skip


def test_collection_says_what_was_asked_for(get):
    found = get("cities", "geojson", "country=brazil").geojson
    assert (found["query"], found["page"]) == ("country=brazil", "http://127.0.0.1:8000/cities/?country=brazil")

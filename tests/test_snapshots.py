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
def snapshots(content, places):
    """The slugs of the cities that have a snapshot, which are those of the passages in the parts about regions."""
    regions = {f"c40-at-20/{slug}" for slug, place in places.items() if place["kind"] == "region"}
    slugs = {name.partition("/")[2] for name, passage in content.passages.items() if passage.get("part") in regions}
    return {slug for slug in slugs if not slug.startswith("cities-of-")}


def words(text: str) -> int:
    return len(re.findall(r"[\w’'.,%₂-]*\w[%]?", text))


def cited_by(case) -> set[str]:
    return {citation["passage"] for cited in case["citations"].values() for citation in cited}


def cases(content, snapshots):
    """Those that the snapshots tell of; other passages may tell of them as well."""
    passages = {f"c40-at-20/{slug}" for slug in snapshots}
    snaps = [record.data for record in content.in_folder("cases") if record.data["depth"] == "snapshot"]
    return [case for case in snaps if cited_by(case) & passages]


def test_each_of_97_snapshots_has_a_case_of_its_city(content, snapshots):
    assert len(snapshots) == 97
    told = cases(content, snapshots)
    assert {place for case in told for place in case["places"]} == snapshots
    for case in told:
        assert f"c40-at-20/{case['places'][0]}" in cited_by(case), case["slug"]


def test_snapshots_are_told_in_30_to_90_words(content, snapshots):
    passages = {f"c40-at-20/{slug}" for slug in snapshots}
    alone = [case for case in cases(content, snapshots) if cited_by(case) <= passages]
    lengths = {case["slug"]: sum(words(case[part]["en"]) for part in PROSE if part in case) for case in alone}
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

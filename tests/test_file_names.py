"""The name of a file says which list it has, with which filters, of which day."""

import re

import pytest

from casestudies.exports.formats import FORMATS
from tests import factories as make
from tests.lists import PREFIXES, both_languages

pytestmark = pytest.mark.once


def named(client, path: str) -> str:
    """The name of a file, without the day and `cityclimate-`."""
    response = client.get(path)
    assert response.status_code == 200, response.content.decode()
    found = re.fullmatch(
        r'attachment; filename="cityclimate-([-.\w]+)-\d{4}-\d\d-\d\d(\.\w+)"',
        response["Content-Disposition"],
        re.ASCII,
    )
    return found[1] + found[2]


@both_languages
@pytest.mark.parametrize("extension", FORMATS)
def test_file_is_named_after_its_filters_in_every_format(client, cast, extension, language):
    path = f"{PREFIXES[language]}case-studies.{extension}?region=latin-america&theme=clean-air-zones"
    assert named(client, path) == f"case-studies-latin-america-clean-air-zones.{extension}"


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "case-studies"),
        ("sort=title", "case-studies"),
        (
            "theme=clean-air-zones&region=latin-america&region=africa",
            "case-studies-africa-latin-america-clean-air-zones",
        ),
        ("figures=with&year=2022", "case-studies-figures-with-year-2022"),
        ("year_min=2020", "case-studies-year-min-2020"),
        ("q=Clean+air%22%3B+x%3D%2F..%2F", "case-studies-q-clean-air-x"),
        ("q=Bogot%C3%A1", "case-studies-q-bogota"),
        ("q=%E6%B3%A2%E5%93%A5%E5%A4%A7", "case-studies-q-text"),
        ("q=a%0D%0Ab", "case-studies-q-a-b"),
    ],
)
def test_slugs_of_records_stand_alone_and_other_values_with_their_filter(client, cast, query, name):
    assert named(client, f"/case-studies.csv?{query}") == f"{name}.csv"


def test_many_filters_don_t_make_a_long_name(client, cast):
    slugs = [f"a-city-with-rather-a-long-name-{at}" for at in range(9)]
    for slug in slugs:
        make.city(slug)
    name = named(client, "/case-studies.csv?" + "&".join(f"city={slug}" for slug in slugs))
    assert name == f"case-studies-{slugs[0]}-{slugs[1]}-and-more.csv"


def test_file_of_the_evidence_table_is_named_after_its_filters_too(client, cast):
    assert named(client, "/evidence.csv?stage=completed") == "evidence-stage-completed.csv"

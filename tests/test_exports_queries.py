"""How often a download asks the database, and when."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casestudies.exports import as_csv, download
from tests.downloads import Download, address
from tests.test_contract_pages import many
from tests.test_query_counts import one_and_three, world


def asked_by(client, name: str) -> int:
    """By a download of a list whose index the process holds."""
    Download(client.get(address(name, "csv")))
    with CaptureQueriesContext(connection) as captured:
        Download(client.get(address(name, "csv")))
    return len(captured)


QUERIES = {
    "case-studies": 32,
    "cities": 10,
    "programmes": 27,
    "networks": 4,
    "organisations": 4,
    "events": 11,
    "transfers": 13,
    "methods": 4,
    "lessons": 20,
    "outcomes": 22,
    "indicators": 3,
    "themes": 3,
    "sources": 3,
}


@one_and_three
def test_download_asks_as_often_at_three_rows_as_at_one(client, db, number):
    world(number)
    assert {name: asked_by(client, name) for name in QUERIES} == QUERIES


def test_each_chunk_asks_equally_often(client, cast, monkeypatch):
    asked = []
    for chunk in (500, 10, 5):
        monkeypatch.setattr(download, "CHUNK", chunk)
        many("outcomes", 17) if chunk == 500 else None
        asked.append(asked_by(client, "outcomes"))
    first, two, four = asked
    assert (four - two) == 2 * (two - first)


@pytest.mark.parametrize("extension", ["csv", "json", "geojson"])
def test_next_chunk_is_read_when_the_first_is_sent(client, cast, extension, monkeypatch):
    monkeypatch.setattr(download, "CHUNK", 5)
    monkeypatch.setattr(as_csv, "ROWS", 5)
    many("outcomes", 17)
    with CaptureQueriesContext(connection) as captured:
        parts = client.get(address("outcomes", extension)).streaming_content
        asked = [len(captured)]
        for part in parts:
            if part and asked[-1] != len(captured):
                asked.append(len(captured))
    assert len(set(asked)) == 1 + 4  # before the first row, and 20 rows in chunks of 5

"""Every kind of page, list, order, file and answer of the API is the same on both databases, to the letter.

The runs on SQLite and on PostgreSQL write what they got to a folder that both know (`--answers`, which
`python -m tests.run` gives them); the one that comes second compares. So what prints rows is tested on SQLite alone.
"""

import datetime
import json
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from casestudies.models.record import Record
from tests import downloads
from tests.api import ROOT
from tests.lists import LISTED, LISTS, PREFIXES, address
from tests.test_pages import ANSWERS, DETAILS

DATABASES = {"sqlite", "postgresql"}


def addresses() -> list[str]:
    """Pages, lists in each order, in both languages; lists as files and in the API; records of the API."""
    pages = [f"{prefix.rstrip('/')}{path}" for prefix in PREFIXES.values() for path in ANSWERS]
    orders = [
        address(name, f"sort={sort}", language)
        for language in PREFIXES
        for name in LISTS
        for sort in LISTED[name].filters.sorts
        if sort != LISTED[name].filters.default_sort()
    ]
    files = [downloads.address(name, "csv") for name in LISTS]
    lists = [f"{ROOT}/{name}/" for name in LISTED]
    records = [f"{ROOT}{path}" for path in DETAILS if LISTED[path.split("/")[1]].detail_serializer]
    return [*pages, *orders, *files, *lists, *records]


@pytest.fixture
def share(pytestconfig):
    """What the other run wrote, if it has been here: write ours first, so that one of two at once sees both."""

    def share(answers: dict[str, str]) -> dict[str, str]:
        folder: Path | None = pytestconfig.getoption("answers")
        if folder is None:
            return answers
        (part := folder / f"{connection.vendor}.part").write_text(json.dumps(answers))
        part.rename(folder / f"{connection.vendor}.json")
        (other,) = DATABASES - {connection.vendor}
        file = folder / f"{other}.json"
        return json.loads(file.read_text()) if file.exists() else answers

    return share


@pytest.fixture
def same_day(cast):
    """Records say when they were edited last."""
    for model in apps.get_app_config("casestudies").get_models():
        if issubclass(model, Record):
            model.objects.update(updated_at=datetime.datetime(2025, 9, 18, 12, tzinfo=datetime.UTC))


def test_answers_are_those_of_the_other_database(client, same_day, share):
    answers = {}
    for path in addresses():
        response = client.get(path, follow=True)
        assert response.status_code == 200, path
        answers[path] = response.getvalue().decode()
    others = share(answers)
    assert others.keys() == answers.keys()
    for path, answer in answers.items():
        assert answer == others[path], path

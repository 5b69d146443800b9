"""/healthz tells the platform whether the site can answer, and from which content."""

import os
import subprocess
import sys

from django.conf import settings
from django.db import connection

from casestudies.models import ContentLoad

ASK = """
import django
from django.conf import settings

settings.ALLOWED_HOSTS.append("testserver")
django.setup()
from django.test import Client

answer = Client().get("/healthz")
print(answer.status_code, answer.content.decode())
"""


def health_with(database_url: str) -> str:
    """The answer of a process of its own whose database is that one."""
    environment = os.environ | {"DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
    )
    return done.stdout.strip().splitlines()[-1]


def test_health_names_database_and_content_version(client, db):
    assert client.get("/healthz").json() == {"status": "ok", "database": connection.vendor, "content": None}
    ContentLoad.objects.create(digest="0" * 64)
    ContentLoad.objects.create(digest="abcdef0123456789" * 4)
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json()["content"] == "abcdef012345"
    assert "no-store" in response["Cache-Control"]


def test_health_asks_once(client, db, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/healthz")


def test_health_of_a_file_that_cannot_be_opened_is_503_with_the_reason(tmp_path):
    assert health_with(f"sqlite:///{tmp_path}/nowhere/db.sqlite3") == (
        '503 {"status": "unavailable", "database": "sqlite", "reason": "unable to open database file"}'
    )


def test_health_of_a_database_without_tables_is_503_with_the_reason(tmp_path):
    assert health_with(f"sqlite:///{tmp_path}/empty.sqlite3") == (
        '503 {"status": "unavailable", "database": "sqlite", "reason": "no such table: casestudies_contentload"}'
    )


def test_health_of_a_server_that_is_down_is_503_with_the_reason():
    answer = health_with("postgres://nobody@127.0.0.1:9/nothing")
    assert answer.startswith('503 {"status": "unavailable", "database": "postgresql", "reason": "connection ')

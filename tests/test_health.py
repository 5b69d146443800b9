"""/healthz tells the platform whether the site can answer, and from which content."""

import os
import subprocess
import sys

from django.conf import settings
from django.db import connection

from casestudies.models import ContentLoad

ASK = """
import django

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


def unavailable(database: str, reason: str) -> str:
    return f'503 {{"status": "unavailable", "database": "{database}", "reason": "{reason}"}}'


def test_health_of_a_file_that_cannot_be_opened_is_503_with_the_reason(tmp_path):
    found = health_with(f"sqlite:///{tmp_path}/nowhere/db.sqlite3")
    assert found == unavailable("sqlite", "The database cannot be reached.")


def test_health_of_a_damaged_file_is_503_with_the_reason(tmp_path):
    (tmp_path / "db.sqlite3").write_bytes(b"no database " * 1000)
    found = health_with(f"sqlite:///{tmp_path}/db.sqlite3")
    assert found == unavailable("sqlite", "The database cannot be read.")


def test_health_of_a_database_without_tables_is_503_with_the_reason(tmp_path):
    found = health_with(f"sqlite:///{tmp_path}/empty.sqlite3")
    assert found == unavailable("sqlite", "The database does not have the tables of this version of the site.")


def test_health_of_a_server_that_is_down_is_503_with_the_reason():
    found = health_with("postgres://nobody@127.0.0.1:9/nothing")
    assert found == unavailable("postgresql", "The database cannot be reached.")


def test_a_probe_may_call_the_site_by_its_address_and_by_plain_http(client, db, settings):
    settings.SECURE_SSL_REDIRECT = True
    response = client.get("/healthz", headers={"Host": "10.0.0.5:8000"})
    assert (response.status_code, response.json()["status"]) == (200, "ok")


def test_health_is_read_only_and_at_one_address(client, db):
    assert client.head("/healthz").status_code == 200
    response = client.post("/healthz")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert [client.get(path).status_code for path in ("/healthz/", "/zh-hans/healthz")] == [404, 404]

"""What environment variables make of the settings, asked of a process of its own."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from cityclimate import environment

SECURE = {"SITE_URL": "https://cityclimate.example"}
HSTS = "[settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS, settings.SECURE_HSTS_PRELOAD]"


def value(expression: str, **variables: str) -> str:
    """How an expression on the settings prints where these variables are set."""
    given = os.environ | {"DJANGO_SETTINGS_MODULE": "cityclimate.settings", "DATABASE_URL": "sqlite://:memory:"}
    code = f"import django; from django.conf import settings; from django.db import connection; print({expression})"
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env=given | variables, capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.mark.parametrize(
    ("variables", "found"),
    [
        ({}, "[0, False, False]"),
        ({"HSTS_PRELOAD": "1"}, "[0, False, False]"),
        (SECURE, "[31536000, False, False]"),
        (SECURE | {"HSTS_PRELOAD": "1"}, "[31536000, True, True]"),
    ],
)
def test_subdomains_and_preload_only_where_a_setting_says_so(variables, found):
    assert value(HSTS, **variables) == found


def test_sqlite_writes_to_the_disk_before_it_says_that_it_saved(tmp_path):
    full = "connection.cursor().execute('PRAGMA synchronous').fetchone()[0]"
    assert value(full, DATABASE_URL=f"sqlite:///{tmp_path}/db.sqlite3") == "2"  # NORMAL is 1


@pytest.mark.parametrize(("proxy", "header"), [("", "None"), ("10.0.0.1", "('HTTP_X_FORWARDED_PROTO', 'https')")])
def test_scheme_is_read_from_a_header_only_where_a_proxy_is_named(proxy, header):
    assert value("settings.SECURE_PROXY_SSL_HEADER", PROXY=proxy, **SECURE) == header


@pytest.mark.parametrize(
    ("load", "variables", "patience"),
    [("None", {}, "0.0"), ("cityclimate.wsgi", {}, "10.0"), ("cityclimate.wsgi", {"DATABASE_PATIENCE": "2.5"}, "2.5")],
)
def test_a_query_of_a_server_has_10_seconds_and_one_of_a_command_as_long_as_it_takes(load, variables, patience):
    loaded = f"__import__({load!r}) and None, " if load != "None" else "None, "
    expression = f"({loaded}settings.DATABASES['default']['OPTIONS']['patience'])[1]"
    assert value(expression, DATABASE_URL="postgres://any@any/any", **variables) == patience


@pytest.mark.parametrize("text", ["", "long", "-1", "1e3"])
def test_a_patience_that_is_no_number_of_seconds_is_refused(text):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_PATIENCE must be seconds"):
        environment.seconds(text)

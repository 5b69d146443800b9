"""/.well-known/security.txt: whom to tell of a weakness."""

import datetime

import pytest
from django.core.exceptions import ImproperlyConfigured

from cityclimate import environment

PATH = "/.well-known/security.txt"
MAIL = "mailto:security@cityclimate.example"


def fields(response) -> dict[str, str]:
    assert (response.status_code, response["Content-Type"]) == (200, "text/plain; charset=utf-8")
    return dict(line.split(": ", 1) for line in response.content.decode().splitlines())


def test_file_says_whom_to_tell_until_when_and_in_which_languages(client, db, settings):
    settings.SECURITY_CONTACT = MAIL
    settings.HTTPS, settings.SITE_URL = True, "https://cityclimate.example"
    found = fields(client.get(PATH))
    assert list(found) == ["Contact", "Expires", "Preferred-Languages", "Canonical"]
    assert (found["Contact"], found["Preferred-Languages"]) == (MAIL, "en, zh")
    assert found["Canonical"] == f"https://cityclimate.example{PATH}"


def test_it_expires_within_a_year_at_midnight(client, db, settings):
    settings.SECURITY_CONTACT = MAIL
    expires = datetime.datetime.fromisoformat(fields(client.get(PATH))["Expires"])
    now = datetime.datetime.now(datetime.UTC)
    assert datetime.timedelta(days=362) < expires - now < datetime.timedelta(days=365)
    assert (expires.time(), expires.utcoffset()) == (datetime.time(0), datetime.timedelta(0))


def test_an_address_of_http_is_not_named_as_canonical(client, db, settings):
    settings.SECURITY_CONTACT = MAIL
    assert "Canonical" not in fields(client.get(PATH))


def test_language_of_the_reader_changes_nothing(client, db, settings):
    settings.SECURITY_CONTACT = MAIL
    answer = client.get(PATH, headers={"Accept-Language": "zh-CN"})
    assert fields(answer) == fields(client.get(PATH))
    assert client.head(PATH).status_code == 200
    assert client.post(PATH).status_code == 405


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_without_a_contact_there_is_none(client, db, language):
    assert client.get(PATH, headers={"Accept-Language": language}).status_code == 404
    assert client.get(f"/zh-hans{PATH}").status_code == 404


@pytest.mark.parametrize("text", ["", MAIL, "https://cityclimate.example/security"])
def test_setting_takes_an_address_of_mail_or_of_a_page(text):
    assert environment.contact(text) == text


@pytest.mark.parametrize(
    "text",
    ["security@cityclimate.example", "mailto:", "mailto:security", "mailto:a@b c", "http://cityclimate.example/",
     "https://", "https:///x", "tel:+1-201-555-0123", f"{MAIL}\nExpires: never", f"{MAIL}\n", "https://城市.example",
     f"{MAIL},{MAIL}", "javascript:alert(1)"],
)  # fmt: skip
def test_setting_refuses_anything_else(text):
    with pytest.raises(ImproperlyConfigured, match="^SECURITY_CONTACT must be like mailto:security@"):
        environment.contact(text)

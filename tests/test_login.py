"""Who may try to log in, how often, and for how long they stay: django-axes and our limit for an address."""

import datetime

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone, translation

from cityclimate import environment
from tests.lists import PREFIXES
from tests.reading import Reading, attribute, texts

LOGIN = "/admin/login/"
RIGHT, WRONG = "a long sentence of the curator", "a guess"
OFFICE, STRANGER, OTHER = "198.51.100.1", "203.0.113.7", "203.0.113.8"
PROXY = "192.0.2.1"


@pytest.fixture(autouse=True)
def curator(db):
    return get_user_model().objects.create_superuser("curator", password=RIGHT)


def attempt(name: str, password: str = WRONG, peer: str = STRANGER, **headers: str) -> int:
    """302 in, 200 the form again, 429 locked out."""
    answer = Client().post(LOGIN, {"username": name, "password": password}, REMOTE_ADDR=peer, headers=headers)
    return answer.status_code


def spray(count: int, start: int = 0, **how) -> list[int]:
    """One wrong password for each of so many names."""
    return [attempt(f"name-{number}", **how) for number in range(start, start + count)]


# A name from an address


def test_five_failures_lock_a_name_out_from_its_address(client):
    assert [attempt("curator") for _ in range(5)] == [200, 200, 200, 200, 429]
    assert attempt("curator", RIGHT) == 429
    assert attempt("somebody") == 200


@pytest.mark.once
@pytest.mark.parametrize(
    "names", [["curator"] * 5, [f"name-{number}" for number in range(30)]], ids=["name", "address"]
)
def test_locked_out_answer_says_when_to_come_back_and_not_whether_the_name_or_the_address_is_locked(client, names):
    for name in names:
        attempt(name)
    for language, lang, sentences in (
        ("en", "en", ["Too many failed attempts to sign in", "Try again in an hour, or ask an administrator."]),
        ("zh-hans", "zh-Hans", ["登录失败次数过多", "请一小时后再试，或联系管理员。"]),
    ):
        login = PREFIXES[language] + LOGIN.removeprefix("/")
        answer = client.post(login, {"username": names[-1], "password": WRONG}, REMOTE_ADDR=STRANGER)
        assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (429, "3600", "no-store")
        page = Reading(answer)
        assert attribute(page.one("html"), "lang") == lang
        main = page.one("main")
        assert [texts(page.one("h1", main)), texts(page.all("p", main)[1])] == sentences


def test_right_password_from_another_address_works(client):
    for _ in range(5):
        attempt("curator")
    assert attempt("curator", RIGHT, peer=OFFICE) == 302


# An address over all names


def test_thirty_failures_lock_an_address_out_for_an_hour_whatever_the_names_and_nobody_elsewhere():
    assert spray(30) == [200] * 29 + [429]
    assert attempt("curator", RIGHT) == attempt("one more") == 429
    assert attempt("curator", RIGHT, peer=OFFICE) == 302
    assert attempt("name-1", peer=OTHER) == 200
    AccessAttempt.objects.update(attempt_time=timezone.now() - datetime.timedelta(minutes=59))
    assert attempt("curator", RIGHT) == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - datetime.timedelta(minutes=61))
    assert attempt("curator", RIGHT) == 302


def test_other_browsers_and_repeated_names_count_for_the_address_too():
    for number in range(29):
        attempt(f"name-{number % 8}", **{"User-Agent": f"browser {number}"})
    assert attempt("name-9") == 429


def test_reset_lets_an_address_and_a_name_in_again():
    spray(30)
    call_command("axes_reset", verbosity=0)
    assert attempt("curator", RIGHT) == 302
    for _ in range(5):
        attempt("curator")
    assert attempt("curator", RIGHT) == 429
    call_command("axes_reset_ip", STRANGER, verbosity=0)
    assert attempt("curator", RIGHT) == 302


@pytest.mark.once
def test_addresses_of_one_connection_count_as_one():
    """Whoever has one address of IPv6 has 2⁶⁴."""
    found = [attempt(f"name-{number}", peer=f"2001:db8:1:2::{number:x}") for number in range(30)]
    assert found == [200] * 29 + [429]
    assert attempt("curator", RIGHT, peer="2001:db8:1:2:ffff:ffff:ffff:ffff") == 429
    assert attempt("curator", RIGHT, peer="2001:db8:1:3::1") == 302


@pytest.mark.once
@pytest.mark.parametrize("form", ["{}", "::ffff:{}"])
def test_addresses_of_ipv4_have_a_budget_each_on_a_socket_that_takes_ipv6_too(form):
    found = [attempt(f"name-{number}", peer=f"::ffff:{STRANGER}") for number in range(30)]
    assert found == [200] * 29 + [429]
    assert attempt("curator", RIGHT, peer=form.format(STRANGER)) == 429
    assert attempt("curator", RIGHT, peer=form.format(OTHER)) == 302


# Behind a proxy


def forwarded(client: str) -> dict[str, str]:
    return {"peer": PROXY, "X-Forwarded-For": client}


@pytest.mark.once
def test_behind_a_named_proxy_nobody_locks_a_curator_out(settings):
    settings.PROXY = environment.networks(PROXY)
    assert [attempt("curator", **forwarded(STRANGER)) for _ in range(6)] == [200] * 4 + [429] * 2
    assert attempt("curator", RIGHT, **forwarded(OFFICE)) == 302
    assert spray(40, **forwarded(OTHER))[-1] == 429
    assert attempt("curator", RIGHT, **forwarded(OFFICE)) == 302


@pytest.mark.once
def test_behind_a_named_proxy_a_forged_entry_gives_no_new_tries(settings):
    settings.PROXY = environment.networks(PROXY)
    found = [attempt("curator", **forwarded(f"198.51.100.{number}, {STRANGER}")) for number in range(6)]
    assert found == [200] * 4 + [429] * 2
    found = [attempt(f"name-{number}", **forwarded(f"::{number}, {STRANGER}")) for number in range(30)]
    assert found[-1] == 429
    assert attempt("curator", RIGHT, **forwarded("198.51.100.1")) == 302


@pytest.mark.once
def test_without_the_setting_a_forged_header_gives_no_new_tries():
    headers = [
        {"X-Forwarded-For": f"198.51.100.{number}", "X-Real-IP": f"198.51.100.{number}"} for number in range(30)
    ]
    assert [attempt("curator", **one) for one in headers[:6]] == [200] * 4 + [429] * 2
    assert [attempt(f"name-{number}", **one) for number, one in enumerate(headers)][-1] == 429
    assert set(AccessAttempt.objects.values_list("ip_address", flat=True)) == {STRANGER}


def test_socket_without_addresses_has_one_budget():
    assert [attempt("curator", peer="") for _ in range(5)][-1] == 429


# Sessions and passwords


def test_session_ends_after_eight_hours():
    client = Client()
    client.post(LOGIN, {"username": "curator", "password": RIGHT})
    assert client.cookies["sessionid"]["max-age"] == 8 * 3600
    left = Session.objects.get().expire_date - timezone.now()
    assert datetime.timedelta(hours=7, minutes=55) < left <= datetime.timedelta(hours=8)
    assert client.get("/admin/").status_code == 200
    Session.objects.update(expire_date=timezone.now())
    assert client.get("/admin/").url == "/admin/login/?next=/admin/"


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("en", "This password is too short. It must contain at least 12 characters."),
        ("zh-hans", "密码长度太短。密码必须至少包含 12 个字符。"),
    ],
)
def test_password_has_twelve_characters(language, message):
    validate_password("kY7-uu#pq2Lw")
    with translation.override(language):
        with pytest.raises(ValidationError) as refused:
            validate_password("kY7-uu#pq2L")
        assert refused.value.messages == [message]

"""Who asks, and over which scheme: what a proxy says is believed of those that PROXY names, and of nobody else."""

import os
import socket
import subprocess
import sys
from contextlib import closing
from http.client import HTTPConnection
from ipaddress import ip_address
from tempfile import TemporaryDirectory

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, RequestFactory, override_settings
from hypothesis import given
from hypothesis import strategies as st

from bench import servers
from cityclimate import environment
from cityclimate.proxy import Proxy, check

from .served import database_url

pytestmark = [pytest.mark.waiting, pytest.mark.once]

NAMED = override_settings(PROXY=environment.networks("192.0.2.1, 10.0.0.0/8, 2001:db8:aa::/48"))
SECURE = override_settings(
    HTTPS=True, SECURE_SSL_REDIRECT=True, SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")
)


def seen(peer: str, **headers) -> dict:
    """What is left of a request when it has passed, without the views."""
    request = Client().get("/robots.txt", REMOTE_ADDR=peer, headers=headers).wsgi_request
    return {name: value for name, value in request.META.items() if name.startswith(("REMOTE_", "HTTP_"))} | {
        "scheme": request.scheme
    }


def client_of(peer: str, forwarded: str) -> str:
    return seen(peer, **{"X-Forwarded-For": forwarded})["REMOTE_ADDR"]


@pytest.mark.parametrize("peer", ["192.0.2.1", "10.1.2.3", "2001:db8:aa::1", "::ffff:10.1.2.3"])
@pytest.mark.parametrize(
    ("forwarded", "client"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("  203.0.113.7\t", "203.0.113.7"),
        ("203.0.113.7, 10.9.9.9", "203.0.113.7"),
        ("203.0.113.7,10.9.9.9, 2001:db8:aa:1::5", "203.0.113.7"),
        ("2001:db8:1::7", "2001:db8:1::7"),
        ("2001:0DB8:0001:0:0:0:0:7", "2001:db8:1::7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        # with a port, as some proxies write it
        ("203.0.113.7:49152", "203.0.113.7"),
        ("[2001:db8:1::7]:49152", "2001:db8:1::7"),
        ("[2001:db8:1::7]", "2001:db8:1::7"),
        # what stands left of a stranger the stranger wrote
        ("198.51.100.1, 203.0.113.7", "203.0.113.7"),
        ("10.5.5.5, 203.0.113.7, 10.9.9.9", "203.0.113.7"),
        ("127.0.0.1,,unknown, 203.0.113.7", "203.0.113.7"),
        ("198.51.100.1, " * 500 + "203.0.113.7", "203.0.113.7"),
        # inside the house
        ("10.5.5.5", "10.5.5.5"),
        ("10.5.5.5, 10.9.9.9", "10.5.5.5"),
    ],
)
@NAMED
def test_client_is_the_last_address_that_is_no_proxy(db, peer, forwarded, client):
    assert client_of(peer, forwarded) == client


@pytest.mark.parametrize(
    "entry",
    ["", "unknown", "_hidden", "203.0.113", "203.0.113.256", "203.0.113.07", "[2001:db8::1", "2001:db8::1]:80", "1",
     "203.0.113.7:", "203.0.113.7:x", "203.0.113.0/24", "fe80::1%eth0", "x" * 8000, "٢٠٣.٠.١١٣.٧", ";", "\""],
)  # fmt: skip
@NAMED
def test_an_entry_that_is_no_address_ends_the_way_at_the_proxy_that_wrote_it(db, entry):
    assert client_of("192.0.2.1", entry) == "192.0.2.1"
    assert client_of("192.0.2.1", f"203.0.113.7, {entry}") == "192.0.2.1"
    assert client_of("192.0.2.1", f"203.0.113.7, {entry}, 10.9.9.9") == "10.9.9.9"


@pytest.mark.parametrize("peer", ["203.0.113.7", "127.0.0.1", "11.0.0.1", "2001:db8:ab::1", "::1", ""])
@NAMED
def test_nobody_else_says_who_asks(db, peer):
    assert client_of(peer, "198.51.100.1") == peer


@pytest.mark.parametrize(
    ("peer", "client"),
    [("::ffff:203.0.113.7", "203.0.113.7"), ("2001:0DB8:AB:0:0::1", "2001:db8:ab::1"), ("/run/site", "/run/site")],
)
def test_address_has_its_usual_form_without_a_proxy_too(db, peer, client):
    """A socket that takes both kinds of addresses names those of IPv4 in the form of IPv6."""
    assert client_of(peer, "") == client


@pytest.mark.parametrize(
    ("forwarded", "client"),
    [("203.0.113.7", "203.0.113.7"), ("198.51.100.1, 203.0.113.7", "203.0.113.7"), 
     ("203.0.113.7, 10.9.9.9", "203.0.113.7"), ("", ""), ("203.0.113.7, unknown", ""), ("unix", "")],
)  # fmt: skip
def test_proxy_on_a_unix_socket_is_believed_where_it_is_named(db, settings, forwarded, client):
    settings.PROXY = environment.networks("unix, 10.0.0.0/8")
    assert client_of("", forwarded) == client


@pytest.mark.parametrize("peer", ["203.0.113.7", "unix", "fe80::1%eth0"])
def test_who_has_an_address_is_not_on_a_unix_socket(db, settings, peer):
    settings.PROXY = environment.networks("unix")
    assert client_of(peer, "198.51.100.1") == peer


def test_without_the_setting_nobody_says_who_asks_or_how(db):
    found = seen("127.0.0.1", **{"X-Forwarded-For": "198.51.100.1", "X-Forwarded-Proto": "https"})
    assert (found["REMOTE_ADDR"], found["scheme"]) == ("127.0.0.1", "http")


FORGED = {
    "X-Forwarded-For": "198.51.100.1",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Protocol": "ssl",
    "X-Forwarded-Ssl": "on",
    "X-Forwarded-Host": "example.org",
    "X-Forwarded-Port": "443",
    "X-Real-IP": "198.51.100.1",
    "Forwarded": "for=198.51.100.1;proto=https",
}


@NAMED
def test_headers_of_a_stranger_are_gone_and_those_that_nothing_reads_are_gone_of_a_proxy_too(db):
    assert [name for name in seen("203.0.113.7", **FORGED) if name.startswith(("HTTP_X_", "HTTP_FORW"))] == []
    kept = [name for name in seen("192.0.2.1", **FORGED) if name.startswith(("HTTP_X_", "HTTP_FORW"))]
    assert kept == ["HTTP_X_FORWARDED_PROTO"]


@NAMED
@given(forwarded=st.text(st.characters(codec="latin-1"), max_size=60))
def test_no_header_is_a_fault(forwarded):
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert ip_address(Proxy(lambda request: request)(request).META["REMOTE_ADDR"])


@pytest.mark.parametrize(
    ("peer", "proto", "scheme"),
    [
        ("192.0.2.1", "https", "https"),
        ("192.0.2.1", "http", "http"),
        ("192.0.2.1", "HTTPS ", "http"),
        ("192.0.2.1", "on", "http"),
        ("203.0.113.7", "https", "http"),
        ("", "https", "http"),
    ],
)
@NAMED
@SECURE
def test_scheme_is_that_of_a_proxy_that_is_named(db, peer, proto, scheme):
    found = Client().get("/robots.txt", REMOTE_ADDR=peer, headers={"X-Forwarded-Proto": proto})
    assert found.wsgi_request.scheme == scheme
    assert found.status_code == (200 if scheme == "https" else 301)


@pytest.mark.parametrize(
    "header", [{"X-Forwarded-Proto": "https"}, {"X-Forwarded-Ssl": "on"}, {"X-Forwarded-Protocol": "ssl"}]
)
@NAMED
@SECURE
def test_scheme_that_the_server_took_from_a_header_of_a_stranger_is_not_believed(db, header):
    said = {"REMOTE_ADDR": "203.0.113.7", "wsgi.url_scheme": "https"}
    assert Client().get("/robots.txt", headers=header, **said).status_code == 301
    assert Client().get("/robots.txt", **said).status_code == 200  # a server that ends TLS itself


# The setting


def test_setting_takes_addresses_and_networks_of_both_kinds():
    assert environment.networks("") == environment.networks("  ") == ()
    found = environment.networks("127.0.0.1, ::1,10.0.0.0/8 ,fd00::/8")
    assert [str(one) for one in found] == ["127.0.0.1/32", "::1/128", "10.0.0.0/8", "fd00::/8"]
    assert environment.networks("unix") == ("unix",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nginx", "such as 127.0.0.1,10.0.0.0/8,fd00::/8, or unix: 'nginx' does not"),
        ("127.0.0.1,", "'' does not appear"),
        ("*", "'*' does not appear"),
        ("10.0.0.1/8", "10.0.0.1/8 has host bits set"),
        ("0.0.0.0/0", "0.0.0.0/0 is everybody"),
        ("10.0.0.1, ::/0", "::/0 is everybody"),
        ("::ffff:10.0.0.1", "in their own form, such as 10.0.0.1, not ::ffff:10.0.0.1"),
    ],
)
def test_setting_refuses_what_names_no_proxy(text, message):
    with pytest.raises(ImproperlyConfigured, match="^PROXY must ") as refused:
        environment.networks(text)
    assert message in str(refused.value)


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess:
    ours = os.environ | {"DJANGO_SETTINGS_MODULE": "cityclimate.settings", "DATABASE_URL": "sqlite://:memory:"}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=ours | variables, capture_output=True, text=True)


def test_https_without_a_proxy_is_warned_of(settings):
    settings.HTTPS, settings.PROXY = True, ()
    assert [(warning.id, warning.hint[:9]) for warning in check()] == [("cityclimate.W001", "Set PROXY")]
    settings.PROXY = environment.networks("127.0.0.1")
    assert check() == []
    settings.HTTPS, settings.PROXY = False, ()
    assert check() == []


def test_every_command_warns():
    done = manage("check", SITE_URL="https://cityclimate.example")
    assert "(cityclimate.W001) SITE_URL is https and PROXY names no proxy" in done.stderr


def test_command_refuses_a_malformed_setting_in_a_sentence():
    done = manage("check", PROXY="10.0.0.1/8")
    assert done.returncode == 1
    assert "PROXY must be addresses or networks, such as 127.0.0.1" in done.stderr.splitlines()[-1]


# A real server, which has opinions of its own on who is a proxy


@pytest.fixture
def server(transactional_db, monkeypatch, tmp_path):
    def start(module: str, *options: str, **variables: str):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("DJANGO_SETTINGS_MODULE", module)
        return servers.ours(1, tmp_path / "server.log", *options)

    monkeypatch.setenv("DATABASE_URL", database_url())
    return start


class OnSocket(HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.host)


@pytest.mark.parametrize(
    ("proxy", "by_tcp", "on_socket"), [("", 301, 301), ("127.0.0.1", 200, 301), ("unix", 301, 200)]
)
def test_gunicorn_believes_the_scheme_of_whom_the_setting_names(server, proxy, by_tcp, on_socket):
    with TemporaryDirectory(dir="/tmp") as room:  # noqa: S108 - the path of a socket may hold 107 characters at most
        path = f"{room}/site"
        with server(
            "cityclimate.settings", "--bind", f"unix:{path}", SITE_URL="https://127.0.0.1", PROXY=proxy
        ) as tcp:

            def asked(**headers) -> int:
                connection = OnSocket(path, timeout=60)
                connection.request("GET", "/robots.txt", headers={"Host": "127.0.0.1"} | headers)
                with closing(connection):
                    return connection.getresponse().status

            https = {"X-Forwarded-Proto": "https"}
            for_somebody = https | {"X-Forwarded-For": "203.0.113.7"}
            assert [tcp.get("/robots.txt", said)[0] for said in ({}, https, for_somebody)] == [301, by_tcp, by_tcp]
            assert [asked(**said) for said in ({}, for_somebody)] == [301, on_socket]
            assert tcp.get("/robots.txt", {"X-Forwarded-Ssl": "on"})[0] == 301


def test_no_header_makes_another_page_of_an_address(server):
    """gunicorn takes SCRIPT_NAME from 127.0.0.1: the page would be held, with all its links into a folder."""
    plain = {"Accept-Encoding": "identity"}
    with server("tests.settings") as running:
        poisoned = running.get("/about/", plain | {"SCRIPT_NAME": "/about"})[1]
        assert b'href="/about/cities/"' not in poisoned
        assert b"<h1>About CityClimate</h1>" in running.get("/about/", plain)[1]

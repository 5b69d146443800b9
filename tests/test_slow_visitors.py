"""Visitors who send or read slowly: behind nginx, as docs/deploy/ has it, they hold up nobody."""

import socket
import time

import pytest

from bench import servers
from tests.nginx import MISSING, find_nginx, nginx

from .test_worker import THREADS, TIMEOUT, ask, open_sockets, server  # noqa: F401 the fixture

pytestmark = pytest.mark.waiting

SLOW = 24
HALF = b"GET /now HTTP/1.1\r\nHost: cityclimate.example\r\nX-Slow: "
LARGE = b"GET /large/20 HTTP/1.1\r\nHost: cityclimate.example\r\n\r\n"


@pytest.fixture
def behind(server, tmp_path):  # noqa: F811
    """The same server behind nginx."""
    if find_nginx() is None:
        pytest.fail(MISSING)
    with nginx(server.port, tmp_path) as proxy:
        yield proxy


@pytest.fixture
def slow(request):
    """Opens slow connections, which are closed in the end: `slow(server, HALF)`."""
    found: list[socket.socket] = []

    def opened(one: servers.Server, sending: bytes) -> list[socket.socket]:
        found.extend(open_sockets(one, SLOW, sending))
        return found

    yield opened
    for one in found:
        one.close()


def test_slow_senders_and_readers_hold_up_nobody_behind_nginx(server, behind, slow):  # noqa: F811
    before = server.workers
    slow(behind, HALF)
    sockets = slow(behind, LARGE)
    until = time.monotonic() + 2 * TIMEOUT
    while time.monotonic() < until:
        for one in sockets[:SLOW]:
            one.sendall(b".")
        assert ask(behind, "/now") == b"now"
        time.sleep(0.2)
    assert server.workers == before  # whom they had held, it would have been replaced


def test_slow_reader_behind_nginx_gets_all_of_it_in_the_end(server, behind, slow):  # noqa: F811
    reader = slow(behind, LARGE)[0]
    reader.settimeout(60)
    read = 0
    while read < 20 * 2**20:
        part = reader.recv(2**20)
        assert part
        read += len(part)


@pytest.mark.parametrize("sending", [HALF, LARGE], ids=["senders", "readers"])
def test_without_a_proxy_they_hold_the_worker_until_it_is_replaced(server, slow, sending):  # noqa: F811
    [held] = server.workers
    began = time.monotonic()
    slow(server, sending)
    while (answer := ask(server, "/now")) != b"now":
        assert answer == b""
    assert time.monotonic() - began > TIMEOUT / 2
    assert server.workers != [held]

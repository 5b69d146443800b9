"""The worker that serves the site: ended when all its threads hang, and never deaf to a probe."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException

import pytest

from bench import servers

THREADS = 4
TIMEOUT = 2


@pytest.fixture
def server(tmp_path):
    """One worker, ended after two seconds in which all its threads are busy and send nothing."""
    log = tmp_path / "server.log"
    options = ("--timeout", str(TIMEOUT), "--graceful-timeout", "1")
    with servers.ours(1, log, *options, application="tests.waiting") as server:
        yield server


@pytest.fixture
def visitors():
    with ThreadPoolExecutor(32) as pool:
        yield pool


def ask(server: servers.Server, path: str, method: str = "GET", seconds: float = 20) -> bytes:
    """The body; nothing where the connection was cut."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=seconds)
    try:
        connection.request(method, path)
        return connection.getresponse().read()
    except (HTTPException, ConnectionError):
        return b""
    finally:
        connection.close()


def open_sockets(server: servers.Server, count: int, sending: bytes) -> list[socket.socket]:
    found = [socket.create_connection(("127.0.0.1", server.port), 5) for _ in range(count)]
    for one in found:
        one.sendall(sending)
    return found


def test_worker_whose_threads_all_hang_is_replaced(server, visitors):
    [hung] = server.workers
    asked = [visitors.submit(ask, server, "/hang") for _ in range(THREADS)]
    assert visitors.submit(ask, server, "/now").result() in (b"now", b"")
    assert [one.result() for one in asked] == [b""] * THREADS
    assert ask(server, "/now") == b"now"
    assert server.workers != [hung]


def test_worker_lives_as_long_as_one_thread_is_free(server, visitors):
    before = server.workers
    asked = [visitors.submit(ask, server, "/hang", seconds=3 * TIMEOUT) for _ in range(THREADS - 1)]
    until = time.monotonic() + 2.5 * TIMEOUT
    while time.monotonic() < until:
        assert ask(server, "/now") == b"now"
        time.sleep(0.2)
    assert server.workers == before
    for one in asked:
        with pytest.raises(TimeoutError):
            one.result()


def test_worker_lives_as_long_as_one_thread_sends(server, visitors):
    before = server.workers
    hung = [visitors.submit(ask, server, "/hang", seconds=3 * TIMEOUT) for _ in range(THREADS - 1)]
    seconds = int(2.5 * TIMEOUT)
    assert ask(server, f"/drip/{seconds}") == b"." * seconds
    assert server.workers == before
    for one in hung:
        with pytest.raises(TimeoutError):
            one.result()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_probe_is_answered_while_every_thread_is_busy(server, visitors, method):
    asked = [visitors.submit(ask, server, "/drip/2") for _ in range(2 * THREADS)]
    time.sleep(0.5)
    assert not any(one.done() for one in asked)
    assert ask(server, "/healthz", method) == (b"now" if method == "GET" else b"")
    assert not any(one.done() for one in asked)
    assert {one.result() for one in asked} == {b".."}


def test_probe_on_a_connection_that_is_kept_is_answered_too(server, visitors):
    connection = HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request("GET", "/now")
    assert connection.getresponse().read() == b"now"
    asked = [visitors.submit(ask, server, "/drip/2") for _ in range(2 * THREADS)]
    time.sleep(0.5)
    connection.request("GET", "/healthz")
    assert connection.getresponse().read() == b"now"
    assert not any(one.done() for one in asked)


def test_half_a_probe_holds_up_no_other(server):
    halves = open_sockets(server, 2, b"GET /healthz HTTP/1.1\r\nHost: ")
    assert ask(server, "/healthz") == b"now"
    for one in halves:
        one.close()


def test_silent_connections_take_no_thread(server):
    silent = open_sockets(server, 24, b"")
    began = time.monotonic()
    assert [ask(server, "/now") for _ in range(8)] == [b"now"] * 8
    assert time.monotonic() - began < TIMEOUT
    for one in silent:
        one.close()

"""The worker that serves the site: ended when all its threads hang, and never deaf to a probe."""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from bench import servers

pytestmark = pytest.mark.waiting

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


def ask(server: servers.Server, path: str, method: str = "GET", seconds: float = 30) -> bytes:
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


@contextmanager
def busy(server: servers.Server, visitors: ThreadPoolExecutor, folder: Path) -> Iterator[None]:
    """Every thread sends to one visitor meanwhile, however long it takes, and as many visitors wait."""
    asked = [visitors.submit(ask, server, f"/until{folder}/over?{number}") for number in range(2 * THREADS)]
    while len(list(folder.glob("over-*"))) < THREADS:
        time.sleep(0.05)
    yield
    assert not any(one.done() for one in asked)
    (folder / "over").touch()
    assert {one.result().strip(b".") for one in asked} == {b"over"}


def answered(one: socket.socket) -> bool:
    """Whether "now" comes, in as many parts as it likes."""
    found = b""
    while not found.endswith(b"\r\n\r\nnow"):
        part = one.recv(1000)
        if not part:
            return False
        found += part
    return True


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
def test_probe_is_answered_while_every_thread_is_busy(server, visitors, tmp_path, method):
    with busy(server, visitors, tmp_path):
        assert ask(server, "/healthz", method) == (b"now" if method == "GET" else b"")


def test_probe_on_a_connection_that_is_kept_is_answered_too(server, visitors, tmp_path):
    connection = HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request("GET", "/now")
    assert connection.getresponse().read() == b"now"
    with busy(server, visitors, tmp_path):
        connection.request("GET", "/healthz")
        assert connection.getresponse().read() == b"now"


HALVES = {
    "without its end": [b"GET /healthz HTTP/1.1\r\nHost: "],
    "without its body": [b"GET /healthz HTTP/1.1\r\nContent-Length: 10\r\n\r\n"],
    "behind half of another": [
        b"GET /now HTTP/1.1\r\n\r\nGET /hang HTTP/1.1\r\nX: ",
        b"GET /healthz HTTP/1.1\r\n\r\n",
    ],
    "before another": [b"GET /healthz HTTP/1.1\r\n\r\nGET /hang HTTP/1.1\r\n\r\n"],
}


@pytest.mark.parametrize("parts", HALVES.values(), ids=HALVES)
def test_a_probe_that_is_not_whole_or_not_alone_holds_up_no_other(server, parts):
    first, *then = parts
    sockets = open_sockets(server, 2, first)
    for part in then:
        for one in sockets:
            assert answered(one)
            one.sendall(part)
    time.sleep(0.2)
    assert [ask(server, "/healthz") for _ in range(3)] == [b"now"] * 3
    for one in sockets:
        one.close()


def test_silent_connections_take_no_thread(server):
    """Gunicorn gives each a thread for five seconds, so four of them are enough to be heard."""
    silent = open_sockets(server, 24, b"")
    before = server.workers
    for _second in range(7):
        assert [ask(server, "/now") for _ in range(4)] == [b"now"] * 4
        time.sleep(1)
    assert server.workers == before
    for one in silent:
        one.sendall(b"GET /now HTTP/1.1\r\n\r\n")
        assert answered(one)
        one.close()


def test_clients_that_keep_their_end_open_hold_up_nobody(server):
    """Gunicorn's main thread waits two seconds for each of them, one after the other."""
    before = server.workers
    open_ends = open_sockets(server, 20, b"GET /now HTTP/1.1\r\nConnection: close\r\n\r\n")
    assert [ask(server, "/healthz") for _ in range(4)] == [b"now"] * 4
    assert [ask(server, "/now") for _ in range(4)] == [b"now"] * 4
    time.sleep(2 * TIMEOUT)
    assert server.workers == before
    for one in open_ends:
        assert answered(one)
        assert one.recv(1000) == b""
        one.close()

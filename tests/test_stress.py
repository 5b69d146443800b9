"""Many visitors at once: workers that have just started, and workers beside edits, answer all of them."""

import itertools
import os
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException

import pytest
from django.conf import settings

from bench import servers
from casestudies.models import Place

from .interpreters import OWN, environment, others

pytestmark = pytest.mark.waiting

PATHS = [
    "/outcomes/", "/case-studies/", "/cities/", "/lessons/", "/methods/", "/themes/", "/indicators/", "/programmes/",
    "/organisations/", "/zh-hans/outcomes/", "/api/v1/outcomes/", "/case-studies/?theme=air-quality",
]  # fmt: skip
EDITS = 4
READERS = 8
PATIENCE = 60  # seconds for an answer: far more than any takes, also where much else runs
# Other Pythons beside SQLite only: what hangs them is no matter of the database.
PYTHONS = {OWN: None} | (others() if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") else {})


def ask(port: int, path: str) -> int | str:
    """The status, or "unanswered"."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        return response.status
    except (OSError, HTTPException):
        return "unanswered"
    finally:
        connection.close()


def restart(server: servers.Server) -> None:
    """Kill the workers and wait for others."""
    before = server.workers
    for worker in before:
        os.kill(worker, signal.SIGKILL)
    while len(set(server.workers) - set(before)) < len(before):
        time.sleep(0.05)


@pytest.mark.parametrize("version", PYTHONS)
def test_every_visitor_gets_an_answer_from_cold_workers_and_beside_edits(content, outside, tmp_path, version):
    interpreter = PYTHONS[version]
    python = str(environment(version, interpreter)) if interpreter else sys.executable
    with servers.ours(2, tmp_path / "server.log", python=python) as server, ThreadPoolExecutor(len(PATHS)) as visitors:
        found = set(visitors.map(ask, itertools.repeat(server.port), PATHS))
        if version == OWN:  # once more: what happens when many come at once is a matter of luck
            restart(server)
            found |= set(visitors.map(ask, itertools.repeat(server.port), PATHS))
        assert found == {200}

        over, answered = threading.Event(), threading.Semaphore(0)

        def read(first: int) -> set[int | str]:
            found = set()
            for path in itertools.cycle(PATHS[first:] + PATHS[:first]):
                found.add(ask(server.port, path))
                answered.release()
                if over.is_set():
                    return found

        readers = [visitors.submit(read, number) for number in range(READERS)]
        place = Place.objects.order_by("pk").first()
        for _edit in range(EDITS):
            Place.objects.filter(pk=place.pk).update(slug=place.slug)
            for _answer in range(READERS):
                assert answered.acquire(timeout=2 * PATIENCE)
        over.set()
        assert {status for reader in readers for status in reader.result()} == {200}

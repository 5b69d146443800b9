"""Long downloads take turns: a process writes only so many at once, whatever becomes of each."""

import threading

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import HttpResponse
from django.test import Client

from casestudies.exports import download
from casestudies.exports import turns as module
from casestudies.exports.turns import AT_ONCE, FEW, RETRY, Turns, resting, turns
from casestudies.views import downloads
from tests.lists import both_languages
from tests.reading import Reading, texts

CSV = "/case-studies.csv"


@pytest.fixture
def two(monkeypatch):
    """Two downloads at once, and every file is a long one."""
    monkeypatch.setattr(downloads, "FEW", -1)
    monkeypatch.setattr(turns, "free", threading.BoundedSemaphore(2))


def leave(response) -> None:
    """As a client that goes away; the connection to the database stays, as the test client keeps it."""
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)


def free() -> bool:
    """Whether somebody could begin now."""
    if taken := turns.free.acquire(blocking=False):
        turns.free.release()
    return taken


@pytest.fixture
def full(client, cast, two):
    """Two downloads that go on."""
    return [client.get(CSV), client.get("/cities.json")]


WORDS = {
    "en": ["Another long download is being written", "Try again in 30 seconds. A list of up to 500 rows"],
    "zh-hans": ["正在生成另一个较长的下载文件", "请在 30 秒后重试。不超过 500 行的列表"],
}


@both_languages
def test_third_is_told_when_to_come_again(client, full, language):
    response = client.get({"en": "", "zh-hans": "/zh-hans"}[language] + CSV)
    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "30", "no-store")
    assert "ETag" not in response
    heading, words = WORDS[language]
    assert texts(Reading(response).one("h1")) == heading
    assert words in response.text
    assert (RETRY, FEW, AT_ONCE) == (30, 500, 1)


def test_short_file_is_written_beside_them_and_takes_no_turn(client, full, monkeypatch):
    monkeypatch.setattr(downloads, "FEW", 3)
    assert b"".join(client.get(CSV)).count(b"\r\n") == 4
    monkeypatch.setattr(downloads, "FEW", 2)
    assert client.get(CSV).status_code == 503


@pytest.mark.parametrize("extension", ["csv", "json", "xlsx", "geojson"])
def test_turn_is_over_once_it_is_written(client, full, extension):
    assert client.get(f"/cities.{extension}").status_code == 503
    assert b"".join(full.pop(0)) != b""
    last = client.get(f"/cities.{extension}")
    assert (last.status_code, free()) == (200, False)
    leave(last)
    assert free()


def test_turn_is_over_once_the_client_is_gone(client, full):
    next(iter(full[0]))
    assert not free()
    leave(full[0])
    assert free()
    leave(full[0])
    leave(full[1])
    assert [turns.free.acquire(blocking=False) for _ in range(3)] == [True, True, False]


@pytest.mark.parametrize("path", ["/cities.csv?colour=red", "/themes.geojson", "/cities.csv?q=" + "a+" * 50])
def test_refusal_takes_no_turn_with_it(client, cast, two, path):
    for _again in range(4):
        assert client.get(path).status_code in {400, 404}
    assert client.get(CSV).status_code == 200


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_fault_takes_no_turn_with_it(cast, two, extension, monkeypatch):
    def fail(*arguments):
        raise RuntimeError("a fault")

    client = Client(raise_request_exception=False)
    monkeypatch.setattr(download.Download, "lines", property(fail))
    for _again in range(3):
        if extension == "xlsx":  # made as a whole before it is sent
            assert client.get("/cities.xlsx").status_code == 500
        else:
            response = client.get("/cities.csv")
            with pytest.raises(RuntimeError):
                b"".join(response)
            leave(response)
    assert free()


def test_head_and_who_has_it_already_take_no_turn(client, full):
    assert client.head(CSV).status_code == 200
    leave(full.pop())
    tag = client.head(CSV)["ETag"]
    for condition in ({"If-None-Match": tag}, {"If-None-Match": "*"}):
        for _again in range(3):
            assert client.get(CSV, headers=condition).status_code == 304
    assert free()


def test_pages_feeds_and_citations_take_no_turn(client, full):
    for path in ("/case-studies/", "/case-studies.atom", "/case-studies/cite.bib", "/api/v1/case-studies/"):
        assert client.get(path).status_code == 200


def test_never_more_at_once_than_allowed(rf):
    """Twenty threads ask at the same moment; each that has a turn waits until all others were answered."""
    few, start, others_answered = Turns(3), threading.Barrier(20), threading.Event()
    began, answered = [], []

    def view(request):
        began.append(request)
        assert others_answered.wait(30)
        return HttpResponse("written")

    def ask():
        start.wait(30)
        answered.append(few(view)(rf.get(CSV, HTTP_HOST="localhost")).status_code)
        if len(answered) == 17:
            others_answered.set()

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(began), sorted(answered)) == (3, [200] * 3 + [503] * 17)
    assert [few.free.acquire(blocking=False) for _ in range(4)] == [True, True, True, False]


class Clock:
    """Time as a thread sees it, which works and waits."""

    def __init__(self):
        self.passed = self.worked = 0.0
        self.slept = []

    def perf_counter(self):
        return self.passed

    def thread_time(self):
        return self.worked

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.passed += seconds

    def go_on(self, work, wait):
        self.passed += work + wait
        self.worked += work


@pytest.mark.parametrize(
    ("work", "wait", "rest"),
    [(0.25, 0, 0), (0.25, 0.125, 0.125), (0.25, 60, 0.5)],
    ids=["alone", "beside others", "for a slow client"],
)
def test_download_rests_between_its_parts_as_long_as_it_waited(monkeypatch, work, wait, rest):
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    written = []
    for part in resting("abc"):
        written.append(part)
        clock.go_on(work, wait)
    assert written == ["a", "b", "c"]
    assert clock.slept == [0, rest, rest]

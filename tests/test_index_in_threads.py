"""An entry of the index is built once, however many threads need it, and no two threads wait for each other."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from casestudies.index import Index

SECONDS = 20  # far more than any test takes


@pytest.fixture
def threads():
    with ThreadPoolExecutor(8) as pool:
        yield pool


def announce(monkeypatch, go_on: threading.Event) -> None:
    """The maker goes on once this thread waits for it."""
    wait = Future.result

    def result(self, timeout=None):
        go_on.set()
        return wait(self, timeout)

    monkeypatch.setattr(Future, "result", result)


def test_entry_that_many_threads_need_is_built_once(threads):
    index, made, go_on = Index("token"), [], threading.Event()

    def make():
        assert go_on.wait(SECONDS)
        made.append(object())
        return made[-1]

    asked = [threads.submit(index.get, "rows", make) for _ in range(8)]
    go_on.set()
    found = [one.result(SECONDS) for one in asked]
    assert len(made) == 1
    assert found == made * 8


def test_thread_that_waits_gets_the_exception_and_the_next_one_builds(threads, monkeypatch):
    index, begun, go_on = Index("token"), threading.Event(), threading.Event()

    def fail():
        begun.set()
        assert go_on.wait(SECONDS)
        raise LookupError("the database is away")

    first = threads.submit(index.get, "rows", fail)
    assert begun.wait(SECONDS)
    announce(monkeypatch, go_on)
    with pytest.raises(LookupError):
        index.get("rows", lambda: "not built by the waiting thread")
    with pytest.raises(LookupError):
        first.result(SECONDS)
    assert index.get("rows", lambda: "made") == "made"


def test_two_threads_that_each_need_what_the_other_builds_both_get_it(threads):
    index, both_make = Index("token"), threading.Barrier(2)

    def make(own: str, other: str):
        def made():
            both_make.wait(SECONDS)
            return own, index.get(other, lambda: f"{other} by the maker of {own}")

        return index.get(own, made)

    one, two = threads.submit(make, "rows", "orders"), threads.submit(make, "orders", "rows")
    assert one.result(SECONDS) == index.get("rows", lambda: "made again")
    assert two.result(SECONDS) == index.get("orders", lambda: "made again")


def test_entry_that_another_entry_needs_is_kept_too():
    index = Index("token")
    assert index.get("rows", lambda: index.get("places", lambda: "places") + " and rows") == "places and rows"
    assert index.get("places", lambda: "made again") == "places"


def test_thread_that_failed_waits_for_others_again(threads, monkeypatch):
    index = Index("token")
    with pytest.raises(ZeroDivisionError):
        index.get("rows", lambda: 1 // 0)
    begun, go_on = threading.Event(), threading.Event()

    def slow():
        begun.set()
        assert go_on.wait(SECONDS)
        return "once"

    other = threads.submit(index.get, "orders", slow)
    assert begun.wait(SECONDS)
    announce(monkeypatch, go_on)
    assert index.get("orders", lambda: "twice") == other.result(SECONDS) == "once"

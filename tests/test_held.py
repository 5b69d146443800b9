"""What a process holds is made once, however many want it at once, and no two threads ever wait for each other."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from casestudies.filters.held import Held

SECONDS = 20  # far more than any of it takes


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


def test_what_many_threads_want_at_once_is_made_once_for_all(threads):
    held, made, go_on = Held("token"), [], threading.Event()

    def make():
        assert go_on.wait(SECONDS)
        made.append(object())
        return made[-1]

    asked = [threads.submit(held.get, "rows", make) for _ in range(8)]
    go_on.set()
    found = [one.result(SECONDS) for one in asked]
    assert len(made) == 1
    assert found == made * 8


def test_who_waits_for_a_thread_that_fails_fails_too_and_the_next_makes_it(threads, monkeypatch):
    held, begun, go_on = Held("token"), threading.Event(), threading.Event()

    def fail():
        begun.set()
        assert go_on.wait(SECONDS)
        raise LookupError("the database is away")

    first = threads.submit(held.get, "rows", fail)
    assert begun.wait(SECONDS)
    announce(monkeypatch, go_on)
    with pytest.raises(LookupError):
        held.get("rows", lambda: "not made by who waits")
    with pytest.raises(LookupError):
        first.result(SECONDS)
    assert held.get("rows", lambda: "made") == "made"


def test_two_threads_that_each_want_what_the_other_makes_both_get_it(threads):
    held, both_make = Held("token"), threading.Barrier(2)

    def make(own: str, other: str):
        def made():
            both_make.wait(SECONDS)
            return own, held.get(other, lambda: f"{other} by the maker of {own}")

        return held.get(own, made)

    one, two = threads.submit(make, "rows", "orders"), threads.submit(make, "orders", "rows")
    assert one.result(SECONDS) == held.get("rows", lambda: "made again")
    assert two.result(SECONDS) == held.get("orders", lambda: "made again")


def test_what_is_made_on_the_way_is_held_too():
    held = Held("token")
    assert held.get("rows", lambda: held.get("places", lambda: "places") + " and rows") == "places and rows"
    assert held.get("places", lambda: "made again") == "places"


def test_thread_that_failed_waits_for_others_again(threads, monkeypatch):
    held = Held("token")
    with pytest.raises(ZeroDivisionError):
        held.get("rows", lambda: 1 // 0)
    begun, go_on = threading.Event(), threading.Event()

    def slow():
        begun.set()
        assert go_on.wait(SECONDS)
        return "once"

    other = threads.submit(held.get, "orders", slow)
    assert begun.wait(SECONDS)
    announce(monkeypatch, go_on)
    assert held.get("orders", lambda: "twice") == other.result(SECONDS) == "once"

"""Which lock is taken while which other is held: `python -m tests.locks` asks the site for pages and says so.

Two locks that are taken in both orders can hang two threads for good, though it may take thousands of requests until
they meet. Noting the orders finds them in one thread. Locks that were made on the same line count as one.

The locks of `threading`, and those of `functools.cached_property` until Python 3.12, are replaced before anything of
the site is imported.
"""

import _thread
import functools
import graphlib
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

AROUND = {__file__, threading.__file__, functools.__file__}
PATHS = [
    "/", "/case-studies/", "/case-studies/?theme=air-quality&sort=title", "/cities/", "/outcomes/?status=achieved",
    "/lessons/", "/methods/", "/themes/", "/indicators/", "/programmes/", "/organisations/", "/networks/", "/sources/",
    "/zh-hans/outcomes/", "/api/v1/outcomes/", "/case-studies.csv", "/cities/bogota/", "/admin/login/",
]  # fmt: skip


class Orders:
    """Edges from each lock that a thread held to the one that it then took."""

    def __init__(self):
        self.after: dict[str, set[str]] = {}
        self._held = threading.local()

    @property
    def held(self) -> list:
        return self._held.__dict__.setdefault("locks", [])

    def taken(self, lock: "Noted") -> None:
        if lock not in self.held:
            for other in self.held:
                if other.site != lock.site:
                    self.after.setdefault(lock.site, set()).add(other.site)
        self.held.append(lock)

    def released(self, lock: "Noted") -> None:
        if lock in self.held:  # a lock may be released by another thread
            self.held.reverse()
            self.held.remove(lock)
            self.held.reverse()

    def circle(self) -> list[str]:
        """Locks that threads can wait for in a circle, the first one again at its end; empty where there are none."""
        try:
            graphlib.TopologicalSorter(self.after).prepare()
        except graphlib.CycleError as error:
            return error.args[1]
        return []


class Noted:
    """A lock that notes when it is taken and released."""

    def __init__(self, lock, orders: Orders):
        self.lock, self.orders, self.site = lock, orders, site()

    def acquire(self, blocking=True, timeout=-1):
        done = self.lock.acquire(blocking, timeout)
        if done:
            self.orders.taken(self)
        return done

    def release(self):
        self.lock.release()
        self.orders.released(self)

    __enter__ = acquire

    def __exit__(self, *error):
        self.release()

    def locked(self):
        return self.lock.locked()

    def _at_fork_reinit(self):
        self.lock._at_fork_reinit()


class NotedAgain(Noted):
    """One that its thread may take again; a condition puts it down for as long as it waits."""

    def _is_owned(self):
        return self.lock._is_owned()

    def _release_save(self):
        self.orders.released(self)
        return self.lock._release_save()

    def _acquire_restore(self, state):
        self.lock._acquire_restore(state)
        self.orders.taken(self)


def site() -> str:
    """Where a lock is made: file and line, outside of the modules that make locks for others."""
    frame = sys._getframe(2)
    while frame.f_back and frame.f_code.co_filename in AROUND:
        frame = frame.f_back
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"


@contextmanager
def noting() -> Iterator[Orders]:
    """Locks made from here on are noted."""
    orders = Orders()
    kinds: dict[str, Callable] = {
        "Lock": lambda: Noted(_thread.allocate_lock(), orders),
        "RLock": lambda: NotedAgain(_thread.RLock(), orders),
    }
    before = [(module, name, getattr(module, name, None)) for module in (threading, functools) for name in kinds]
    for module, name, one in before:
        if one is not None:
            setattr(module, name, kinds[name])
    try:
        yield orders
    finally:
        for module, name, one in before:
            if one is not None:
                setattr(module, name, one)


def ask(path: str) -> None:
    from django.test import Client

    response = Client().get(path)
    if response.status_code != 200:
        sys.exit(f"{path}: {response.status_code}")
    b"".join(response)


def main() -> None:
    """Prints the circle, if there is one, and how many orders were seen."""
    with noting() as orders:
        import django

        django.setup()
        from django.conf import settings

        from casestudies.models import Place

        settings.ALLOWED_HOSTS.append("testserver")
        for _edit in range(2):
            for path in PATHS:
                ask(path)
            if orders.circle():
                break
            place = Place.objects.order_by("pk").first()
            Place.objects.filter(pk=place.pk).update(slug=place.slug)
        else:
            with ThreadPoolExecutor(8) as threads:
                list(threads.map(ask, PATHS))
    print(f"{sum(map(len, orders.after.values()))} orders", *orders.circle(), sep="\n")


if __name__ == "__main__":
    main()

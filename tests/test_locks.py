"""No two locks of a served process are taken in both orders."""

import functools
import subprocess
import sys
import threading

import pytest
from django.conf import settings

from tests.cast import build
from tests.locks import noting


@pytest.mark.once
@pytest.mark.waiting
def test_site_takes_no_two_locks_in_both_orders(transactional_db, outside):
    build()
    done = subprocess.run(
        [sys.executable, "-m", "tests.locks"], cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=120
    )
    orders, *circle = done.stdout.splitlines() or [done.stderr]
    assert circle == []
    assert int(orders.removesuffix(" orders")) > 0


def test_two_locks_taken_in_both_orders_are_seen():
    with noting() as orders:
        first = threading.Lock()
        second = threading.RLock()
        with first, second:
            pass
        assert orders.circle() == []
        with second, second, first:
            pass
    assert len(orders.circle()) == 3


def test_a_condition_that_waits_holds_no_lock():
    with noting() as orders:
        other = threading.Lock()
        woken = threading.Condition()
        with other, woken:
            pass

        def wake():
            with woken:
                woken.notify()

        with woken:
            threading.Thread(target=wake).start()
            woken.wait()
        with other:
            pass
    assert orders.circle() == []


@pytest.mark.parametrize("version", [sys.version_info[:2]], ids=str)
def test_lock_of_a_cached_property_is_seen_where_it_has_one(version):
    """As the site hung: one thread in the property wants the lock, another with the lock wants the property."""
    with noting() as orders:
        building = threading.RLock()

        class Filter:
            @functools.cached_property  # noqa: TID251 the one that is refused
            def allowed(self):
                with building:
                    return []

        assert Filter().allowed == []
        with building:
            assert Filter().allowed == []
    assert bool(orders.circle()) == (version < (3, 12))

"""`python -m bench.faults`: responses to visitors while PostgreSQL restarts, is killed or freezes.

Twelve readers without pause and a curator who saves, on two workers with the default time limits. The database is a
small one in a temporary folder.
"""

import argparse
import os
import signal
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.faults import Site, frozen, served, start_again

READERS = 12
PATIENCE = 10  # as in wsgi.py
WIDTHS = (34, 30, 12, 12, 12, 24)


def restarted(site: Site, seconds: float) -> None:
    site.postgres.restart()


def killed(site: Site, seconds: float) -> None:
    os.kill(site.postgres.pid, signal.SIGKILL)
    time.sleep(seconds)
    start_again(site.postgres)


def frozen_for(site: Site, seconds: float) -> None:
    with frozen(site.postgres.processes):
        time.sleep(seconds)


FAULTS: list[tuple[str, Callable[[Site, float], None], float]] = [
    ("none", lambda site, seconds: time.sleep(seconds), 5),
    ("clean restart", restarted, 0),
    ("killed, started again after 10 s", killed, 10),
    ("frozen for 10 s", frozen_for, 10),
    ("frozen for 25 s", frozen_for, 25),
]


def measured(site: Site, fault: Callable[[Site, float], None], seconds: float) -> tuple[str, ...]:
    probes, over = [], threading.Event()

    def probe() -> None:
        while not over.wait(0.2):
            answer = site.ask("/healthz")
            probes.append((answer.status, answer.seconds))

    with site.busy(READERS):
        prober = threading.Thread(target=probe)
        prober.start()
        fault(site, seconds)
        over.set()
        prober.join()
    statuses = Counter(answer.status for answer in site.answers)
    lost = set(site.confirmed) - site.saved().keys()
    return (
        ", ".join(f"{number:,} × {status}" for status, number in sorted(statuses.items())),
        slowest(answer.seconds for answer in site.answers if answer.status < 400),
        slowest(answer.seconds for answer in site.answers if answer.status == 503),
        f"{len(lost)} of {len(site.confirmed)}",
        f"{Counter(status for status, _ in probes)[503]} × 503, {slowest(seconds for _, seconds in probes)}",
    )


def slowest(seconds) -> str:
    return f"{max(seconds, default=0):.1f} s"


def row(cells: tuple[str, ...]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True))


def main() -> None:
    argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__).parse_args()
    print(row(("fault", "answers", "slowest 200", "slowest 503", "saves lost", "/healthz, slowest")))
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), PATIENCE) as site:
        for name, fault, seconds in FAULTS:
            print(row((name, *measured(site, fault, seconds))), flush=True)


if __name__ == "__main__":
    main()

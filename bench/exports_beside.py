"""`python -m bench.exports_beside`: page views while eight clients download the largest files.

Uses the database in DATABASE_URL, and gunicorn as `make run` starts it. Exits with 1 if the 95th percentile of pages
is over half a second, or a worker over 400 MB.
"""

import argparse
import itertools
import os
import random
import statistics
import sys
import threading
import time
from collections import Counter
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory

LARGEST = [
    "/case-studies.csv",
    "/outcomes.json",
    "/outcomes.csv",
    "/case-studies.geojson",
    "/case-studies.xlsx?figures=without&region=africa",
    "/lessons.json",
    "/outcomes.geojson",
    "/cities.xlsx",
]
BOUND, WEIGHT = 0.5, 400
PAUSE = 1  # second that a refused client waits, less than Retry-After says


def arguments(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.exports_beside", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="Default: %(default)s")
    parser.add_argument("--exports", type=int, default=8, help="Clients that download. Default: %(default)s")
    parser.add_argument("--readers", type=int, default=2, help="Clients that read pages. Default: %(default)s")
    return parser.parse_args(given)


class Traffic:
    """Threads that send requests to one server until the time is over, and their results."""

    def __init__(self, port: int, seconds: float):
        self.port, self.until = port, time.monotonic() + seconds
        self.pages: list[float] = []
        self.answers: Counter[int] = Counter()
        self.received = 0

    @property
    def goes_on(self) -> bool:
        return time.monotonic() < self.until

    def read(self, addresses: list[str]) -> None:
        for address in itertools.cycle(addresses):
            if not self.goes_on:
                return
            began = time.monotonic()
            connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
            connection.request("GET", address)
            answer = connection.getresponse()
            answer.read()
            connection.close()
            if answer.status != 200:
                raise RuntimeError(f"{address}: {answer.status}")
            self.pages.append(time.monotonic() - began)

    def download(self, address: str) -> None:
        while self.goes_on:
            connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
            connection.request("GET", address)
            answer = connection.getresponse()
            self.answers[answer.status] += 1
            while self.goes_on and (part := answer.read(1 << 16)):
                self.received += len(part)
            connection.close()
            if answer.status == 503:
                time.sleep(PAUSE)


def main(given: list[str]) -> int:
    options = arguments(given)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    os.environ.setdefault("SECRET_KEY", "for-the-bench")
    import django

    django.setup()
    from bench import servers

    addresses = read_by_visitors()
    with TemporaryDirectory() as folder, servers.ours(2, Path(folder) / "log") as site:
        for _ in range(8):
            for address in ("/case-studies/?sort=title", "/outcomes/", "/"):
                site.get(address)
        alone = Traffic(site.port, options.seconds / 4)
        run(alone, options.readers, 0, addresses)
        beside = Traffic(site.port, options.seconds)
        run(beside, options.readers, options.exports, addresses[len(alone.pages) :])
        strange = {status for status in beside.answers if status not in {200, 503}}
        weights = [(servers.memory(pid), servers.memory(pid, "VmHWM")) for pid in site.workers]
    print(f"pages alone:          {told(alone.pages)}")
    print(f"pages beside exports: {told(beside.pages)}")
    print(f"exports: {beside.answers[200]} begun, {beside.answers[503]} refused, {beside.received / 1e6:.0f} MB sent")
    for status in strange:
        print(f"{beside.answers[status]} answers with {status}", file=sys.stderr)
    for now, most in weights:
        print(f"worker: {now:.0f} MB, at most {most:.0f} MB")
    late = statistics.quantiles(beside.pages, n=20)[-1] > BOUND
    return bool(strange or late or max(most for _now, most in weights) > WEIGHT)


def told(times: list[float]) -> str:
    *_, last = cut = statistics.quantiles(times, n=20)
    return f"{len(times)} read, p50 {cut[9]:.3f} s, p95 {last:.3f} s, max {max(times):.3f} s"


def read_by_visitors() -> list[str]:
    """Addresses that are not cached yet: a list, a case, a city, and so on."""
    from casestudies.models import CaseStudy, City, Theme

    themes = Theme.objects.values_list("slug", flat=True)
    cities = City.objects.published().order_by("slug").values_list("slug", flat=True)
    cases = CaseStudy.objects.published().order_by("slug").values_list("slug", flat=True)[:4000]
    lists = [f"/case-studies/?theme={theme}&city={city}" for theme in themes for city in cities[:100]]
    lists += [f"/outcomes/?theme={theme}&page={page}" for theme in themes for page in range(2, 20)]
    random.Random(0).shuffle(lists)  # noqa: S311 - the same order every time
    of_cases, of_cities = [f"/case-studies/{slug}/" for slug in cases], [f"/cities/{slug}/" for slug in cities]
    return [address for some in zip(lists, of_cases, of_cities, strict=False) for address in some]


def run(traffic: Traffic, readers: int, exports: int, addresses: list[str]) -> None:
    threads = [threading.Thread(target=traffic.read, args=[addresses[at::readers]]) for at in range(readers)]
    threads += [threading.Thread(target=traffic.download, args=[LARGEST[at % len(LARGEST)]]) for at in range(exports)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""One corpus on one database: fills it, checks that all systems give the same answers, and measures them."""

import gzip
import json
import os
import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from urllib.parse import urlencode

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casestudies.head.conditional import pages
from casestudies.listings import CASES
from casestudies.models import CaseStudy

from . import corpus, datasette, journeys, servers
from .answers import Answer, agree
from .flat import in_order
from .measure import median, milliseconds, requests_per_second
from .names import EMPTY, EXPORT, SERVED
from .search_engine import Engine
from .state import State, recipe

CHECKED = 2  # questions of each journey whose answers are compared
WARM = 8  # requests before measuring, so that each worker has had one
RESULTS = re.compile(rb'class="results-count"[^>]*>\s*<b>([\d,]+)</b>')


def fill(size: int, state: State, say: Callable[[str], None]) -> None:
    """Loads the corpus, and flattens it for the peers; continues where an earlier run stopped."""
    call_command("migrate", verbosity=0)
    state["recipe"] = recipe()
    loaded = state.data.get("loaded", {"seconds": 0, "processor": 0})
    began = time.process_time()
    before = loaded["processor"]

    def note(cases: int, seconds: float) -> None:
        loaded.update(cases=cases, seconds=loaded["seconds"] + seconds, processor=before + time.process_time() - began)
        state["loaded"] = loaded
        if cases % 10_000 == 0:
            say(f"{cases:,} cases in {loaded['seconds']:.0f} s")

    corpus.load(size, note)
    flat = state.file.parent / state.file.stem / "flat.db"
    flat.parent.mkdir(exist_ok=True)
    if not flat.exists():
        say("flattened for Datasette")
        datasette.write(flat)


class Bench:
    """The measurements of a filled corpus."""

    def __init__(self, state: State, runs: int, peer_runs: int, seconds: float, say: Callable[[str], None]):
        self.state, self.runs, self.peer_runs, self.seconds, self.say = state, runs, peer_runs, seconds, say
        self.folder = state.file.parent / state.file.stem
        self.log = self.folder / "servers.log"
        self.engine = Engine(self.folder / "tantivy")
        self.journeys = journeys.journeys(runs, cache(self.engine.ask))

    def run(self) -> None:
        found: dict = {"began": datetime.now(UTC).isoformat(timespec="minutes"), "busy": os.getloadavg()[0]}
        found["cases"] = CaseStudy.objects.published().count()
        self.ranks = {row: rank for rank, row in enumerate(in_order().values_list("pk", flat=True), 1)}
        self.say("counts compared")
        port = servers.free_port()
        command = datasette.command(servers.PROGRAMS / "datasette", self.folder / "flat.db", port)
        with (
            servers.running(command, port, "/-/versions.json", self.log) as peer,
            servers.ours(2, self.log) as site,
        ):
            for _ in range(WARM):
                _good(site, "/case-studies/?sort=title")
            found["compared"] = self.compare(peer, site)
            self.say("journeys")
            found["datasette"] = {one.name: self.of_datasette(peer, one) for one in self.journeys}
            found["ours"] = {one.name: self.of_site(site, one) for one in self.journeys}
            found["floor"] = self.floors(site)
            found["per second"] = self.rates(site)
        self.say("inside the process")
        lists = [one for one in self.journeys if one.questions]
        found["tantivy"] = {one.name: self.of_tantivy(one) for one in lists}
        found["inside"] = {one.name: self.inside(one) for one in lists}
        found["queries"] = {one.name: self.queries(one) for one in self.journeys if one.name != EXPORT}
        self.say("one worker")
        found["worker"] = self.worker()
        self.state["found"] = found

    # Comparing answers

    def compare(self, peer: servers.Server, site: servers.Server) -> int:
        """The number of questions compared; Unequal if the answers differ."""
        compared = 0
        for one in self.journeys:
            for (pairs, page), asked, address in list(zip(one.questions, one.datasette, one.ours, strict=False))[
                :CHECKED
            ]:
                theirs = datasette.answer([json.loads(_plain(_good(peer, each))) for each in asked])
                mine = ask_ours(pairs, page)
                ranks = [self.ranks[row] for row in mine.ranks]
                agree(
                    address,
                    {
                        "Tantivy": self.engine.ask(pairs, page),
                        "Datasette": theirs,
                        "our code": replace(mine, ranks=ranks),
                        "our page": replace(theirs, total=_printed(site, address)),
                    },
                )
                compared += 1
        return compared

    # Times

    def of_datasette(self, peer: servers.Server, one: journeys.Journey) -> dict:
        def ask(addresses: list[str]) -> None:
            for address in addresses:
                _good(peer, address)

        return median([lambda addresses=addresses: ask(addresses) for addresses in one.datasette[: self.peer_runs]])

    def of_site(self, site: servers.Server, one: journeys.Journey) -> dict | None:
        """Medians of our pages; None if there is no such page yet."""
        if site.get(one.ours[-1])[0] == 404:
            return None
        asked = one.ours * (5 if len(one.ours) == 1 else 1)
        return median([lambda address=address: _good(site, address) for address in asked])

    def of_tantivy(self, one: journeys.Journey) -> dict:
        self.engine.ask(*one.questions[0])
        return median([lambda asked=asked: self.engine.ask(*asked) for asked in one.questions])

    def inside(self, one: journeys.Journey) -> dict:
        """Facet counts and the keys of a page without rendering, in this process; the first question warms up."""
        ask_ours(*one.questions[0])
        return median([lambda asked=asked: ask_ours(*asked) for asked in one.questions])

    def floors(self, site: servers.Server) -> dict:
        """An empty view, and the bare SQL for the rows of a page, on our server."""
        found = {EMPTY: median([lambda: _good(site, "/bench/empty")] * self.runs)}
        for one in self.journeys:
            if one.questions:
                asked = [journeys.address("/bench/rows", *question) for question in one.questions]
                for address in asked * 4:  # until both workers have cached the statements
                    _good(site, address)
                found[one.name] = median([lambda address=address: _good(site, address) for address in asked])
        return found

    def rates(self, site: servers.Server) -> dict:
        """Requests per second of an empty view, and of a cached list."""
        listed = "/case-studies/"
        for _ in range(WARM):
            _good(site, listed)
        return {
            EMPTY: round(requests_per_second(site.port, "/bench/empty", self.seconds), 1),
            SERVED: round(requests_per_second(site.port, listed, self.seconds), 1),
        }

    def queries(self, one: journeys.Journey) -> int:
        """Database queries of the last address, which is not cached, after another request of its kind."""
        Client(SERVER_NAME="127.0.0.1").get(one.ours[0])
        pages.clear()
        with CaptureQueriesContext(connection) as captured:
            Client(SERVER_NAME="127.0.0.1").get(one.ours[-1])
        return len(captured)

    def worker(self) -> dict:
        """One worker: its start, its memory, and the first request after an edit."""
        listed, began = "/case-studies/?sort=started", time.perf_counter()
        with servers.ours(1, self.log) as site:
            started = time.perf_counter() - began
            _good(site, listed)
            first = time.perf_counter() - began
            usual = median([lambda address=address: _good(site, address) for address in self.journeys[0].ours])
            weight = max(map(servers.memory, site.workers))
            edited = CaseStudy.objects.published().order_by("pk").first()
            edit = CaseStudy.objects.filter(pk=edited.pk)
            total = len(self.ranks)
            try:
                edit.update(state="withdrawn")
                after = milliseconds(lambda: _good(site, listed))
                stale = _printed(site, listed) != total - 1
            finally:
                edit.update(state="published")
            stale |= _printed(site, listed) != total
            for one in self.journeys:
                for address in one.ours[:3]:
                    site.get(address)
            return {
                "started": round(started, 2),
                "first list": round(first, 2),
                "memory": round(weight),
                "memory after all journeys": round(max(map(servers.memory, site.workers))),
                "usual": usual["median"],
                "after an edit": round(after, 1),
                "stale": stale,
            }


def ask_ours(pairs: journeys.Pairs, page: int = 1) -> Answer:
    """What the filters say of a list; the rows of the page by their keys."""
    filters = CASES.read(None, urlencode(pairs), rows=CASES.published())
    keys = filters.keys((page - 1) * datasette.PAGE, datasette.PAGE)
    return Answer({facet.name: dict(facet.counts) for facet in filters.facets}, filters.count, keys)


def _good(server: servers.Server, address: str) -> bytes:
    status, body = server.get(address)
    if status != 200:
        raise RuntimeError(f"{address}: {status}")
    return body


def _printed(site: servers.Server, address: str) -> int:
    """The number of results that a list prints."""
    printed = RESULTS.search(_plain(_good(site, address)))
    if printed is None:
        raise RuntimeError(f"{address}: no number of results")
    return int(printed[1].replace(b",", b""))


def _plain(body: bytes) -> bytes:
    return gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body

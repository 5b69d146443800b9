"""`python -m tests.run [options of pytest]`: all tests on SQLite and on PostgreSQL, side by side; then the total.

On PostgreSQL run those whose outcome may depend on the database. Those that wait for a browser or for servers, or need
the content that ships, have a run of their own on SQLite, with the tables of the models. The others are divided among
two runs on each database; each has a copy of what the migrations made once. The first run reports as it goes; what the
others reported follows.
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

import psycopg

from tests.browser import MISSING as NO_CHROMIUM
from tests.browser import find_chromium, install_chromium
from tests.nginx import MISSING as NO_NGINX
from tests.nginx import find_nginx, install_nginx
from tests.postgres import postgres

SQLITE, POSTGRESQL, WAITING = "SQLite", "PostgreSQL", "browser, servers"
BESIDE = 2  # runs on each database, so that both cores of a machine have work until the end
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
    """How long each part took, its runs added up, and in which ten files most of it went."""
    parts = before | {name: run[""] for name, run in runs.items()} | {"altogether": altogether}
    slowest = [name for name, _ in sum(runs.values(), Counter()).most_common(11) if name]
    return "\n".join(
        [f"{name:<30}{seconds:>10.0f} s" for name, seconds in parts.items()]
        + [f"\n{'the ten slowest files':<30}" + "".join(f"{name:>18}" for name in runs)]
        + [f"{name:<30}" + "".join(f"{run[name]:>16.0f} s" for run in runs.values()) for name in slowest]
    )


def environment(database_url: str) -> dict[str, str]:
    """SQLite as a newcomer's installation has it, where no address of a database is given."""
    # Modules are compiled once, not by each of the processes that tests start.
    unset = ("DATABASE_URL", "PYTHONDONTWRITEBYTECODE")
    variables = {name: value for name, value in os.environ.items() if name not in unset}
    return variables | ({"DATABASE_URL": database_url} if database_url else {})


def migrate(database_url: str) -> subprocess.Popen:
    """Begin to make the tables that runs copy."""
    variables = environment(database_url) | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.Popen([sys.executable, "manage.py", "migrate", "--verbosity=0"], env=variables)


class Run:
    """A run of pytest."""

    def __init__(self, report: Path, arguments: list[str], database_url: str = "", output: IO[str] | None = None):
        self.report, self.output = report, output
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pytest", f"--junitxml={report}", *arguments],
            env=environment(database_url),
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
        runs: dict[str, list[Run]] = {}
        counts = Counter()

        def start(name: str, arguments: list[str], database_url: str = "", beside: bool = True) -> None:
            those = runs.setdefault(name, [])
            file = folder / f"{name} {len(those) + 1}"
            output = stack.enter_context(open(file.with_suffix(".txt"), "w+")) if beside else None
            those.append(Run(file.with_suffix(".xml"), arguments, database_url, output))
            stack.callback(those[-1].stop)

        def share(name: str, made: str) -> list[str]:
            """The arguments of a run that takes its part of these tests, with a copy of the database that is made."""
            (shares := folder / name).mkdir(exist_ok=True)
            divided = ["-p", "tests.shares", f"--shares={shares}", f"--answers={folder}"]
            return ["--migrations", "--reuse-db", f"--made={made}", *divided]

        start(WAITING, ["-m", "waiting", *arguments])
        sqlite, url = str(folder / "made.sqlite3"), ""
        making = [migrate(f"sqlite:///{sqlite}")]
        try:
            url = stack.enter_context(postgres())
        except (OSError, RuntimeError) as error:
            print(error)
            counts["failed"] += 1
        else:
            with psycopg.connect(url.replace("/cityclimate", "/postgres"), autocommit=True) as connection:
                connection.execute("CREATE DATABASE cityclimate")
            making.append(migrate(url))
        counts["failed"] += sum(process.wait() != 0 for process in making)
        ready = time.time()
        print(f"\n== {SQLITE} ==", flush=True)
        for number in range(BESIDE):
            if url:
                start(POSTGRESQL, [*share(POSTGRESQL, "cityclimate"), *arguments], url)
            start(SQLITE, [*share(SQLITE, sqlite), "-m", "not waiting", *arguments], beside=number > 0)
        for run in (run for name in (SQLITE, POSTGRESQL, WAITING) for run in runs.get(name, [])):
            counts += run.counts()
        for name, those in runs.items():
            for run in those:
                if run.output:
                    print(f"\n== {name} ==\n{run.said()}", flush=True)
        before = {"environment": began - started, "browser, nginx, databases": ready - began}
        seconds = {name: sum((durations(run.report) for run in those), Counter()) for name, those in runs.items()}
        print(f"{times(before, seconds, time.time() - started)}\n", flush=True)
        for name, those in runs.items():
            print("".join(f"failed on {name}: {test}\n" for run in those for test in failures(run.report)), end="")
        print(total(counts), flush=True)
    return 1 if counts["failed"] or not counts["passed"] else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)

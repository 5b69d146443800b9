"""`python -m tests.run [options of pytest]`: all tests on SQLite, then on PostgreSQL; then the total."""

import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

from tests.browser import MISSING, find_chromium, install_chromium
from tests.postgres import postgres


@contextmanager
def sqlite() -> Iterator[None]:
    """No DATABASE_URL at all: what a newcomer's installation has."""
    yield None


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


def run(database_url: str | None, arguments: list[str]) -> Counter:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    if database_url:
        environment["DATABASE_URL"] = database_url
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        command = [sys.executable, "-m", "pytest", f"--junitxml={report}", *arguments]
        return count(report, subprocess.run(command, env=environment).returncode)


def main(arguments: list[str]) -> int:
    # A polite kill ends like Ctrl-C: the PostgreSQL server is stopped and its folder removed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if not find_chromium():
        install_chromium()
        if not find_chromium():
            sys.exit(MISSING)
    counts = Counter()
    for name, database in (("SQLite", sqlite), ("PostgreSQL", postgres)):
        print(f"\n== {name} ==", flush=True)
        try:
            with database() as url:
                counts += run(url, arguments)
        except (OSError, RuntimeError) as error:
            print(error, flush=True)
            counts["failed"] += 1
    print(f"\n{total(counts)}", flush=True)
    return 1 if counts["failed"] or not counts["passed"] else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)

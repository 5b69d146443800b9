"""`python -m bench`: measures every size on every database, then writes the report.

Corpora and results stay in the folder, so an interrupted run continues where it stopped. Results are measured again
once the code has changed.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.state import State, recipe

HERE = Path(__file__).resolve().parent
SIZES = [1_000, 10_000, 100_000]
DATABASES = ["sqlite", "postgresql"]


def arguments(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="CASES")
    parser.add_argument("--databases", nargs="+", choices=DATABASES, default=DATABASES)
    parser.add_argument("--folder", type=Path, default=HERE.parent / ".bench_cache", help="Default: %(default)s")
    parser.add_argument("--report", type=Path, default=HERE / "RESULTS.md", help="Default: %(default)s")
    parser.add_argument("--runs", type=int, default=30, help="Runs of ours. Default: %(default)s")
    parser.add_argument("--peer-runs", type=int, default=5, help="Runs of Datasette. Default: %(default)s")
    parser.add_argument("--seconds", type=float, default=5, help="For requests a second. Default: %(default)s")
    parser.add_argument("--fill", action="store_true", help="Only load the corpora, to measure them later")
    parser.add_argument("--again", action="store_true", help="Measure again, even if the code is the same")
    parser.add_argument("--one", nargs=2, metavar=("DATABASE", "CASES"), help=argparse.SUPPRESS)
    return parser.parse_args(given)


def commit() -> str:
    """The commit that is measured, with a plus if there are uncommitted changes."""
    said = ["git", "-C", str(HERE.parent)]
    head = subprocess.run([*said, "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()  # noqa: S603
    changed = subprocess.run(  # noqa: S603
        [*said, "status", "--porcelain", "bench/*.py", "casestudies", "cityclimate", "templates", "requirements"],
        capture_output=True,
        text=True,
    ).stdout
    return f"{head}+" if changed.strip() else head


def forget_older(options: argparse.Namespace) -> None:
    """Removes the corpora of older recipes."""
    for state in map(State, options.folder.glob("*-*.json")):
        if state.data.get("recipe") != recipe():
            shutil.rmtree(state.file.with_suffix(""), ignore_errors=True)
            for file in options.folder.glob(f"{state.file.stem}.*"):
                file.unlink()


@contextmanager
def addresses(options: argparse.Namespace) -> Iterator[dict[tuple[str, int], str]]:
    """(database, size) → DATABASE_URL. PostgreSQL runs while the context is open."""
    with ExitStack() as stack:
        found = {}
        if "sqlite" in options.databases:
            for size in options.sizes:
                found["sqlite", size] = f"sqlite:///{options.folder.resolve() / f'sqlite-{size}.db'}"
        if "postgresql" in options.databases:
            from bench.postgresql import databases

            for size, url in stack.enter_context(databases(options.folder, options.sizes)).items():
                found["postgresql", size] = url
        yield found


def one(options: argparse.Namespace) -> None:
    """Fills and measures one corpus, in a process with the settings of its database."""
    import django

    django.setup()
    from bench.one import Bench, fill

    database, size = options.one[0], int(options.one[1])
    began = time.monotonic()

    def say(what: str) -> None:
        print(f"{database:10} {size:>7,}  {time.monotonic() - began:6.1f} s  {what}", flush=True)

    state = State(options.folder / f"{database}-{size}.json")
    fill(size, state, say)
    if options.fill:
        return
    Bench(state, options.runs, options.peer_runs, options.seconds, say).run()


def main(given: list[str]) -> int:
    options = arguments(given)
    if options.one:
        one(options)
        return 0
    options.folder.mkdir(parents=True, exist_ok=True)
    forget_older(options)
    now, failed = commit(), 0
    with addresses(options) as urls:
        for (database, size), url in urls.items():
            state = State(options.folder / f"{database}-{size}.json")
            known = state.data.get("commit") == now and not now.endswith("+")
            if known and "found" in state and not options.again:
                continue
            # Ignore the shell's settings: the site is measured as `make run` serves it.
            environment = {name: value for name, value in os.environ.items() if name not in {"DEBUG", "SITE_URL"}}
            done = subprocess.run(  # noqa: S603
                [sys.executable, "-m", "bench", "--one", database, str(size), "--folder", options.folder]
                + ["--runs", str(options.runs), "--peer-runs", str(options.peer_runs)]
                + ["--seconds", str(options.seconds)]
                + ["--fill"] * options.fill,
                cwd=HERE.parent,
                env=environment
                | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "bench.settings", "SECRET_KEY": "for-the-bench"},
            )
            failed |= done.returncode
            if not done.returncode and not options.fill:
                State(options.folder / f"{database}-{size}.json")["commit"] = now
    if options.fill:
        return failed
    from bench.report import write

    write(options.folder, options.report)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

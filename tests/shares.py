"""Several runs beside each other divide the tests: `pytest -p tests.shares --shares FOLDER` in each of them.

A run takes the tests of a file, notes so in the folder, and takes the next file that no other run has when it is
through. So all of them end at about the same time, however long a file takes.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--shares", type=Path, metavar="FOLDER", help="divide the tests with the runs of this folder")


def taken(items: Iterable[pytest.Item], folder: Path) -> Iterator[pytest.Item]:
    """The items of each file that nobody has taken before. Those of a file may stand in several places."""
    seen = Counter()
    for path, together in groupby(items, lambda item: item.path):
        seen[path.stem] += 1
        try:
            (folder / f"{path.stem} {seen[path.stem]}").touch(exist_ok=False)
        except FileExistsError:
            continue
        yield from together


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """The loop of pytest, over our share."""
    folder = session.config.getoption("shares")
    if folder is None or session.testsfailed or session.config.option.collectonly:
        return None
    items = taken(session.items, folder)
    item = next(items, None)
    while item:
        following = next(items, None)
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.shouldfail:
            raise session.Failed(session.shouldfail)
        if session.shouldstop:
            raise session.Interrupted(session.shouldstop)
        item = following
    return True

"""Several runs beside each other divide the tests: `pytest -p tests.shares --shares FOLDER` in each of them.

A run takes the tests of a file, notes so in the folder, and takes the next file that no other run has when it is
through. So all of them end at about the same time, however long a file takes. One run takes all tests of the content
that ships, which takes long to load.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--shares", type=Path, metavar="FOLDER", help="divide the tests with the runs of this folder")


CONTENT = "copies_of_the_content"  # the fixture


def taken(items: Iterable[pytest.Item], folder: Path) -> Iterator[pytest.Item]:
    """The items of each file that nobody has taken before. Those of a file may stand in several places."""
    seen, mine = Counter(), set()
    for name, together in groupby(items, lambda item: CONTENT if CONTENT in item.fixturenames else item.path.stem):
        seen[name] += name != CONTENT
        part = f"{name} {seen[name]}"
        if part not in mine:
            try:
                (folder / part).touch(exist_ok=False)
            except FileExistsError:
                continue
            mine.add(part)
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

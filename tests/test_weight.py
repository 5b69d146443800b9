"""What a first view weighs: the page, its styles, scripts and fonts, compressed as they are sent."""

import gzip
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find

from cityclimate.collected import with_imports
from tests.reading import Reading, attribute

pytestmark = pytest.mark.once

KILOBYTE = 1024
# With the cast, whose pages are short: a list of the content adds some twelve, a record eight.
BUDGETS = {
    "/": 74,
    "/cities/bogota/": 75,
    "/case-studies/bogota-clean-air-zone/": 75,
    "/about/data/": 84,
    "/case-studies/": 92,
    "/evidence/": 93,
}


def weight(page: Reading) -> int:
    """Bytes of the page and of the files that it asks for at once; maps come later."""
    files = {attribute(link, "href") for link in page.all("link", rel="stylesheet")}
    files |= {attribute(link, "href") for link in page.all("link", rel="preload")}
    files |= {attribute(script, "src") for script in page.all("script", src=None)}
    return len(gzip.compress(page.html.encode())) + sum(map(size, files))


def size(address: str) -> int:
    file = Path(find(address.removeprefix("/static/")))
    if file.suffix == ".woff2":
        return file.stat().st_size
    text = with_imports(
        file.read_text(encoding="utf-8"), lambda name: (file.parent / name).read_text(encoding="utf-8")
    )
    return len(gzip.compress(text.encode()))


@pytest.mark.parametrize("path", BUDGETS)
def test_first_view_is_light(page_at, path):
    assert weight(page_at(path)) / KILOBYTE < BUDGETS[path]


def test_only_pages_that_change_in_part_load_the_script_for_it(page_at):
    loading = [
        path
        for path in BUDGETS
        if any("htmx" in attribute(script, "src") for script in page_at(path).all("script", src=None))
    ]
    assert loading == ["/case-studies/", "/evidence/"]

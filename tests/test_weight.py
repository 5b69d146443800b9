"""What a first view weighs: the page, its styles, scripts and fonts, compressed as they are sent."""

import gzip
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find

from tests.reading import Reading, attribute

pytestmark = pytest.mark.once

KILOBYTE = 1024
# With the cast, whose pages are short: a list of the content adds some twelve, a record eight.
BUDGETS = {
    "/": 82,
    "/cities/bogota/": 82,
    "/case-studies/bogota-clean-air-zone/": 82,
    "/about/data/": 88,
    "/case-studies/": 93,
    "/evidence/": 93,
}


def weight(page: Reading) -> int:
    """Bytes of the page and of the files that it asks for at once; maps come later."""
    files = {attribute(link, "href") for link in page.all("link", rel="stylesheet")}
    files |= {attribute(link, "href") for link in page.all("link", rel="preload")}
    files |= {attribute(script, "src") for script in page.all("script", src=None)}
    return len(gzip.compress(page.html.encode())) + sum(map(size, files))


def size(address: str) -> int:
    body = Path(find(address.removeprefix("/static/"))).read_bytes()
    return len(body) if address.endswith(".woff2") else len(gzip.compress(body))


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

"""What axe finds to complain of in a page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

OPTIONS = {
    # Axe would look for imported styles beside the page instead of beside what imports them.
    "preload": False,
    # Of all other results it then describes one node each, instead of half a megabyte.
    "resultTypes": ["violations"],
}


def violations(page: Page) -> dict[str, list[str]]:
    """The rules that are broken, each with the first nodes that break it."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return {one["id"]: [node["html"][:200] for node in one["nodes"][:3]] for one in found}

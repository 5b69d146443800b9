"""Reading a map as a visitor does."""

from tests.reading import Reading, attribute, texts


def dots(page: Reading) -> dict[str, str | None]:
    """What each dot says → where it leads, in the order of the page."""
    return {
        texts(dot): attribute(dot, "href") for dot in page.all("a", page.one("svg", class_="map-sheet"), class_="dot")
    }


def key(page: Reading) -> dict[str, str | None]:
    """The key below the map: region and number → where it leads; None if it is only said."""
    found = {}
    for line in page.all("li", page.one(id="map-key")):
        links = page.all("a", line)
        found[texts(line)] = attribute(links[0], "href") if links else None
    return found


def box(page: Reading) -> str | None:
    """The part of the world that is shown, as a viewBox."""
    return attribute(page.one("svg", class_="map-land"), "viewbox")


def arcs(page: Reading) -> dict[str, str | None]:
    """What each curve says → where it leads."""
    return {attribute(arc, "aria-label"): attribute(arc, "href") for arc in page.all("a", class_="arc")}

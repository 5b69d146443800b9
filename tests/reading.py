"""Reading a page as a visitor does: its headings, cards, facets and links."""

from html.parser import HTMLParser

from django.test.html import Element, parse_html


def texts(node) -> str:
    """All text below an element, white space normalised."""
    if isinstance(node, str):
        return node
    return " ".join(" ".join(texts(child) for child in node.children).split())


class Reading:
    """A response, parsed; a start tag without its end tag, or the other way round, is an error."""

    def __init__(self, response):
        self.html = response.content.decode()
        self.root = parse_html(self.html)
        self.elements = [self.root, *_below(self.root)]

    def all(self, tag=None, inside=None, **attributes) -> list[Element]:
        """Elements by tag and attributes: `all("a", class_="choice")`, `all(id="facets")`; `None`: any value."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in (self.elements if inside is None else _below(inside))
            if tag in (None, element.name) and _fits(dict(element.attributes), wanted)
        ]

    def one(self, tag=None, inside=None, **attributes) -> Element:
        found = self.all(tag, inside, **attributes)
        assert len(found) == 1, f"{len(found)} of {tag} {attributes} instead of one"
        return found[0]

    @property
    def titles(self) -> list[str]:
        """The cards of a list, in order."""
        return [texts(self.one("h3", card)) for card in self.all("article", class_="card")]

    @property
    def paths(self) -> list[str]:
        """Where the cards of a list lead."""
        return [
            attribute(self.all("a", self.one("h3", card))[0], "href") for card in self.all("article", class_="card")
        ]

    def counts(self, facet: str) -> dict[str, int]:
        """What a facet offers: value → count, in the order of the page."""
        return {
            value: int(texts(self.one(inside=at, class_="choice-count"))) for value, at in self.choices(facet).items()
        }

    def choices(self, facet: str) -> dict[str, Element]:
        boxes = self.all("details", id=f"facet-{facet}")
        links = self.all("a", boxes[0], class_="choice") if boxes else []
        return {attribute(link, "id").removeprefix(f"facet-{facet}-"): link for link in links}

    @property
    def problems(self) -> dict[str, str]:
        """What a 400 says: parameter → what to change."""
        box = self.one("dl", class_="problems")
        names, answers = self.all("dt", box), self.all("dd", box)
        return {texts(name): texts(answer) for name, answer in zip(names, answers, strict=True)}


def attribute(element: Element, name: str) -> str | None:
    return dict(element.attributes).get(name)


def _fits(attributes: dict, wanted: dict) -> bool:
    for name, value in wanted.items():
        if name not in attributes:
            return False
        found = (attributes[name] or "").split() if name == "class" else [attributes[name]]
        if value is not None and value not in found:
            return False
    return True


def _below(element: Element):
    for child in element.children:
        if isinstance(child, Element):
            yield child
            yield from _below(child)


class Tags(HTMLParser):
    """Every start tag with its attributes as they stand, and the text in scripts and styles; data is no script."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict]] = []
        self.inline: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        if not self.tags or self.tags[-1] == ("script", {"type": "application/ld+json"}):
            return
        if self.tags[-1][0] in ("script", "style") and self.cdata_elem and data.strip():
            self.inline.append(data)

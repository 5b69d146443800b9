"""Reading a page as a visitor does: its headings, cards, facets and links."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from lxml import etree
from lxml.etree import _Element as Element

PARSER = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
# The content of scripts and styles holds no tags.
TAGS = re.compile(
    r"""<!--.*?--> | <(script|style)\b[^>]*>.*?</\1> | <(/?)([a-z][^\s/>]*)(?:"[^"]*"|'[^']*'|[^'">])*>""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
VOID = set(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])


def texts(node: Element) -> str:
    """All text below an element, white space normalised."""
    return " ".join(" ".join(node.itertext()).split())


def check_tags(html: str) -> None:
    """Every start tag has its end tag, in the same parent: lxml would mend it, and a browser in another way."""
    below: list[str] = []
    for tag in TAGS.finditer(html):
        end, name = tag[2], (tag[3] or "").lower()
        if end:
            assert below and below.pop() == name, f"</{name}> ends nothing: …{html[tag.start() - 200 : tag.end()]}"
        elif name and name not in VOID and not tag[0].endswith("/>"):
            below.append(name)
    assert below == [], "start tags without end tag"


class Reading:
    """A response, parsed; a start tag without its end tag, or the other way round, is an error."""

    def __init__(self, response):
        self.response = response
        self.html = response.content.decode()
        check_tags(self.html)
        self.root = etree.fromstring(response.content, PARSER)

    def all(self, tag=None, inside=None, **attributes) -> list[Element]:
        """Elements by tag and attributes: `all("a", class_="choice")`, `all(id="facets")`; `None`: any value."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        elements = self.root.iter(tag) if inside is None else _below(inside, tag)
        return [element for element in elements if _fits(element.attrib, wanted)]

    def one(self, tag=None, inside=None, **attributes) -> Element:
        found = self.all(tag, inside, **attributes)
        assert len(found) == 1, f"{len(found)} of {tag} {attributes} instead of one"
        return found[0]

    @property
    def heads(self) -> list[Element]:
        """The headings of the cards of a list, of the rows of its table, or the names of its index, in order."""
        cards = [self.one("h3", card) for card in self.all("article", class_="card")]
        return cards + self.all("th", scope="row") + self.all("span", class_="entry-name")

    @property
    def titles(self) -> list[str]:
        return [texts(head) for head in self.heads]

    @property
    def paths(self) -> list[str]:
        """Where the cards or rows of a list lead."""
        return [attribute(self.all("a", head)[0], "href") for head in self.heads]

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


def source(element: Element) -> list[str]:
    """What an element is written as, white space normalised."""
    return etree.tostring(element, encoding="unicode", with_tail=False).split()


def attribute(element: Element, name: str) -> str | None:
    return element.get(name)


def _fits(attributes, wanted: dict) -> bool:
    for name, value in wanted.items():
        if name not in attributes:
            return False
        if value is not None and value not in (attributes[name].split() if name == "class" else [attributes[name]]):
            return False
    return True


def _below(element: Element, tag: str | None) -> Iterator[Element]:
    return (one for one in element.iter(tag) if one is not element)


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

"""The content of a citation, independent of its format."""

import re
from dataclasses import dataclass
from enum import Enum

SITE = "CityClimate"


class EntryType(Enum):
    PAGE = "page"  # a page of this site, or a fact on it
    LIST = "list"  # a list of this site with its filters
    DOCUMENT = "document"  # a source


@dataclass(frozen=True)
class Reference:
    """One entry of a bibliography; each text is one line.

    `key` names it in a bibliography: ASCII, and never changes. `issued` is year, month and day as far as they are
    known. `within` is the title of the record that a fact belongs to. `version` is that of the content, which serves
    as the date of access. `passages` are places in a document. `licence` is the licence of our own content.
    `names` are names in the texts that may be in the other language, for marking them on a page.
    """

    key: str
    kind: EntryType
    title: str
    language: str
    url: str = ""
    author: str = ""
    issued: tuple[int, ...] = ()
    within: str = ""
    version: str = ""
    number: str = ""
    passages: tuple[str, ...] = ()
    licence: str = ""
    names: tuple[str, ...] = ()


def one_line(text: str) -> str:
    """The text without line breaks, control characters and repeated spaces, which could end a field."""
    return re.sub(r"[\x00-\x20\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]+", " ", text).strip()

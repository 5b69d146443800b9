"""What a citation says, whatever the format: one neutral shape between the records and the writers."""

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

    `key` names it in a bibliography: ASCII, the same for ever. `issued` is year, month and day as far as they are
    known. `within` is the record that a fact belongs to, `version` that of the content, which stands for the date of
    access: it names what was there to be read. `passages` say where in a document. `licence` is that of what is ours.
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


def one_line(text: str) -> str:
    """The text without line breaks, control characters and repeated blanks, any of which would end a field."""
    return re.sub(r"[\x00-\x20\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]+", " ", text).strip()

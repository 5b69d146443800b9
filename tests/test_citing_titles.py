"""Citations: no title breaks a format."""

import json
import re

import pytest
import rispy

from casestudies.citing import FORMATS, EntryType, Reference
from casestudies.citing.reference import one_line
from tests.test_citing import ZONE, bibtex

pytestmark = pytest.mark.once

HOSTILE = [
    'He said "no" & left: 50% of $5 in #1_a ~ {x}^2 \\ end',
    "An open brace { and no close",
    "A close } and no open",
    "Two\nlines\r\nER  - \r\nTY  - BOOK",
    "@article{evil, title = {x}}",
    "</script><script>alert(1)</script>",
    "Separators \u2028 and \u2029 and \x85 and \x0b",
    "TY  - JOUR",
    "波哥大“清洁空气”，百分之五十",
    "%",
    "\\",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_breaks_a_format(cast, read_text, title):
    cast.zone.title_en = title
    cast.zone.save()
    cast.source.title_zh_hans = title
    cast.source.save()
    plain = one_line(title)

    page, document = bibtex(read_text(f"{ZONE}cite.bib")).values()
    for entry in (page, document):
        assert set(entry) - {"institution", "note", "howpublished", "month"} == {
            "type", "title", "author", "year", "language", *({"url"} & set(entry)),
        }  # fmt: skip
        assert entry["title"].count("{") == entry["title"].count("}")
    assert plain_latex(page["title"]) == plain

    page, document = rispy.loads(read_text(f"{ZONE}cite.ris"))
    assert (page["title"], page["type_of_reference"]) == (plain, "ELEC")
    assert document["type_of_reference"] == "RPRT"

    page, document = json.loads(read_text(f"{ZONE}cite.json"))
    assert page["title"] == plain
    assert document["title"].startswith(plain)

    assert len(read_text(f"{ZONE}cite.txt").splitlines()) == 3


def plain_latex(text: str) -> str:
    """What TeX would print: the inverse of the escapes, read off the commands and not our table."""
    text = text.removeprefix("{").removesuffix("}")
    commands = {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciitilde": "~", "asciicircum": "^"}
    return re.sub(r"\\(?:text(\w+)\{\}|(.))", lambda found: commands[found[1]] if found[1] else found[2], text)


def test_reference_is_the_same_one_line_in_every_writer():
    reference = Reference(key="key", kind=EntryType.PAGE, title="A title", language="en")
    assert FORMATS["txt"].write([reference]) == "A title (no date).\n"
    assert FORMATS["bib"].write([reference]) == (
        "@misc{key,\n  title = {{A title}},\n  howpublished = {CityClimate},\n  language = {en},\n}\n"
    )

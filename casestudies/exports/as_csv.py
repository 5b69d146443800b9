"""CSV as in RFC 4180, in UTF-8 with a byte order mark, which Excel needs to recognise UTF-8.

A text that a spreadsheet would run as a formula gets an apostrophe in front, so that it stays text: one that begins
with = + - @ or a control character, or with the full-width forms of the signs, also after spaces. Numbers such as
-65.9 or +12 % are left alone, and so are number columns.

If spreadsheets expect semicolons between cells, as in much of Europe, a semicolon in a text begins a new cell, a
quotation mark in a text quotes a cell, and a line break ends the row. So a part of a text after a semicolon or line
break gets an apostrophe as well. A number is left alone there only if another semicolon or line break follows: the
last part would go on with the next columns.
"""

import csv
import re
from collections.abc import Iterator
from itertools import islice

from casestudies.columns.fields import Cell, CellType

from .download import Download, decimal, json_value

CONTENT_TYPE = "text/csv; charset=utf-8"
BOM = "\ufeff"
FORMULA = re.compile(r"\s*[=+\-@\t\r\n\x00＝＋－＠]")
# Groups: what is before the formula, the formula, and the separator after it if there is one.
FORMULA_OF_A_PART = re.compile(r"""([;\r\n](?:[^\S\r\n]|")*)([=+\-@\x00＝＋－＠][^;\r\n]*)(?=([;\r\n])?)""")
NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)*\s?%?", re.ASCII)
LIST = "; "
ROWS = 100  # written at a time


class Echo:
    """A file whose `write` returns the text."""

    def write(self, text: str) -> str:
        return text


def write(download: Download) -> Iterator[str]:
    kinds = [column.kind for column in download.table.columns]
    row = csv.writer(Echo()).writerow
    yield BOM + row(download.table.names)
    lines = download.lines
    while chunk := list(islice(lines, ROWS)):
        yield "".join(row(map(as_text, line.cells, kinds)) for line in chunk)


def as_text(cell: Cell, kind: CellType) -> str:
    cell = json_value(cell, kind)
    if cell is None:
        return ""
    if kind is CellType.BOOLEAN:
        return "true" if cell else "false"
    if kind is CellType.NUMBER:
        return decimal(cell)
    return guarded(LIST.join(cell) if kind is CellType.LIST else cell)


def guarded(text: str) -> str:
    if FORMULA.match(text) and not NUMBER.fullmatch(text):
        text = f"'{text}"
    if ";" in text or "\n" in text or "\r" in text:  # quicker than the search, and false for most texts
        text = FORMULA_OF_A_PART.sub(_guarded_part, text)
    return text


def _guarded_part(found: re.Match) -> str:
    before, formula, end = found.groups()
    return found[0] if end and NUMBER.fullmatch(formula.rstrip()) else f"{before}'{formula}"

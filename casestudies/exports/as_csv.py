"""CSV as RFC 4180 has it, in UTF-8 with the mark that tells Excel so.

A text that a spreadsheet would run as a formula gets an apostrophe in front, which spreadsheets take for "this is
text". That is one that begins with = + - @ or a control character, or with the full-width forms of the signs; but not
one that is a number in itself, such as -65.9 or +12 %. Blanks before the sign change nothing. Cells of number columns
are numbers and never touched.

Where semicolons separate cells, as in much of Europe, a text that has one is two cells, a quotation mark within a text
is one around a cell, and a line break within a text ends the row. So a part of a text behind a semicolon or a line
break gets an apostrophe before its sign too, but for a number that ends at the next one: the last part goes on there
with the columns that follow.
"""

import csv
import re
from collections.abc import Iterator
from itertools import islice

from casestudies.columns.fields import Cell, CellType

from .download import Download, decimal, plain

CONTENT_TYPE = "text/csv; charset=utf-8"
BOM = "\ufeff"
FORMULA = re.compile(r"\s*[=+\-@\t\r\n\x00＝＋－＠]")
# Up to the formula, the formula, and whether its part ends before the text does.
FORMULA_OF_A_PART = re.compile(r"""([;\r\n](?:[^\S\r\n]|")*)([=+\-@\x00＝＋－＠][^;\r\n]*)(?=([;\r\n])?)""")
NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)*\s?%?", re.ASCII)
LIST = "; "
ROWS = 100  # written at a time


class Echo:
    """A file that gives back what is written to it."""

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
    cell = plain(cell, kind)
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
    if ";" in text or "\n" in text or "\r" in text:  # a look that saves most texts the search
        text = FORMULA_OF_A_PART.sub(_guarded_part, text)
    return text


def _guarded_part(found: re.Match) -> str:
    before, formula, end = found.groups()
    return found[0] if end and NUMBER.fullmatch(formula.rstrip()) else f"{before}'{formula}"

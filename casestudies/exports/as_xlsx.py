"""A spreadsheet for readers: headings in their language, typed cells, and a second sheet that says what they mean.

Written row by row to disk, so that memory does not grow with the rows.
"""

import tempfile
from collections.abc import Iterator
from typing import IO

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import override
from xlsxwriter.worksheet import Worksheet

from casestudies import licence
from casestudies.columns.fields import Cell, CellType, Column
from casestudies.i18n import LANGUAGES

from .as_csv import LIST
from .download import Download, plain

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CELL = 32_767  # characters that a cell can hold
MARK = " […]"
LONGEST_LINK = 2_079
WIDTHS = {
    CellType.TEXT: 24,
    CellType.NUMBER: 14,
    CellType.BOOLEAN: 10,
    CellType.DATE: 12,
    CellType.LINK: 24,
    CellType.LIST: 24,
}
BLOCK = 1 << 16
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


class Sheet:
    """Writes typed cells; a text too long for a cell ends with a mark, and is whole in CSV."""

    def __init__(self, book: xlsxwriter.Workbook, name: str):
        self.sheet: Worksheet = book.add_worksheet(name)
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.bold = book.add_format({"bold": True})

    def text(self, row: int, column: int, text: str, style=None) -> None:
        if len(text) > CELL:
            text = text[: CELL - len(MARK)] + MARK
        if text:
            self.sheet.write_string(row, column, text, style)

    def head(self, row: int, texts: list[str]) -> None:
        for column, text in enumerate(texts):
            self.text(row, column, text, self.bold)

    def cell(self, row: int, at: int, cell: Cell, kind: CellType, clickable: bool) -> None:
        if kind is CellType.DATE and cell[0] and cell[1] == "day":
            self.sheet.write_datetime(row, at, cell[0], self.day)
            return
        cell = plain(cell, kind)
        if cell is None or cell == "":
            return
        if kind is CellType.BOOLEAN:
            self.sheet.write_boolean(row, at, cell)
        elif kind is CellType.NUMBER:
            self.sheet.write_number(row, at, cell)
        elif clickable and len(cell) < LONGEST_LINK:
            self.sheet.write_url(row, at, cell)
        else:
            self.text(row, at, LIST.join(cell) if kind is CellType.LIST else cell)


def write(download: Download) -> Iterator[bytes]:
    """The file in blocks; made as a whole first, since a workbook is a zip."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by its blocks
    with xlsxwriter.Workbook(file, OPTIONS) as book, override(download.language):
        _rows(Sheet(book, str(download.listing.title)), download)
        _meanings(Sheet(book, _("Columns")), download)
    file.seek(0)
    return _blocks(file)


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        yield from iter(lambda: file.read(BLOCK), b"")


def _rows(sheet: Sheet, download: Download) -> None:
    columns = download.table.columns
    own_link = f"link_{LANGUAGES[download.language]}"
    sheet.head(0, [str(column.heading) for column in columns])
    last = 0
    for last, line in enumerate(download.lines, start=1):
        for at, (column, cell) in enumerate(zip(columns, line.cells, strict=True)):
            sheet.cell(last, at, cell, column.kind, column.name == own_link)
    for at, column in enumerate(columns):
        sheet.sheet.set_column(at, at, WIDTHS[column.kind])
    sheet.sheet.freeze_panes(1, 0)
    sheet.sheet.autofilter(0, 0, last, len(columns) - 1)


def _meanings(sheet: Sheet, download: Download) -> None:
    """What was asked for, then a row for each column."""
    told = [
        (_("Address of the list"), download.page),
        (_("Query"), download.query),
        (_("Generated"), download.at.isoformat(timespec="seconds")),
        (_("Version of the content"), download.version or ""),
        (_("Rows"), str(len(download.keys))),
        (_("What the columns mean"), download.columns_page),
    ]
    if found := licence.facts():
        told += [(_("Licence of the content"), found["name"]), (_("Address of the licence"), found["url"])]
    for row, (name, value) in enumerate(told):
        sheet.text(row, 0, name, sheet.bold)
        sheet.text(row, 1, value)
    top = len(told) + 1
    sheet.head(top, [_("Column"), _("Name in CSV and JSON"), _("Type"), _("Meaning"), _("Values")])
    for row, column in enumerate(download.table.columns, start=top + 1):
        for at, text in enumerate(
            [str(column.heading), column.name, str(column.kind.label), str(column.meaning), values(column)]
        ):
            sheet.text(row, at, text)
    for at, width in enumerate([32, 28, 24, 80, 60]):
        sheet.sheet.set_column(at, at, width)


def values(column: Column) -> str:
    """The values that a cell may have, with their meaning: achieved (achieved); target (target)."""
    return LIST.join(f"{value} ({label})" for value, label in column.choices.choices) if column.choices else ""

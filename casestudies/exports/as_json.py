"""JSON: one object with what was asked for, what the columns mean, and the rows; numbers are exact."""

import json
from collections.abc import Iterator

from casestudies.columns.fields import Cell, CellType, Column
from casestudies.i18n import bilingual

from .download import Download, decimal, plain

CONTENT_TYPE = "application/json"


def write(download: Download) -> Iterator[str]:
    head = {**download.facts, "columns": [described(column) for column in download.table.columns]}
    yield f"{dumped(head)[:-1]}, {dumped('rows')}: ["
    for number, line in enumerate(download.lines):
        yield (",\n" if number else "\n") + as_object(download.table.columns, line.cells)
    yield "\n]}\n"


def described(column: Column) -> dict:
    """A column in both languages."""
    found = {"name": column.name, "type": str(column.kind)}
    for key in ("heading", "meaning"):
        found[key] = bilingual(getattr(column, key))
    if column.choices:
        found["values"] = {value: bilingual(label) for value, label in column.choices.choices}
    return found


def as_object(columns: tuple[Column, ...], cells: list[Cell]) -> str:
    pairs = zip(columns, cells, strict=True)
    return f"{{{', '.join(f'{dumped(column.name)}: {literal(cell, column.kind)}' for column, cell in pairs)}}}"


def literal(cell: Cell, kind: CellType) -> str:
    cell = plain(cell, kind)
    return decimal(cell) if kind is CellType.NUMBER and cell is not None else dumped(cell)


def dumped(value) -> str:
    return json.dumps(value, ensure_ascii=False)

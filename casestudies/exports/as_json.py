"""JSON: one object with what was asked for, what the columns mean, and the rows; numbers are exact."""

import json
from collections.abc import Iterator

from django.utils.translation import override

from casestudies.i18n import HTML_LANG

from .answers import Asked, decimal, plain
from .columns import Cell, Column, Kind

CONTENT_TYPE = "application/json"


def write(asked: Asked) -> Iterator[str]:
    head = {**asked.facts, "columns": [described(column) for column in asked.table.columns]}
    yield f"{dumped(head)[:-1]}, {dumped('rows')}: ["
    for number, line in enumerate(asked.lines):
        yield (",\n" if number else "\n") + as_object(asked.table.columns, line.cells)
    yield "\n]}\n"


def described(column: Column) -> dict:
    """A column in both languages."""
    found = {"name": column.name, "type": str(column.kind)}
    for key in ("heading", "meaning"):
        found[key] = bilingual(getattr(column, key))
    if column.choices:
        found["values"] = {value: bilingual(label) for value, label in column.choices.choices}
    return found


def bilingual(text) -> dict[str, str]:
    found = {}
    for code, name in HTML_LANG.items():
        with override(code):
            found[name] = str(text)
    return found


def as_object(columns: tuple[Column, ...], cells: list[Cell]) -> str:
    pairs = zip(columns, cells, strict=True)
    return f"{{{', '.join(f'{dumped(column.name)}: {literal(cell, column.kind)}' for column, cell in pairs)}}}"


def literal(cell: Cell, kind: Kind) -> str:
    cell = plain(cell, kind)
    return decimal(cell) if kind is Kind.NUMBER and cell is not None else dumped(cell)


def dumped(value) -> str:
    return json.dumps(value, ensure_ascii=False)

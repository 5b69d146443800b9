"""Reads a strict subset of YAML, and writes it in one canonical style.

All scalars are texts but `true`, `false`, numbers and empty values: `no` is a word, `NO` is Norway, and 2023-09-18 is
not a timestamp.
"""

import math
import re
from decimal import Decimal

import yaml

from .mistakes import At

DEEPEST = 20
Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Malformed(Exception):
    """The text is not YAML, or uses YAML that is not allowed here. `line` counts from 1."""

    def __init__(self, line: int, message: str):
        self.line = line
        super().__init__(message)


def parse(text: str, at: At):
    """The value of a YAML text, None if it is empty. Notes duplicate keys; raises Malformed for anything else."""
    try:
        return _document(yaml.parse(text, Loader=Parser), at)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        comma = "; unquoted comma?" if error.context == "while parsing a flow mapping" else ""
        raise Malformed(mark.line + 1 if mark else 1, f"no YAML: {error.problem or error.context}{comma}") from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise Malformed(line, "a control character that YAML does not allow: delete it") from None


def _document(events, at: At):
    value, documents = None, 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise Malformed(_line(event), "a second YAML document: put a list in the file, or a file for each")
        elif isinstance(event, yaml.NodeEvent):
            value = _value(event, events, at, DEEPEST)
    return value


def _value(event, events, at: At, depth: int):
    if isinstance(event, yaml.AliasEvent) or event.anchor:
        raise Malformed(_line(event), "anchors and aliases (& and *) are not used here: write it out, or use quotes")
    if event.tag:
        raise Malformed(_line(event), "tags (!) are not used here: leave it out, or use quotes")
    if depth == 0:
        raise Malformed(_line(event), f"nested deeper than {DEEPEST} levels")
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event.value) if event.implicit[0] else event.value
    if isinstance(event, yaml.SequenceStartEvent):
        return _sequence(events, at, depth)
    return _mapping(events, at, depth)


def _sequence(events, at: At, depth: int) -> list:
    items = []
    while not isinstance(event := next(events), yaml.SequenceEndEvent):
        items.append(_value(event, events, at, depth - 1))
    return items


def _mapping(events, at: At, depth: int) -> dict:
    items = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        if not isinstance(event, yaml.ScalarEvent) or event.anchor or event.tag:
            raise Malformed(_line(event), "a key is a word and no more: no list, mapping, anchor, alias or tag")
        if event.value in items:
            (at / f"line {_line(event)}").says(f"the key “{event.value}” is there twice")
        items[event.value] = _value(next(events), events, at, depth - 1)
    return items


def _line(event) -> int:
    return event.start_mark.line + 1


def _scalar(text: str):
    if text in {"", "~", "null"}:
        return None
    if text in {"true", "false"}:
        return text == "true"
    # 004 is a code, and no figure has more than thirty digits.
    if re.fullmatch(r"[-+]?(0|[1-9]\d{0,29})", text, re.ASCII):
        return int(text)
    if re.fullmatch(r"[-+]?(0|[1-9]\d{0,29})\.\d{1,30}", text, re.ASCII):
        return Decimal(text)
    return text


class Slugs(list):
    """A list of slugs, written on one line."""


class Dumper(yaml.SafeDumper):
    """Block style. Texts of several lines are blocks; texts that look like numbers or dates are in quotes."""

    def ignore_aliases(self, data):
        return True

    def text(self, text: str):
        if "\n" in text:
            return self.represent_scalar("tag:yaml.org,2002:str", text + "\n", "|")
        style = "'" if re.fullmatch(r"[-+.]?\d[!-~]{0,10}", text) else None
        return self.represent_scalar("tag:yaml.org,2002:str", text, style)

    def decimal(self, number: Decimal):
        return self.represent_scalar("tag:yaml.org,2002:float", f"{number:f}")

    def mapping(self, mapping: dict):
        inline = mapping.keys() == {"passage", "anchor"}
        return self.represent_mapping("tag:yaml.org,2002:map", mapping.items(), flow_style=inline)

    def slugs(self, slugs: Slugs):
        return self.represent_sequence("tag:yaml.org,2002:seq", slugs, flow_style=True)


Dumper.add_representer(str, Dumper.text)
Dumper.add_representer(Decimal, Dumper.decimal)
Dumper.add_representer(dict, Dumper.mapping)
Dumper.add_representer(Slugs, Dumper.slugs)


def write(value) -> str:
    """Canonical YAML of a document or a list of documents: equal values give equal texts."""
    return yaml.dump(value, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=math.inf)

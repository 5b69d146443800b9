"""The facts of the content files: their permanent names, and the hashes that tell which changed since the last check.

The YAML documents are read as they are, so this works before a load. `check_fixtures` says whether a document fits the
models; `evidence_check` holds the facts against the texts.
"""

import datetime
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from django.utils.functional import cached_property

from casestudies.fixture_files.keys import is_former
from casestudies.fixture_files.mistakes import At
from casestudies.fixture_files.short_form import is_short, read_short

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

NAMES = ("name", "acronym", "aliases", "symbol", "legal_reference", "iso_code", "person")
# Records whose own fields come from sources. Methods, themes, units and indicators are written by us.
FROM_SOURCES = ("cases/", "programmes/", "actors/", "events/", "places/")
OF_A_DATA_SET = ("geonames_id", "latitude", "longitude", "population", "population_year")
DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")

Data = Mapping[str, Any]


class Mistake(NamedTuple):
    """A mistake in a content file; prints as `file: key: message`."""

    file: str
    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.message}"


@dataclass(frozen=True)
class ContentRecord:
    """A record of a content file. `name` is its folder and slug, `cases/bogota-clean-air-zone`, whatever its file."""

    file: str
    name: str
    data: Data

    @property
    def slug(self) -> str:
        return self.name.partition("/")[2]


@dataclass(frozen=True)
class ContentFact:
    """A row with a key, or a text of a record: `cases/bogota-clean-air-zone#step-evidence-base` or `…#background`."""

    file: str
    name: str
    kind: str  # step, outcome …; empty for a text
    fields: Data
    citations: tuple[Data, ...]

    @property
    def key(self) -> str:
        """The name without the folder."""
        return self.name.partition("/")[2]


@dataclass
class Content:
    """All records in the order of their files, and a mistake for each file or record that can't be read."""

    records: list[ContentRecord] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)

    @cached_property
    def facts(self) -> list[ContentFact]:
        return [fact for record in self.records for fact in _facts_of(record)]

    def in_folder(self, name: str) -> list[ContentRecord]:
        return [record for record in self.records if record.name.startswith(f"{name}/")]

    @cached_property
    def passages(self) -> dict[str, Data]:
        """Passages by `source/passage`."""
        sources = self.in_folder("sources")
        return {f"{source.slug}/{row['slug']}": row for source in sources for row in source.data.get("passages") or ()}


def read_content(folder: Path) -> Content:
    """All records of the YAML files in a folder and below it."""
    content = Content()
    for path in sorted(folder.rglob("*.y*ml")):
        file = path.relative_to(folder).as_posix()
        try:
            document = yaml.load(path.read_text(encoding="utf-8-sig"), LOADER)  # noqa: S506 (a safe loader)
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            content.mistakes.append(Mistake(file, "-", f"can't be read: {' '.join(str(error).split())}"))
            continue
        for data in _documents(document if isinstance(document, list) else [document], file):
            if isinstance(data, dict) and is_former(data):
                continue  # it states nothing; check_fixtures asks whether the other record is there
            if isinstance(data, dict) and (slug := data.get("slug") or data.get("key")):
                content.records.append(ContentRecord(file, f"{file.partition('/')[0]}/{slug}", data))
            elif data is not None:
                content.mistakes.append(Mistake(file, "-", "a record has neither slug nor key"))
    return content


def _documents(values: list[Any], file: str) -> Iterator[Any]:
    """The documents of a file, those in short form as well."""
    for value in values:
        yield from read_short(value, At(file, {})).documents().values() if is_short(value) else [value]


def _facts_of(record: ContentRecord) -> Iterator[ContentFact]:
    citations = record.data.get("citations")
    if isinstance(citations, dict):
        for part, cited in citations.items():
            yield ContentFact(
                record.file, f"{record.name}#{part}", "", {part: record.data.get(part)}, tuple(cited or ())
            )
    elif "key" in record.data:  # a transfer has no owner
        yield ContentFact(record.file, record.name, "transfer", _own(record.data), tuple(citations or ()))
    yield from _rows_of(record, record.data)


def _rows_of(record: ContentRecord, data: Data) -> Iterator[ContentFact]:
    for name, rows in data.items():
        if are_facts(rows):
            kind = fact_kind(name)
            for row in rows:
                named = f"{record.name}#{kind}-{row['key']}"
                yield ContentFact(record.file, named, kind, _own(row), tuple(row.get("citations") or ()))
                yield from _rows_of(record, row)


def fact_kind(name: str) -> str:
    """The kind of the facts in a list: step for steps and substeps, leadershipterm for leadership_terms."""
    return name.removeprefix("sub").removesuffix("s").replace("_", "")


def are_facts(rows: Any) -> bool:
    return isinstance(rows, list) and bool(rows) and all(isinstance(row, dict) and "key" in row for row in rows)


def _own(data: Data) -> Data:
    """The fields of a fact, without its citations and the facts nested in it."""
    return {name: value for name, value in data.items() if name != "citations" and not are_facts(value)}


def stated_by(record: ContentRecord) -> Data:
    """The texts, numbers and dates of a record that its sources must print, without the texts that are facts: title,
    started, ended, binds, people."""
    if not record.name.startswith(FROM_SOURCES) or "key" in record.data:
        return {}
    passed = (*NAMES, *OF_A_DATA_SET, "citations", "editors_note", *(record.data.get("citations") or ()))
    return {name: value for name, value in record.data.items() if name not in passed and _states(value)}


def _states(value: Any) -> bool:
    is_date = isinstance(value, str) and DATE.fullmatch(value) is not None
    return is_date or isinstance(value, (dict, int, float, datetime.date)) and not isinstance(value, bool)


def hashes(content: Content) -> dict[str, str]:
    """Fact name → a short hash of its fields, its citations, and the opening and locator of the cited passages.

    A record that states something itself has a hash of that under its own name.
    """
    stamps = {record.name: _short(stated) for record in content.records if (stated := stated_by(record))}
    return stamps | {fact.name: _hash(fact, content.passages) for fact in content.facts}


def _hash(fact: ContentFact, passages: Mapping[str, Data]) -> str:
    cited = []
    for citation in fact.citations:
        passage = passages.get(str(citation.get("passage")), {})
        cited.append([citation, passage.get("opening"), passage.get("locator")])
    return _short([fact.fields, cited])


def _short(data: Any) -> str:
    canonical = json.dumps(data, default=str, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def write_lock(stamps: Mapping[str, str]) -> str:
    return "".join(f"{name} {stamp}\n" for name, stamp in sorted(stamps.items()))


def read_lock(text: str) -> dict[str, str]:
    return dict(line.split() for line in text.splitlines())


def changes(stamped: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """What differs from the lock: `changed cases/…#step-…`, `added …`, `removed …`."""
    return [
        f"{'removed' if name not in now else 'changed' if name in stamped else 'added'} {name}"
        for name in sorted(stamped.keys() | now.keys())
        if stamped.get(name) != now.get(name)
    ]

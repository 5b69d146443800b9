"""RIS: a tag, two blanks, a hyphen and a blank; lines end in CR LF."""

from collections.abc import Iterable, Iterator

from .reference import SITE, EntryType, Reference

CONTENT_TYPE = "application/x-research-info-systems; charset=utf-8"
TYPES = {EntryType.PAGE: "ELEC", EntryType.LIST: "DATA", EntryType.DOCUMENT: "RPRT"}


def write(references: Iterable[Reference]) -> str:
    return "\r\n".join("".join(f"{tag}  - {value}\r\n" for tag, value in _tags(one)) for one in references)


def _tags(reference: Reference) -> Iterator[tuple[str, str]]:
    is_document = reference.kind is EntryType.DOCUMENT
    year, month, day = (*(f"{part:02}" for part in reference.issued), "", "", "")[:3]
    yield "TY", TYPES[reference.kind]
    for tag, value in (
        ("ID", reference.key),
        ("TI", reference.title),
        ("AU", reference.author),
        ("T2", reference.within if reference.within else "" if is_document else SITE),
        ("PB", reference.author if is_document else SITE),
        ("PY", year),
        ("DA", year and f"{year}/{month}/{day}/"),
        ("ET", reference.version),
        ("M1", reference.number),
        ("LA", reference.language),
        *(("N1", passage) for passage in reference.passages),
        ("UR", reference.url),
    ):
        if value:
            yield tag, value
    yield "ER", ""

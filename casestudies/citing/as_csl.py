"""CSL-JSON, which Zotero, pandoc and every citation processor read."""

import json
from collections.abc import Iterable

from .reference import SITE, EntryType, Reference

CONTENT_TYPE = "application/vnd.citationstyles.csl+json; charset=utf-8"
TYPES = {EntryType.PAGE: "webpage", EntryType.LIST: "dataset", EntryType.DOCUMENT: "report"}


def write(references: Iterable[Reference]) -> str:
    return json.dumps([item(reference) for reference in references], ensure_ascii=False, indent=2) + "\n"


def item(reference: Reference) -> dict:
    is_document = reference.kind is EntryType.DOCUMENT
    found = {
        "id": reference.key,
        "type": TYPES[reference.kind],
        "title": reference.title,
        "author": [{"literal": reference.author}] if reference.author else None,
        "container-title": reference.within or ("" if is_document else SITE),
        "publisher": reference.author if is_document else SITE,
        "issued": {"date-parts": [list(reference.issued)]} if reference.issued else None,
        "version": reference.version,
        "number": reference.number,
        "note": "; ".join(reference.passages),
        "license": reference.licence,
        "language": reference.language,
        "URL": reference.url,
    }
    return {name: value for name, value in found.items() if value}

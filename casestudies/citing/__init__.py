"""How to cite what is here: records, facts and lists become references, and references one of four formats."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from . import as_bibtex, as_csl, as_ris, as_text
from .reference import EntryType, Reference


@dataclass(frozen=True)
class CitationFormat:
    extension: str
    label: str
    content_type: str
    write: Callable[[Iterable[Reference]], str]


FORMATS = {
    extension: CitationFormat(extension, label, module.CONTENT_TYPE, module.write)
    for extension, label, module in (
        ("bib", "BibTeX", as_bibtex),
        ("ris", "RIS", as_ris),
        ("json", "CSL-JSON", as_csl),
        ("txt", "TXT", as_text),
    )
}

__all__ = ["FORMATS", "CitationFormat", "EntryType", "Reference"]

"""BibTeX, for BibTeX and biblatex alike."""

from collections.abc import Iterable

from .reference import SITE, EntryType, Reference

CONTENT_TYPE = "application/x-bibtex; charset=utf-8"
TYPES = {EntryType.PAGE: "misc", EntryType.LIST: "misc", EntryType.DOCUMENT: "techreport"}
# A brace counts for BibTeX even behind a backslash: only a command keeps them in balance.
COMMANDS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "&%$#_"},
}


def write(references: Iterable[Reference]) -> str:
    """All entries, each with its fields on lines of their own; Chinese stays UTF-8."""
    return "\n".join(_entry(reference) for reference in references)


def escape(text: str) -> str:
    return "".join(COMMANDS.get(char, char) for char in text)


def _entry(reference: Reference) -> str:
    is_document = reference.kind is EntryType.DOCUMENT
    year, month, *_ = *reference.issued, None, None
    # Braces around the whole keep capitals and the names of bodies as they are.
    fields = {
        "title": f"{{{escape(reference.title)}}}",
        "author": reference.author and f"{{{escape(reference.author)}}}",
        "institution": is_document and escape(reference.author),
        "howpublished": not is_document and SITE,
        "year": year,
        "month": month,
        "number": escape(reference.number),
        "version": escape(reference.version),
        "note": "; ".join(escape(text) for text in (reference.within, *reference.passages) if text),
        "language": reference.language,
        "url": reference.url,  # verbatim, as \url takes it
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{TYPES[reference.kind]}{{{reference.key},\n{lines}}}\n"

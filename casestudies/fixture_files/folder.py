"""The files of a folder and the documents in them."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .kinds import KINDS, DocumentKind, kind_of_file
from .mistakes import At, did_you_mean
from .short_form import ShortForm, is_short, read_short
from .syntax import Malformed, parse, write


@dataclass
class Document:
    """A document in canonical form, with its place in the files, and the short form that it is written in, if any.

    `short_content` is what the short form says of it: a document that differs is written out.
    """

    kind: DocumentKind
    slug: str
    content: dict
    at: At
    short_form: ShortForm | None = None
    short_content: dict = field(default_factory=dict)


@dataclass
class File:
    """A file: the comment at its top (`head`), its documents, and whether they are in a list.

    It is `whole` if the slug of every document in it could be read.
    """

    path: str
    kind: DocumentKind | None = None
    whole: bool = False
    head: str = ""
    is_list: bool = True
    documents: list[Document] = field(default_factory=list)


def paths(folder: Path) -> list[str]:
    """The YAML files in the folder and below it, relative to it, sorted."""
    files = (file for ending in ("*.yaml", "*.yml") for file in folder.rglob(ending))
    return sorted(
        file.relative_to(folder).as_posix() for file in files if file.is_file() and not file.name.startswith(".")
    )


def digest_of_files(folder: Path) -> str:
    """A digest of the paths and bytes of the files."""
    digest = hashlib.sha256()
    for path in paths(folder):
        try:
            content = (folder / path).read_bytes()
        except OSError:  # vanished or locked: `read` reports it
            content = b""
        digest.update(f"{path}\0{len(content)}\0".encode("utf-8", "surrogateescape") + content)
    return digest.hexdigest()


def read(folder: Path) -> tuple[list[File], dict[tuple[str, str], str]]:
    """All files with their documents, and the mistakes that can be found without other files or the database."""
    mistakes: dict[tuple[str, str], str] = {}
    files = [_read_file(folder, path, At(path, mistakes)) for path in paths(folder)]
    seen: dict[tuple[DocumentKind, str], str] = {}
    for document in (document for file in files for document in file.documents):
        if where := seen.get((document.kind, document.slug)):
            (document.at / document.kind.identity).says(f"“{document.slug}” is already in {where}")
        seen[document.kind, document.slug] = document.at.file
    return files, mistakes


def _read_file(folder: Path, path: str, at: At) -> File:
    file = File(path, kind_of_file(path))
    if file.kind is None:
        at.says(f"no place for content{did_you_mean(path, [k.files for k in KINDS])}")
        return file
    try:
        text = (folder / path).read_bytes().decode("utf-8-sig")
        value = parse(text, at)
    except UnicodeDecodeError as error:
        at.says(f"not UTF-8 (byte {error.start + 1}): save the file in UTF-8")
    except OSError as error:
        at.says(f"can't be read: {error.strerror}")
    except Malformed as error:
        (at / f"line {error.line}").says(str(error))
    else:
        if value:
            file.head, file.is_list = _head(text), isinstance(value, list)
            _add_documents(file, value if file.is_list else [value], at)
        else:
            at.says("empty: write a document or delete the file")
    return file


def _add_documents(file: File, values: list, at: At) -> None:
    file.whole = True
    for number, value in enumerate(values, 1):
        if is_short(value):
            place = at[number] if file.is_list else at
            form = read_short(value, place)
            file.whole &= not place.has_mistakes
            file.is_list = True
            for slug, item in form.documents().items():
                _add_document(file, item, place / slug, form)
        else:
            _add_document(file, value, _place(at, file.kind, value, number) if file.is_list else at)


def _add_document(file: File, value, at: At, form: ShortForm | None = None) -> None:
    content = file.kind.clean(value, at)
    if slug := content.get(file.kind.identity):
        file.documents.append(Document(file.kind, slug, content, at, form, content))
    else:
        file.whole = False


def _place(at: At, kind: DocumentKind, item, number: int) -> At:
    slug = item.get(kind.identity) if isinstance(item, dict) else None
    return at / slug if isinstance(slug, str) and slug else at[number]


def _head(text: str) -> str:
    lines = text.splitlines(keepends=True)
    first = next((n for n, line in enumerate(lines) if not line.startswith("#") and line.strip()), len(lines))
    return "".join(lines[:first])


def write_file(folder: Path, file: File) -> bool:
    """Writes the file atomically; False if it is unchanged."""
    contents = list(_written(file))
    text = (file.head + write(contents if file.is_list else contents[0])).encode()
    path = folder / file.path
    if path.is_file() and path.read_bytes() == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.new")
    scratch.write_bytes(text)
    os.replace(scratch, path)
    return True


def _written(file: File) -> Iterator[dict]:
    """The contents of the file, in order. A short form stands where the first of its documents does."""
    short: dict[ShortForm, list[str]] = {}
    for document in file.documents:
        if document.short_form and document.content == document.short_content:
            short.setdefault(document.short_form, []).append(document.slug)
    for document in file.documents:
        if document.slug not in short.get(document.short_form, ()):
            yield document.content
        elif document.slug == short[document.short_form][0]:
            yield document.short_form.of(short[document.short_form])

"""Writes the records of the database back into the files they came from."""

from collections.abc import Callable
from pathlib import Path

from .folder import Document, File, read, write_file
from .kinds import KINDS, DocumentKind
from .loading import refused
from .mistakes import At, Mistaken
from .stored import Register, fetch_all


def dump(folder: Path, say: Callable[[str], object] = print) -> None:
    """Writes the changed files, and says of what is now in them why it would not load.

    Raises Mistaken, with nothing written, if a file can't be read and would be lost.
    """
    files, mistakes = read(folder)
    if mistakes:
        raise Mistaken(mistakes)
    register = Register()
    stored = {kind: {slug: one.content for slug, one in fetch_all(kind, register).items()} for kind in KINDS}
    only_here = []
    for document in (document for file in files for document in file.documents):
        content = stored[document.kind].pop(document.slug, None)
        if content is None:
            only_here.append(f"{document.kind.name} {document.slug}")
        else:
            document.content = content
    _place_new(files, stored)
    changed = sum(write_file(folder, file) for file in files)
    if only_here:
        say(f"in the files only, kept there: {', '.join(only_here)}")
    say(f"{changed} of {len(files)} files written")
    if changed and (lines := refused(folder)):
        say("what a load will refuse, until it is put right here or in the files:")
        for line in lines:
            say(line)


def _place_new(files: list[File], stored: dict[DocumentKind, dict[str, dict]]) -> None:
    """Adds records that no file has yet to the file that their kind has for new records."""
    by_path = {file.path: file for file in files}
    for kind, contents in stored.items():
        for slug in sorted(contents):
            path = kind.new_file(slug)
            if path not in by_path:
                by_path[path] = File(path, is_list="{slug}" not in (kind.new or kind.files))
                files.append(by_path[path])
            by_path[path].is_list |= bool(by_path[path].documents)
            by_path[path].documents.append(Document(kind, slug, contents[slug], At(path, {})))

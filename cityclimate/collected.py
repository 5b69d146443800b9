"""Static files as a server sends them: compressed, named by their content; a stylesheet holds what it imports."""

import re
from collections.abc import Callable
from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'^@import url\("(?P<file>[\w-]+\.css)"\)(?: (?P<media>\w+))?;$', re.MULTILINE)
IMPORTING = "css/site.css"


def with_imports(style: str, read: Callable[[str], str]) -> str:
    """A stylesheet with the text of each file that it imports in the place of the import; `read` gives the text."""

    def put(imported: re.Match) -> str:
        text, media = read(imported["file"]).strip(), imported["media"]
        return f"@media {media} {{\n{text}\n}}" if media else text

    return IMPORT.sub(put, style)


class CollectedFiles(CompressedManifestStaticFilesStorage):
    """The styles of every page are one file: smaller when compressed, and fetched in one request."""

    def post_process(self, paths, dry_run=False, **options):
        if IMPORTING in paths and not dry_run:
            file = Path(self.path(IMPORTING))
            read = lambda name: (file.parent / name).read_text(encoding="utf-8")  # noqa: E731
            file.write_text(with_imports(read(file.name), read), encoding="utf-8")
            paths[IMPORTING] = (self, IMPORTING)
        yield from super().post_process(paths, dry_run, **options)

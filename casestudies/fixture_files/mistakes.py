"""Mistakes in the content files, reported as `file: key: message`."""

from contextlib import contextmanager
from difflib import get_close_matches

from django.core.management.base import CommandError, OutputWrapper
from django.db import DatabaseError


class At:
    """A place in a file. `at / "title" / "en"` and `at[2]` are places below it; `at.says()` notes a mistake there."""

    def __init__(self, file: str, mistakes: dict[tuple[str, str], str], path: str = "", parent: "At | None" = None):
        self.file, self.mistakes, self.path, self.parent = file, mistakes, path, parent

    def __truediv__(self, key: str) -> "At":
        return At(self.file, self.mistakes, f"{self.path}.{key}" if self.path else key, self)

    def __getitem__(self, position: int) -> "At":
        return At(self.file, self.mistakes, f"{self.path}[{position}]", self)

    @property
    def is_wrong(self) -> bool:
        return (self.file, self.path) in self.mistakes or (self.parent is not None and self.parent.is_wrong)

    @property
    def has_mistakes(self) -> bool:
        """Whether a mistake was noted here or below."""
        return any(file == self.file and path.startswith(self.path) for file, path in self.mistakes)

    def says(self, message: str) -> None:
        """Notes the mistake, unless there is one here or above: this one would only follow from it."""
        if not self.is_wrong:
            self.mistakes[self.file, self.path] = message


class Mistaken(Exception):
    """The files can't be loaded. The text has a line for each mistake, sorted by file."""

    def __init__(self, mistakes: dict[tuple[str, str], str]):
        lines = [f"{file}: {path or 'document'}: {message}" for (file, path), message in mistakes.items()]
        self.lines = sorted(lines, key=lambda line: line.partition(": ")[0])
        super().__init__("\n".join(self.lines))


@contextmanager
def reported(out: OutputWrapper, ending: str):
    """Turns mistakes and database errors into a CommandError that ends with `ending`; prints each mistake to `out`."""
    try:
        yield
    except Mistaken as error:
        out.write(str(error))
        raise CommandError(f"{len(error.lines)} to put right; {ending}") from None
    except DatabaseError as error:
        raise CommandError(f"the database refuses: {error}; {ending}. Is it migrated?") from None


def did_you_mean(wrong: str, right, most: int = 1) -> str:
    """`; did you mean “themes”?` with the `most` nearest, else the allowed values if they are few, else empty."""
    right = sorted(right)
    if near := get_close_matches(wrong, right, most):
        return f"; did you mean {' or '.join(f'“{one}”' for one in near)}?"
    return f"; allowed: {', '.join(right)}" if 0 < len(right) <= 40 else ""

"""The state of one corpus in a JSON file, by which an interrupted bench continues."""

import hashlib
import json
from pathlib import Path
from typing import Any

RECIPE = ("corpus.py", "vocabulary.py", "words.yaml")


def recipe() -> str:
    """A hash of the code and words that generate the corpus."""
    here = Path(__file__).parent
    return hashlib.sha256(b"".join((here / name).read_bytes() for name in RECIPE)).hexdigest()[:12]


class State:
    """A mapping that writes every change to its file at once."""

    def __init__(self, file: Path):
        self.file = file
        self.data: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}

    def __contains__(self, name: str) -> bool:
        return name in self.data

    def __getitem__(self, name: str) -> Any:
        return self.data[name]

    def __setitem__(self, name: str, value: Any) -> None:
        self.data[name] = value
        part = self.file.with_suffix(".part")
        part.write_text(json.dumps(self.data, indent=1))
        part.replace(self.file)

"""The short form of a long plain list: what all of its records have, once, and their names.

    - each: {kind: not-said, affiliations: [{key: funds-c40, …, citations: [{passage: …, anchor: '{anchor}'}]}]}
      names:
        amazon: Amazon
        arup: {name: Arup, anchor: Amazon Arup}    # “Arup” alone stands twice in the passage

Each name becomes a document with the slug before it. In texts, `{name}` stands for the name and `{anchor}` for its
anchor: as much of the name as fits into one, unless it is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from casestudies.models.evidence import ANCHOR_LENGTH

from .keys import described
from .mistakes import At

KEYS = ("each", "names")
FILLED = ("name", "anchor")


@dataclass(frozen=True, eq=False)
class ShortForm:
    """`each` with its places for a name, and the names by slug: texts, or mappings with a name and an anchor."""

    each: dict[str, Any]
    names: dict[str, Any]

    def documents(self) -> dict[str, dict[str, Any]]:
        """The documents that it stands for, by slug."""
        return {slug: {"slug": slug, **_filled(self.each, _words(name))} for slug, name in self.names.items()}

    def of(self, slugs: list[str]) -> dict[str, Any]:
        """As it is written, with these names only."""
        return {"each": self.each, "names": {slug: self.names[slug] for slug in slugs}}


def is_short(value: Any) -> bool:
    return isinstance(value, dict) and "names" in value and "slug" not in value


def read_short(value: dict[str, Any], at: At) -> ShortForm:
    """The short form in a file. Mistakes are noted, and names that can't be read left out."""
    for key in sorted(value.keys() - set(KEYS), key=str):
        (at / key).says("unknown key: a short form has `each`, what all records have, and their `names`")
    each, names = value.get("each"), value["names"]
    if type(each) is not dict:
        (at / "each").says(f"a mapping is needed, with what all records have, not {described(each)}")
    if type(names) is not dict:
        (at / "names").says(f"a mapping of slugs to names is needed, not {described(names)}")
    if type(each) is not dict or type(names) is not dict:
        return ShortForm({}, {})
    if "slug" in each:
        (at / "each" / "slug").says("each record has its own, before its name")
    for word in sorted(set(_places(each)) - set(FILLED)):
        (at / "each").says(f"nothing fills {{{word}}}; there are {{name}} and {{anchor}}")
    read = {}
    for slug, name in names.items():
        if type(name) is str or type(name) is dict and name.keys() == set(FILLED) and _are_texts(name):
            read[slug] = name
        else:
            (at / "names" / slug).says(f"a name is needed, or {{name: …, anchor: …}}, not {described(name)}")
    return ShortForm(each, read)


def _are_texts(name: dict[str, Any]) -> bool:
    return all(type(text) is str for text in name.values())


def _places(value: Any) -> Iterator[str]:
    """The words in braces in the texts of a value."""
    if isinstance(value, str):
        yield from re.findall(r"\{(\w+)\}", value)
    elif isinstance(value, (dict, list)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _places(one)


def _words(name: Any) -> dict[str, str]:
    return name if isinstance(name, dict) else {"name": name, "anchor": name[:ANCHOR_LENGTH].strip()}


def _filled(value: Any, words: dict[str, str]) -> Any:
    """The value with the words in place of `{name}` and `{anchor}`, in all texts within it."""
    if isinstance(value, dict):
        return {key: _filled(one, words) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, words) for one in value]
    if isinstance(value, str):
        for word, text in words.items():
            value = value.replace(f"{{{word}}}", text)
    return value

"""The lists that share one contract, and their addresses."""

import pytest

LISTS = [
    "case-studies", "cities", "programmes", "networks", "organisations", "methods", "lessons", "outcomes",
    "indicators", "themes", "sources",
]  # fmt: skip
PREFIXES = {"en": "/", "zh-hans": "/zh-hans/"}
every_list = pytest.mark.parametrize("name", LISTS)
both_languages = pytest.mark.parametrize("language", PREFIXES)


def address(name: str, query: str = "", language: str = "en") -> str:
    return f"{PREFIXES[language]}{name}/{query and '?'}{query}"

"""The lists that share one contract, and their addresses; tests/test_listings.py names them."""

import pytest

from casestudies.filters.base import ListFilterSet
from casestudies.listings import LISTINGS

LISTED = {listing.name: listing for listing in LISTINGS}
LISTS = [name for name, listing in LISTED.items() if listing.has_page]
OWN_LISTS = [name for name in LISTED if name not in LISTS]  # those of the API alone
PREFIXES = {"en": "/", "zh-hans": "/zh-hans/"}
every_list = pytest.mark.parametrize("name", LISTS)
both_languages = pytest.mark.parametrize("language", PREFIXES)


def address(name: str, query: str = "", language: str = "en") -> str:
    return f"{PREFIXES[language]}{name}/{query and '?'}{query}"


def by_twenty(name: str, query: str = "") -> str:
    """A query string for pages of twenty rows, which is what pages have unless the list is an index."""
    return "&".join(filter(None, ["size=20" if LISTED[name].above else "", query]))


def filtered(name: str, query: str = "") -> ListFilterSet:
    """What a list finds for a query string. Pages, files, feeds and the API print it; none of them is made."""
    return LISTED[name].read(None, query)

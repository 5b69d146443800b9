"""The columns of each list: in its files, and on its page."""

from . import actors, evidence_table, exchange, methods, on_page, outcomes, places, practice, sources, terms

__all__ = [
    "actors",
    "evidence_table",
    "exchange",
    "methods",
    "on_page",
    "outcomes",
    "places",
    "practice",
    "sources",
    "terms",
]

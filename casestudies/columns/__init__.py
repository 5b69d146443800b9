"""The columns of each list: in its files, and on its page."""

from . import actors, exchange, methods, on_page, outcomes, places, practice, sources, terms

__all__ = ["actors", "exchange", "methods", "on_page", "outcomes", "places", "practice", "sources", "terms"]

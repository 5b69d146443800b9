"""The query string of each list: which parameters it knows, and which rows and counts they lead to."""

from . import actors, methods, outcomes, places, practice, sources, terms

__all__ = ["actors", "methods", "outcomes", "places", "practice", "sources", "terms"]

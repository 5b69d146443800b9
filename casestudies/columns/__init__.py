"""The columns of downloads: a table for each list that has files."""

from . import actors, exchange, methods, outcomes, places, practice, sources, terms

__all__ = ["actors", "exchange", "methods", "outcomes", "places", "practice", "sources", "terms"]

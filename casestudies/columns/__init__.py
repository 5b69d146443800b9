"""The columns of downloads: a table for each list that has files."""

from . import actors, methods, outcomes, places, practice, sources, terms

__all__ = ["actors", "methods", "outcomes", "places", "practice", "sources", "terms"]

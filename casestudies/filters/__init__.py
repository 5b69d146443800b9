"""The query string of each list: its parameters, and the rows and counts for their values."""

from . import actors, likeness, methods, outcomes, places, practice, sources, terms

__all__ = ["actors", "likeness", "methods", "outcomes", "places", "practice", "sources", "terms"]

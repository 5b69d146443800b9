"""The JSON of the API: a serializer for the rows of each list, and one for a single record."""

from . import actors, methods, outcomes, places, practice, sources, terms

__all__ = ["actors", "methods", "outcomes", "places", "practice", "sources", "terms"]

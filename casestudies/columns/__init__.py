"""What a download says of each listed thing, as tables of columns."""

from . import actors, methods, outcomes, places, practice, sources, terms

__all__ = ["actors", "methods", "outcomes", "places", "practice", "sources", "terms"]

"""What the API says of each listed thing: of a row of a list, and of a record alone."""

from . import actors, methods, outcomes, places, practice, sources, terms

__all__ = ["actors", "methods", "outcomes", "places", "practice", "sources", "terms"]

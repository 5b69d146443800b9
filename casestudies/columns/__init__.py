"""The columns of downloads: a table for each list that has files."""

from . import actors, evidence_table, exchange, methods, outcomes, places, practice, sources, terms

__all__ = ["actors", "evidence_table", "exchange", "methods", "outcomes", "places", "practice", "sources", "terms"]

"""Every list as a file: one table of columns for each listed thing, one writer for each format.

A file holds exactly the rows of the page with the same query string, over all its pages, in the same order.
"""

from .actors import NETWORKS, ORGANISATIONS
from .cities import CITIES
from .methods import LESSONS, METHODS
from .outcomes import INDICATORS, OUTCOMES
from .practice import CASES, PROGRAMMES
from .sources import SOURCES
from .tables import Table
from .terms import THEMES

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        CASES,
        CITIES,
        PROGRAMMES,
        NETWORKS,
        ORGANISATIONS,
        METHODS,
        LESSONS,
        OUTCOMES,
        INDICATORS,
        THEMES,
        SOURCES,
    )
}

__all__ = ["TABLES", "Table"]

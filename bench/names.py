"""Names of the journeys and rates in the result files and the report."""

DEEP = 500
EXPORTED = 10_000

FIRST, REGION, BOTH, FOUR = "all facets, no filter", "region", "region and theme", "four filters"
CITY, BUSIEST, CASE, EXPORT = "city profile", "profile of the busiest city", "case", f"export of {EXPORTED:,} rows"
LISTS, DETAILS = (FIRST, REGION, BOTH, FOUR), (CITY, BUSIEST, CASE)

EMPTY, SERVED = "empty view", "page served before"


def deep_page(pages: int) -> str:
    """The name of the journey to page 500, or to the last page if there are fewer."""
    return f"page {min(DEEP, pages)}"

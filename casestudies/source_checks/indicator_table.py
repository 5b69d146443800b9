"""Writes docs/indicators.md: all indicators, with their number of outcomes and places."""

from collections import defaultdict
from collections.abc import Iterable

from casestudies.source_checks.content_facts import Content, ContentRecord
from casestudies.source_checks.side_by_side import places_of, standing_beside_another

HEAD = """# Indicators

Made from the fixtures by `manage.py write_indicators`; do not edit it. The indicators with the most places come first,
so what can be compared across cities is on top. An outcome counts for the places of its case, the jurisdictions of its
programme, or the place that it is about. Its page draws an outcome beside one of another place only if all traits of
both agree: coverage.md says which.

"""


def write_indicators(content: Content) -> str:
    """The page in Markdown: a table of the indicators with outcomes, and one of those without."""
    outcomes: dict[str, int] = defaultdict(int)
    places: dict[str, set[str]] = defaultdict(set)
    for record in content.records:
        for outcome in record.data.get("outcomes") or ():
            outcomes[str(outcome.get("indicator"))] += 1
            places[str(outcome.get("indicator"))].update(places_of(record))
    indicators = [record for record in content.records if record.file == "terms/indicators.yaml"]
    indicators.sort(
        key=lambda one: (-len(places[one.slug]), -outcomes[one.slug], one.data["name"]["en"].casefold(), one.slug)
    )
    used = [one for one in indicators if outcomes[one.slug]]
    beside, groups = standing_beside_another(content)
    total = (
        f"{len(indicators)} indicators, {len(used)} of them with outcomes: {sum(outcomes.values())} in all. "
        f"{sum(beside.values())} of them stand beside one of another place, in {groups} groups.\n\n"
    )
    rows = ([*_cells(one), *map(str, (outcomes[one.slug], len(places[one.slug]), beside[one.slug]))] for one in used)
    page = HEAD + total + _table(["indicator", "slug", "dimension", "outcomes", "places", "side by side"], rows)
    if unused := [_cells(one) for one in indicators if not outcomes[one.slug]]:
        page += "\n## Without outcomes\n\n" + _table(["indicator", "slug", "dimension"], unused)
    return page


def _cells(indicator: ContentRecord) -> list[str]:
    return [indicator.data["name"]["en"], f"`{indicator.slug}`", indicator.data["dimension"]]


def _table(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *([cell.replace("|", r"\|") for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)

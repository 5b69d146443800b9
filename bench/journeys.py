"""The questions for all three systems: each journey is a list of addresses of about equal cost.

The addresses differ and each is requested once, so that no cache answers.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product
from urllib.parse import urlencode

from django.db.models import Count
from django.http import QueryDict
from django.utils.text import slugify

from casestudies import canonical
from casestudies.listings import CASES
from casestudies.models import Place, Theme

from . import datasette
from .answers import Answer
from .corpus import SEED
from .flat import in_order
from .names import BOTH, BUSIEST, CASE, CITY, DEEP, EXPORT, EXPORTED, FIRST, FOUR, REGION, deep_page
from .vocabulary import WORDS

STAGES = ("under-way", "completed", "approved", "proposed")
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Journey:
    """A kind of request: our addresses, those of Datasette, and `questions`, (query, page), for in-process calls."""

    name: str
    ours: list[str]
    datasette: list[list[str]]
    questions: list[tuple[Pairs, int]] = field(default_factory=list)


def journeys(runs: int, ask: Callable[[Pairs, int], Answer]) -> list[Journey]:
    """All journeys, with up to `runs` addresses each. They are chosen by `ask`, which answers a query and page."""
    chance = random.Random(SEED)  # noqa: S311 - the same questions every time

    def count(pairs: Pairs) -> int:
        return ask(pairs, 1).total

    def after(pairs: Pairs, page: int) -> int:
        return ask(pairs, page - 1).ranks[-1] if page > 1 else 0

    pages = -(-count(()) // datasette.PAGE)
    regions = [("region", slugify(next(iter(region["name"])))) for region in WORDS["regions"]]
    themes = [("theme", slug) for slug in Theme.objects.order_by("order").values_list("slug", flat=True)]
    stages = [("stage", stage) for stage in STAGES]
    figures = [("figures", "with"), ("figures", "without")]

    def some(*facets: list[tuple[str, str]]) -> list[tuple[Pairs, int]]:
        """Queries with one choice of each facet and a non-empty result; with few queries, several pages of each."""
        found = [pairs for pairs in product(*facets) if count(pairs)]
        chance.shuffle(found)
        opened = [
            (pairs, page) for page in range(1, 9) for pairs in found if count(pairs) > (page - 1) * datasette.PAGE
        ]
        return opened[:runs]

    last = min(DEEP, pages)
    lists = {
        FIRST: [((), page) for page in range(1, 1 + min(runs, pages))],
        REGION: some(regions),
        BOTH: some(regions, themes),
        FOUR: some(regions, themes, stages, figures),
        deep_page(pages): [((), page) for page in range(last, max(0, last - runs), -1)],
    }
    asked = [
        Journey(
            name,
            [address("/case-studies/", pairs, page) for pairs, page in questions],
            [datasette.addresses(pairs, after(pairs, page)) for pairs, page in questions],
            questions,
        )
        for name, questions in lists.items()
    ]
    return [*asked, *_profiles(chance, runs), _case(chance, runs), _export([*regions, *themes], runs, count)]


def address(path: str, pairs: Pairs, page: int = 1) -> str:
    """The canonical address, which is not redirected."""
    asked = QueryDict(urlencode([*pairs, ("page", page)]))
    query = canonical.query(CASES.read(None, asked, extra_parameters=("page",)))
    return f"{path}?{query}" if query else path


def _profiles(chance: random.Random, runs: int) -> list[Journey]:
    cities = Place.objects.filter(kind="city", cases__state="published").annotate(number=Count("cases"))
    slugs = list(cities.order_by("-number", "slug").values_list("slug", flat=True))
    drawn = chance.sample(slugs, min(runs, len(slugs)))
    return [
        Journey(name, [f"/cities/{slug}/" for slug in some], [datasette.of_city(slug) for slug in some])
        for name, some in ((CITY, drawn), (BUSIEST, slugs[:1]))
    ]


def _case(chance: random.Random, runs: int) -> Journey:
    ranked = list(enumerate(in_order().values_list("slug", flat=True), 1))
    drawn = chance.sample(ranked, min(runs, len(ranked)))
    return Journey(
        CASE, [f"/case-studies/{slug}/" for _, slug in drawn], [datasette.of_case(rank) for rank, _ in drawn]
    )


def _export(choices: list[tuple[str, str]], runs: int, count: Callable[[Pairs], int]) -> Journey:
    """The list that is nearest to 10,000 rows, asked for again and again: there is one of it."""
    lists: list[Pairs] = [(), *((choice,) for choice in choices)]
    nearest = min(lists, key=lambda pairs: abs(count(pairs) - EXPORTED))
    times = min(runs, 5)
    return Journey(EXPORT, [address("/case-studies.csv", nearest)] * times, [[datasette.csv(nearest)]] * times)

"""The budgets, and how each is computed from the results of one database."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .names import BOTH, DETAILS, EMPTY, FIRST, LISTS, SERVED

Found = dict[str, Any]
GROWTH = "the largest corpus, of the smallest one's time"


@dataclass(frozen=True)
class Sizes:
    """The results of the smallest corpus, and of the largest, to which the budgets apply."""

    small: Found
    large: Found


@dataclass(frozen=True)
class Budget:
    """The value of `read` must be at most `limit`, or at least if it is a floor."""

    name: str
    limit: float
    unit: str
    read: Callable[[Sizes], float]
    is_floor: bool = False

    @property
    def bound(self) -> str:
        return f"{'at least' if self.is_floor else 'at most'} {number(self.limit)}{self.unit}"

    def is_kept(self, measured: float) -> bool:
        return measured >= self.limit if self.is_floor else measured <= self.limit

    def missed_by(self, measured: float) -> float:
        """By which factor it is over the limit or under the floor."""
        return self.limit / measured if self.is_floor else measured / self.limit


def number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"


def _median(found: Found, who: str, name: str) -> float:
    return found[who][name]["median"]


def _deep(found: Found) -> float:
    return next(times["median"] for name, times in found["ours"].items() if name.startswith("page "))


def _most_queries(names: tuple[str, ...]) -> Callable[[Sizes], float]:
    return lambda sizes: max(sizes.large["queries"][name] for name in names)


def _worst(*whose: tuple[str, str]) -> Callable[[Sizes], float]:
    """The worst ratio of two medians over all lists; each is given by size and system."""
    (above, upper), (below, lower) = whose
    return lambda sizes: max(
        _median(getattr(sizes, above), upper, name) / _median(getattr(sizes, below), lower, name) for name in LISTS
    )


BUDGETS = [
    Budget("list, two filters, not cached", 60, " ms", lambda sizes: _median(sizes.large, "ours", BOTH)),
    Budget(
        "the same list, times faster than Datasette",
        50,
        "×",
        lambda sizes: _median(sizes.large, "datasette", BOTH) / _median(sizes.large, "ours", BOTH),
        is_floor=True,
    ),
    Budget(
        "counts and keys of a page inside our code, of Tantivy's time, in the worst of the lists",
        1.2,
        "×",
        _worst(("large", "inside"), ("large", "tantivy")),
    ),
    Budget(GROWTH, 3, "×", _worst(("large", "ours"), ("small", "ours"))),
    Budget(
        "page 500, of page 1's time", 2, "×", lambda sizes: _deep(sizes.large) / _median(sizes.large, "ours", FIRST)
    ),
    Budget(
        "a page served before, of the requests per second of an empty view",
        0.5,
        "×",
        lambda sizes: sizes.large["per second"][SERVED] / sizes.large["per second"][EMPTY],
        is_floor=True,
    ),
    Budget("stale pages after an edit", 0, "", lambda sizes: sizes.large["worker"]["stale"]),
    Budget(
        "first request after an edit, longer by",
        1.5,
        " s",
        lambda sizes: (sizes.large["worker"]["after an edit"] - sizes.large["worker"]["usual"]) / 1000,
    ),
    Budget("memory of a worker", 400, " MB", lambda sizes: sizes.large["worker"]["memory after all journeys"]),
    Budget("start of a worker, to its first list", 5, " s", lambda sizes: sizes.large["worker"]["first list"]),
    Budget("loading the corpus", 15, " min", lambda sizes: sizes.large["load"] / 60),
    Budget("database queries of a list", 12, "", _most_queries(LISTS)),
    Budget("database queries of a detail page", 25, "", _most_queries(DETAILS)),
]

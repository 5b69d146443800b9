"""Periods drawn as bars on one scale of time: plain numbers, in percent of the width."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

STEPS = (1, 2, 5, 10, 20, 50)  # years from one tick to the next
TICKS = 4  # at most
THINNEST = 1.5  # percent: a day among years would not be seen
LAST_TICK = 88.0  # percent: the number of a later year would stick out


class HasDays(Protocol):
    """A record with a period: the first and the last day of it, None where it is unknown or open."""

    @property
    def days(self) -> tuple[datetime.date | None, datetime.date | None]: ...


@dataclass(frozen=True)
class TimeBar:
    """A period on a scale; it is open where no source gives its start or its end."""

    start: float
    width: float
    is_open: bool


@dataclass(frozen=True)
class Scale:
    """Whole years, with room at either end for periods that are open there."""

    first: datetime.date
    last: datetime.date
    before: bool
    after: bool

    def at(self, date: datetime.date) -> float:
        years = (self.last - self.first).days
        room = years / 10
        return 100 * ((date - self.first).days + room * self.before) / (years + room * (self.before + self.after))

    def bar(self, record: HasDays) -> TimeBar | None:
        """None for a record without dates."""
        first, last = record.days
        if not first and not last:
            return None
        left = self.at(first) if first else 0.0
        right = self.at(last) if last else 100.0
        width = max(right - left, THINNEST)
        return TimeBar(round(min(left, 100 - width), 2), round(width, 2), not first or not last)

    @property
    def ticks(self) -> list[tuple[int, float]]:
        """Years with their places on the scale, a few."""
        years = range(self.first.year, self.last.year + 1)
        step = next((step for step in STEPS if len(years) <= step * TICKS), STEPS[-1])
        ticks = [(year, round(self.at(datetime.date(year, 1, 1)), 2)) for year in years if not year % step]
        return [(year, at) for year, at in ticks if at <= LAST_TICK]


def scale_of(records: Iterable[HasDays]) -> Scale | None:
    """The scale that all of them fit on; None if fewer than two have dates, since nothing can be compared."""
    periods = [days for record in records if any(days := record.days)]
    if len(periods) < 2:
        return None
    known = [date for period in periods for date in period if date]
    return Scale(
        min(known).replace(month=1, day=1),
        max(known).replace(month=12, day=31),
        before=any(first is None for first, last in periods),
        after=any(last is None for first, last in periods),
    )


def over_time(records: Iterable[HasDays]) -> list[tuple[HasDays, TimeBar | None]]:
    """Records with their bars on one scale; none for those without dates, or if nothing can be compared."""
    records = list(records)
    scale = scale_of(records)
    return [(record, scale and scale.bar(record)) for record in records]

"""Programmes seen together: by stage, on one scale of time, with where they run and who else takes part."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import chain

from django.utils.functional import cached_property
from django.utils.translation import gettext

from casestudies.i18n import localized
from casestudies.models import Event, Organisation, Participation, Place, Programme
from casestudies.models.practice import Stage
from casestudies.models.taking_part import Role
from casestudies.timescale import Scale, TimeBar, scale_of

NAMED = 6  # others that are named with the number of their programmes
FROM_OUTSIDE = (Role.FUNDER, Role.ADVISER)  # a country that funds a project need not be where it runs


@dataclass(frozen=True)
class Participant:
    """An organisation, an unnamed group or a place that helps from outside, with all its roles in a programme.

    Of a group there is no record.
    """

    participation: Participation
    roles: list[str]

    @property
    def record(self) -> Organisation | Place | None:
        return self.participation.organisation or self.participation.place

    @property
    def in_words(self) -> str:
        return gettext(", ").join(self.roles)


@dataclass(frozen=True)
class Line:
    """A programme or event: when, where, and who else takes part. Without a bar where nothing can be compared."""

    record: Programme | Event
    bar: TimeBar | None
    places: list[Place]
    others: list[Participant]


@dataclass(frozen=True)
class Group:
    """Programmes in one stage, or events. The stage is empty where no source says it."""

    stage: str
    title: str
    dated: list[Line]
    undated: list[Line]

    def __len__(self) -> int:
        return len(self.dated) + len(self.undated)


class Portfolio:
    """Programmes with their participations, and events that belong to them.

    `bodies` run them: their roles are counted, and no line names them among the others. Participations need their
    places and organisations, programmes their jurisdictions, events their places.
    """

    def __init__(
        self,
        programmes: Iterable[Programme],
        participations: Iterable[Participation],
        events: Iterable[Event] = (),
        bodies: Collection[Organisation] = (),
    ):
        self.programmes, self.bodies = list(programmes), bodies
        self._participations: dict[int, list[Participation]] = {one.pk: [] for one in self.programmes}
        for one in participations:
            if one.programme_id in self._participations:
                self._participations[one.programme_id].append(one)
        self._events = list(events)

    def __len__(self) -> int:
        return len(self.programmes)

    @cached_property
    def scale(self) -> Scale | None:
        return scale_of([*self.programmes, *self._events])

    @cached_property
    def stages(self) -> list[Group]:
        """In the order of their life, those of unknown stage last."""
        by_status = defaultdict(list)
        for programme in self.programmes:
            by_status[programme.status].append(self._line(programme))
        order = [*Stage.choices, ("", "")]
        return [_group(stage, str(title), by_status[stage]) for stage, title in order if stage in by_status]

    @cached_property
    def events(self) -> Group:
        return _group("", "", [self._line(event) for event in self._events])

    @cached_property
    def years(self) -> str:
        """The first and the last year that is known of any programme: 2008–2019; empty without dates."""
        known = [date.year for date in chain.from_iterable(one.days for one in self.programmes) if date]
        return "–".join(str(year) for year in sorted({min(known), max(known)})) if known else ""

    @cached_property
    def undated(self) -> int:
        return sum(not any(one.days) for one in self.programmes)

    @cached_property
    def regions(self) -> list[tuple[Place, int]]:
        """Where they run, most programmes first; the world is a place of its own."""
        return _most(Counter(chain.from_iterable({place.region or place for place in where} for where in self._where)))

    @cached_property
    def nowhere(self) -> int:
        """The number of programmes of which no place is named."""
        return sum(not where for where in self._where)

    @cached_property
    def others(self) -> list[tuple[Organisation | Place, int]]:
        """Who has a name and takes part beside the bodies, with the number of their programmes, most first."""
        every = chain.from_iterable(self._others(programme) for programme in self.programmes)
        return _most(Counter(other.record for other in every if other.record))

    @cached_property
    def most_named(self) -> list[tuple[Organisation | Place, int]]:
        return self.others[:NAMED]

    @cached_property
    def fewer(self) -> int:
        """The number of those that are not named."""
        return len(self.others) - len(self.most_named)

    @cached_property
    def roles(self) -> list[tuple[Organisation, list[tuple[str, int]]]]:
        """Each of the bodies with its roles, and how many programmes it has them in."""
        every = [*chain.from_iterable(self._participations.values())]
        found = []
        for body in self.bodies:
            its = {(one.programme_id, one.role) for one in every if one.organisation_id == body.pk}
            counted = Counter(role for programme, role in sorted(its))
            found.append((body, [(str(Role(role).label), number) for role, number in counted.most_common()]))
        return found

    @cached_property
    def _where(self) -> list[list[Place]]:
        return [self._places(programme) for programme in self.programmes]

    def _places(self, programme: Programme) -> list[Place]:
        """Those that it is for, then those that take part in it, not only from outside."""
        of_programme = self._participations[programme.pk]
        taking_part = (one.place for one in of_programme if one.place_id and one.role not in FROM_OUTSIDE)
        return list(dict.fromkeys([*programme.jurisdictions.all(), *taking_part]))

    def _others(self, programme: Programme) -> list[Participant]:
        found: dict[object, Participant] = {}
        for one in self._participations[programme.pk]:
            there = one.place_id and one.role not in FROM_OUTSIDE
            if not there and one.organisation not in self.bodies:
                who = found.setdefault(one.organisation or one.place or one, Participant(one, []))
                who.roles.append(str(one.get_role_display()))
        return list(found.values())

    def _line(self, record: Programme | Event) -> Line:
        bar = self.scale and self.scale.bar(record)
        if isinstance(record, Event):
            place = record.place
            return Line(record, bar, [place] if place and place.is_published else [], [])
        return Line(record, bar, self._places(record), self._others(record))


def _group(stage: str, title: str, lines: list[Line]) -> Group:
    """The dated by their dates, the undated by their names."""
    dated = [line for line in lines if any(line.record.days)]
    undated = [line for line in lines if not any(line.record.days)]
    return Group(stage, title, sorted(dated, key=_by_date), sorted(undated, key=_by_name))


def _by_date(line: Line) -> tuple[datetime.date, str]:
    first, last = line.record.days
    return first or last, line.record.slug


def _by_name(line: Line) -> tuple[str, str]:
    return localized(line.record, "name").casefold(), line.record.slug


def _most(counted: Counter) -> list[tuple]:
    return sorted(counted.items(), key=lambda one: (-one[1], one[0].slug))

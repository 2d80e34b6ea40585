"""The dates on which somebody has a seat, and a weekly series of them as one rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from math import ceil, floor

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import the_offering
from atma_tui.domain.errors import Blocked
from atma_tui.domain.records import Enrolment, Event

SEATED = ("enrolled", "attended", "no_show")
_WEEK = timedelta(weeks=1)


class Rule(Struct, frozen=True, kw_only=True):
    """A series as one rule, with the dates that differ from it."""

    first: Event
    """The first date, with what all dates have in common."""
    last: datetime
    """Start of the last regular date, on the wall clock."""
    left_out: tuple[datetime, ...]
    instead: dict[datetime, Event]
    """Regular start to the event that takes place instead."""


def invited(book: Book, enrolment: Enrolment, *, series: bool) -> list[Event]:
    """Return the event of an enrolment, or all dates of its series on which the person has a seat, by start.

    Raises `Blocked` if there is nothing to put into a calendar.
    """
    event = the_offering(book, enrolment.offering)
    if not isinstance(event, Event):
        raise Blocked("A program has no date of its own; invite to one of its events.")
    if enrolment.status not in SEATED:
        state = {"waiting": "is on the waiting list", "offered": "has not taken the offered seat yet"}
        why = state.get(enrolment.status, "gave the seat back")
        raise Blocked(f"This person {why}: there is no date to put into a calendar.")
    if not series:
        return [event]
    if not event.series:
        raise Blocked(f"{event.title} belongs to no series; leave --series out.")
    held = {one.offering for one in book.store.find(Enrolment, person=enrolment.person) if one.status in SEATED}
    dates = [one for one in book.store.find(Event, series=event.series) if one.id in held]
    return sorted(dates, key=lambda one: (one.starts, one.id))


def one_rule(dates: Sequence[Event], *, uid: str) -> Rule:
    """Return dates (at least one, by start) as a rule that repeats weekly; what most of them share is the rule.

    A date that differs takes the place of the nearest week that has no date of its own.
    """
    shared, _ = Counter(map(_what_repeats, dates)).most_common(1)[0]
    model = next(one for one in dates if _what_repeats(one) == shared)
    weeks: dict[int, Event] = {}
    for one in sorted(dates, key=lambda one: _what_repeats(one) != shared):
        near = (one.starts - model.starts) / _WEEK
        some = range(floor(near) - len(dates), ceil(near) + len(dates) + 1)
        weeks[min((week for week in some if week not in weeks), key=lambda week: abs(week - near))] = one
    start = {week: model.starts + week * _WEEK for week in range(min(weeks), max(weeks) + 1)}
    first = replace(
        model,
        uid=uid,
        starts=start[min(weeks)],
        ends=start[min(weeks)] + (model.ends - model.starts),
        sequence=sum(one.sequence for one in dates),
        created=min(one.created for one in dates),
        modified=_latest(dates),
    )
    return Rule(
        first=first,
        last=start[max(weeks)],
        left_out=tuple(start[week] for week in start if week not in weeks),
        instead={start[week]: one for week, one in weeks.items() if _what_repeats(one) != shared},
    )


def _latest(dates: Iterable[Event]) -> datetime:
    return max(one.modified for one in dates)


def _what_repeats(event: Event) -> tuple[object, ...]:
    """Return everything about a date that a calendar shows, except which week it is."""
    length, when = event.ends - event.starts, (event.starts.weekday(), event.starts.time())
    where = (event.site, event.zone, event.room, event.place)
    what = (
        event.title,
        event.description,
        event.category,
        event.visibility,
        event.status,
        event.url,
        event.all_day,
    )
    return when, length, where, what

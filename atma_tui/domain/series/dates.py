"""What a change of one date of a series means for its other dates, and which date new ones are modelled on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from msgspec.structs import replace

from atma_tui.domain.event_span import has_begun
from atma_tui.domain.records import Event, Every
from atma_tui.domain.series.rhythm import moved_day
from atma_tui.domain.timing.window import with_window

SeriesPart = Literal["this", "from-here", "all"]
"""Which dates of a series an act is about: this one, this and the later ones, or all coming ones."""

_WINDOW = ("enrolment_opens", "enrolment_closes")
_TIMES = ("starts", "ends", *_WINDOW)
_LOOK_BACK = 3
"""How many of the last dates decide what a series is like, so that a single moved one does not."""


def dates_of_part(event: Event, dates: Sequence[Event], part: SeriesPart, now: datetime) -> list[Event]:
    """Return the dates that an act on `event` is about, by start: the others only if they are live and to come.

    A date that has begun is only changed on its own.
    """
    if part == "this":
        return [event]
    coming = [
        one
        for one in dates
        if one.live
        and not has_begun(one, now)
        and (part == "all" or (one.starts, one.id) >= (event.starts, event.id))
    ]
    return sorted(coming, key=lambda one: (one.starts, one.id))


def usual_start(event: Event, others: Sequence[Event], every: Every) -> datetime:
    """Return when a date would start if it had not been moved: on the weekday and at the hour of the others."""
    day, clock = event.starts.date(), event.starts.time()
    weekdays, clocks = (
        Counter(one.starts.weekday() for one in others),
        Counter(one.starts.time() for one in others),
    )
    if weekdays and day.weekday() not in weekdays and every != "chosen":
        [(weekday, _)] = weekdays.most_common(1)
        day += timedelta(days=(weekday - day.weekday() + 3) % 7 - 3)
    if clocks and clock not in clocks:
        [(clock, _)] = clocks.most_common(1)
    return datetime.combine(day, clock)


def carried(
    before: Event, after: Event, other: Event, fields: Sequence[str], every: Every, usual: datetime
) -> Event:
    """Return another date of the series with the changes made to one of them.

    What already differs (a day or an hour that it was moved to, a title of its own) stays.

    Args:
        before: the date that was changed, as it was.
        after: as it is now.
        other: the other date.
        fields: names of what was changed.
        every: how the dates of the series follow each other.
        usual: the `usual_start` of the date that was changed.
    """
    changed = {
        name: getattr(after, name)
        for name in fields
        if name not in _TIMES and getattr(other, name) == getattr(before, name)
    }
    if "site" in changed:  # a room is one of its site
        changed["room"] = after.room
    day, clock, length = other.starts.date(), other.starts.time(), other.ends - other.starts
    to_another_day = after.starts.date() != before.starts.date()
    if to_another_day and (other.starts.weekday() == usual.weekday() or every == "chosen"):
        day = moved_day(every, usual.date(), after.starts.date(), day)
    if after.starts.time() != before.starts.time() and clock == usual.time():
        clock = after.starts.time()
    if length == before.ends - before.starts:
        length = after.ends - after.starts
    starts = datetime.combine(day, clock)
    moved = replace(other, **changed, starts=starts, ends=starts + length)
    usual_window, wanted = with_window(other, before), with_window(moved, after)
    window = {
        name: getattr(wanted, name)
        for name in _WINDOW
        if name in fields and getattr(other, name) == getattr(usual_window, name)
    }
    return replace(moved, **window)


def usual_date(dates: Sequence[Event]) -> Event:
    """Return the last date that is like most of the last ones: new dates are modelled on it."""
    last = dates[-_LOOK_BACK:]
    usual, _ = Counter(_face(one) for one in reversed(last)).most_common(1)[0]
    return next(one for one in reversed(last) if _face(one) == usual)


def _face(event: Event) -> tuple[object, ...]:
    length = event.ends - event.starts
    return event.starts.weekday(), event.starts.time(), length, event.title, event.site, event.room, event.capacity

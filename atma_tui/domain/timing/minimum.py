"""Events that need a minimum of people: on which day it is decided whether they run, and when the desk is told.

The day is kept as days before the start, so that it moves with the event.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from atma_tui.domain.errors import InputError
from atma_tui.domain.event_span import has_begun
from atma_tui.domain.records import MAX_DECIDE_DAYS, Event
from atma_tui.domain.when import day_words, read_day, wall

AHEAD = timedelta(days=7)
"""How long before the decision the desk is told that an event is too small."""


def decision_day(event: Event) -> date:
    """Return the day on which it is decided whether an event runs with fewer people than it needs."""
    return event.starts.date() - timedelta(days=event.decide_days)


def is_too_small(event: Event, people: int) -> bool:
    """Whether an event has fewer people than it needs, and nobody has decided that it runs anyway."""
    return event.live and not event.runs_anyway and people < event.minimum


def may_be_too_small(event: Event, now: datetime) -> bool:
    """Whether it is time to look at how many people it has: the decision is near, and the event is to come."""
    if not is_too_small(event, 0) or has_begun(event, now):
        return False
    return decision_day(event) <= wall(now, event.zone).date() + AHEAD


def minimum_words(event: Event, people: int, now: datetime) -> str:
    """Say how many people there are, how many are missing, and by when it is decided."""
    day, today = decision_day(event), wall(now, event.zone).date()
    missing = event.minimum - people
    due = "today" if day == today else f"{'by' if day > today else 'since'} {day_words(day)}"
    return f"{event.title} has {people} of the {event.minimum} it needs, {missing} missing; to be decided {due}"


def read_decision(words: str, starts: date, today: date) -> int:
    """Read when it is decided whether an event runs (`3`, `3 days before`, or a date), as days before it.

    Raises `InputError` if that makes no sense, or is too long before the event.
    """
    if before := re.fullmatch(r"(\d{1,3})(\s*d(ays?)?)?(\s+before)?", words.strip().lower()):
        days = int(before[1])
    else:
        days = (starts - read_day(words, today)).days
    if days < 0:
        raise InputError(f"{words!r} is after the event; it is decided before.")
    if days > MAX_DECIDE_DAYS:
        raise InputError(f"{words!r} is too early; it is decided at most {MAX_DECIDE_DAYS} days before the event.")
    return days

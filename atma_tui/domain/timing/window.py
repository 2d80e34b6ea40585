"""When enrolment in an event is open: the clinic sets when it opens and closes.

The window is for asking. People who asked in time and wait are still offered a seat after it has closed, and
people who are at the door on the day are let in.
"""

from __future__ import annotations

from datetime import date, datetime

from msgspec.structs import replace

from atma_tui.domain.event_span import has_ended, starts_at
from atma_tui.domain.records import Event, Offering
from atma_tui.domain.when import clock_name, day_hour, day_words, instant, wall


def opens_at(event: Event) -> datetime | None:
    """Return the instant at which enrolment opens; None when it is open from the start."""
    return None if event.enrolment_opens is None else instant(event.enrolment_opens, event.zone)


def closes_at(event: Event) -> datetime | None:
    """Return the instant at which enrolment closes; None when it is open until the event is over."""
    return None if event.enrolment_closes is None else instant(event.enrolment_closes, event.zone)


def not_open_words(offering: Offering, now: datetime) -> str:
    """Say that enrolment has not opened yet or has closed, and when; empty while it is open."""
    if not isinstance(offering, Event):
        return ""
    opens = opens_at(offering)
    if opens is not None and now < opens:
        return f"Enrolment in {offering.title} opens on {_at(offering, offering.enrolment_opens)}."
    if has_closed(offering, now):
        return f"Enrolment in {offering.title} closed on {_at(offering, offering.enrolment_closes)}."
    return ""


def short_words(event: Event, now: datetime) -> str:
    """Say the same in a list: `opens Mon 7 Dec 09:00`, `enrolment closed`; empty while it is open or once over."""
    if has_closed(event, now):
        return "" if has_ended(event, now) else "enrolment closed"
    return opening_words(event, now)


def opening_words(event: Event, now: datetime) -> str:
    """Say when enrolment opens: `opens Mon 7 Dec 09:00`; empty once it has."""
    opens, at = opens_at(event), event.enrolment_opens
    return f"opens {day_hour(at)}" if at and opens and now < opens else ""


def opens_late_words(before: Event, after: Event, now: datetime) -> str:
    """Say that, after a change, enrolment would open only once the event has begun; else empty."""
    if not after.live or not _opens_late(after) or _opens_late(before) or not opening_words(after, now):
        return ""
    at = _at(after, after.enrolment_opens)
    return f"Enrolment in {after.title} opens on {at}, when it has begun already."


def _opens_late(event: Event) -> bool:
    opens = opens_at(event)
    return opens is not None and opens >= starts_at(event)


def has_closed(event: Event, now: datetime) -> bool:
    """Whether enrolment has closed (rather than not opened yet)."""
    closes = closes_at(event)
    return closes is not None and closes <= now


def with_window(event: Event, model: Event) -> Event:
    """Return an event with the enrolment window of another: as many days before it, at the same hours."""
    return replace(
        event,
        enrolment_opens=_carried(model.enrolment_opens, model.starts.date(), event.starts.date()),
        enrolment_closes=_carried(model.enrolment_closes, model.starts.date(), event.starts.date()),
    )


def _carried(at: datetime | None, before: date, after: date) -> datetime | None:
    return None if at is None else at + (after - before)


def is_on_the_day(offering: Offering, now: datetime) -> bool:
    """Whether an event is today or under way: people who are there may be let in although enrolment has closed."""
    return isinstance(offering, Event) and wall(now, offering.zone).date() >= offering.starts.date()


def _at(event: Event, at: datetime | None) -> str:
    assert at is not None
    return f"{day_words(at.date())} at {at:%H:%M} {clock_name(event.zone)}"

"""The instants at which an event starts and ends, and whether it has begun or ended."""

from __future__ import annotations

from datetime import datetime

from atma_tui.domain.records import Event
from atma_tui.domain.when import instant


def starts_at(event: Event) -> datetime:
    """Return the instant at which an event starts."""
    return instant(event.starts, event.zone)


def ends_at(event: Event) -> datetime:
    """Return the instant at which an event ends."""
    return instant(event.ends, event.zone)


def span_of(event: Event) -> tuple[datetime, datetime]:
    """Return the instants at which an event starts and ends."""
    return starts_at(event), ends_at(event)


def has_begun(event: Event, now: datetime) -> bool:
    """Whether an event has begun; it has at the very moment at which it starts."""
    return starts_at(event) <= now


def has_ended(event: Event, now: datetime) -> bool:
    """Whether an event is over; it is at the very moment at which it ends."""
    return ends_at(event) <= now

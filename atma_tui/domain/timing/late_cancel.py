"""Whether cancelling is late: inside the clinic's notice for appointments, usually 24 hours."""

from __future__ import annotations

from datetime import datetime, timedelta

from atma_tui.domain.event_span import starts_at
from atma_tui.domain.records import Clinic, Event, Offering


def is_appointment(offering: Offering) -> bool:
    """Whether the clinic's notice for cancelling (24 hours) applies: to one-to-one steps of a program."""
    return isinstance(offering, Event) and offering.category in (
        "information_call",
        "assessment",
        "session",
        "follow_up",
    )


def is_late(offering: Offering, clinic: Clinic, now: datetime) -> bool:
    """Whether cancelling a program appointment now is inside the clinic's notice."""
    if not isinstance(offering, Event) or not is_appointment(offering):
        return False
    return starts_at(offering) - now < timedelta(hours=clinic.late_hours)

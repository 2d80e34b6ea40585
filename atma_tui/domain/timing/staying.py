"""Who is still here: checked in, and not checked out."""

from __future__ import annotations

from datetime import datetime

from atma_tui.domain.event_span import has_ended
from atma_tui.domain.records import Enrolment, Event

_BY_PHONE = frozenset({"information_call"})
_UNTIL_FETCHED = frozenset({"session"})
"""People do not go home alone from these: they count as here until the desk notes that they left."""


def is_still_here(enrolment: Enrolment, event: Event, now: datetime) -> bool:
    """Whether somebody at an event of today is still here; where nobody is checked out, until it ends."""
    if enrolment.status != "attended" or enrolment.left is not None or event.category in _BY_PHONE:
        return False
    return event.category in _UNTIL_FETCHED or not has_ended(event, now)

"""A site's calendar for its own staff, never published: private appointments too, by their kind, with initials."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from atma_tui.calendars.words import for_staff
from atma_tui.calendars.writing.feed import told
from atma_tui.domain.records import Clinic, Event, Site

STAFF_ONLY = "Staff only: it holds private appointments with initials. Do not publish it."


def staff_calendar(
    site: Site, events: Iterable[Event], clinic: Clinic, initials: Mapping[str, Sequence[str]], *, now: datetime
) -> bytes:
    """Return all events of a site, `initials` (event id to those of its people) in the titles of private ones."""
    from atma_tui.calendars.writing.events import calendar, subscribable, vevent

    made = calendar(f"STAFF ONLY: {clinic.name}, {site.name}")
    subscribable(made, description=STAFF_ONLY, zone=site.zone, colour=site.colour)
    for event in told((event for event in events if event.site == site.id), now):
        private = event.visibility == "private"
        made.add_component(vevent(for_staff(event, initials.get(event.id, ())) if private else event, site))
    data: bytes = made.to_ical()
    return data

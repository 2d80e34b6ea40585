"""A person's own copy of an event, or of a series, to put into their calendar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from atma_tui.calendars.words import neutral
from atma_tui.domain.records import Clinic, Event, Site


def invitation(events: Event | Iterable[Event], sites: Mapping[str, Site], clinic: Clinic) -> bytes:
    """Return a calendar file with the given events and nothing of the person.

    A private event says only `Appointment at` the clinic and site: the copy lies on phones and shared screens. No
    METHOD, no guests, no alarm: it is a file to open, not a message that wants an answer. Opened again after a
    change it updates what is there, since the UID stays and SEQUENCE rises.
    """
    from atma_tui.calendars.writing.events import calendar, vevent

    chosen = [events] if isinstance(events, Event) else sorted(events, key=lambda event: (event.starts, event.uid))
    made = calendar()
    for event in chosen:
        site = sites[event.site]
        shown = neutral(event, site, clinic) if event.visibility == "private" else event
        made.add_component(vevent(shown, site))
    data: bytes = made.to_ical()
    return data

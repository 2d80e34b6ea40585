"""A clinician's own calendar, never published: of a private appointment only when, where and initials."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from atma_tui.calendars.words import for_clinician
from atma_tui.calendars.writing.feed import told
from atma_tui.calendars.writing.staff import STAFF_ONLY
from atma_tui.domain.records import Clinic, Event, Site
from atma_tui.domain.when import ALBERTA

_WHOSE = "X-WR-RELCALID"
"""The property that tells which calendar it is, whatever its file is called."""


def mark_of(whose: str) -> bytes:
    """Return the line in which a calendar says whose it is."""
    return f"\r\n{_WHOSE}:{whose}\r\n".encode()


class Told(NamedTuple):
    """What tells whose a calendar is."""

    title: str
    uids: frozenset[str]
    is_marked: bool
    """Whether it says so; calendars of versions before 0.5.1 do not."""


def told_in(data: bytes) -> Told:
    """Return what a calendar that was written here tells of whose it is."""
    lines = data.decode("utf-8", errors="replace").replace("\r\n ", "").split("\r\n")
    named = [line.partition(":")[::2] for line in lines]
    title = next((value for name, value in named if name == "X-WR-CALNAME"), "")
    uids = frozenset(value for name, value in named if name == "UID")
    return Told(title.replace("\\", ""), uids, any(name == _WHOSE for name, _ in named))


def clinician_calendar(
    name: str,
    events: Iterable[Event],
    sites: Mapping[str, Site],
    clinic: Clinic,
    initials: Mapping[str, Sequence[str]],
    *,
    whose: str,
    now: datetime,
) -> bytes:
    """Return the events of a clinician in all cities.

    Times are instants in UTC, which every program reads right; an empty calendar holds its time zone, since it
    must hold something.

    Args:
        name: of the clinician.
        events: what they are in; cancelled ones are told as such for some time.
        sites: by id, every one that an event names.
        clinic: whose they are.
        initials: by private event, of those in it.
        whose: what tells the calendar of this clinician of this book from all others.
        now: the present instant.
    """
    from atma_tui.calendars.writing.events import calendar, subscribable, vevent
    from atma_tui.calendars.writing.zones import vtimezone

    shown = told(events, now)
    made = calendar(f"STAFF ONLY: {clinic.name}, {name}")
    made.add(_WHOSE, whose)
    zone = next((sites[one.site].zone for one in shown), ALBERTA)
    subscribable(made, description=STAFF_ONLY, zone=zone, colour="")
    if not shown:
        made.add_component(vtimezone(zone, now, now + timedelta(days=365)))
    for event in shown:
        private = event.visibility == "private"
        told_event = for_clinician(event, initials.get(event.id, ())) if private else event
        made.add_component(vevent(told_event, sites[event.site]))
    data: bytes = made.to_ical()
    return data

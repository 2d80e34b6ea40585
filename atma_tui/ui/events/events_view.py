"""What the list of events asks the desk for, and which of it fits what is typed: pure but for the question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from atma_tui.desk.desk import Desk
from atma_tui.desk.events.agenda import EventRow
from atma_tui.domain.enrolling import is_appointment
from atma_tui.domain.text import fold
from atma_tui.domain.when import day_words


class Found(NamedTuple):
    """An event, and what it is found by."""

    row: EventRow
    text: str
    live: bool
    appointment: bool
    """A one-to-one step of a program."""


EventsView = Sequence[Found]
"""Events by start."""


def read_events(desk: Desk, *, site: str, past: bool) -> EventsView:
    """Ask the desk for all events of a site, or of all sites; runs in the desk's thread."""
    rows = desk.agenda.events(site=site, past=past)
    return [Found(row, _text(row), row.event.live, is_appointment(row.event)) for row in rows]


def _text(row: EventRow) -> str:
    event = row.event
    kind = event.category.replace("_", " ")
    parts = (event.title, kind, row.site.name, row.room_name, event.place, day_words(event.starts.date()))
    return fold(" ".join(parts))


class Wanted(NamedTuple):
    """Which events are to be shown."""

    words: str = ""
    past: bool = False
    cancelled: bool = True
    appointments: bool = False
    """One-to-one steps of programs too; with words they are looked through in any case."""


def fitting(view: EventsView, wanted: Wanted) -> list[EventRow]:
    """Return the events that are wanted, by start."""
    found = view if wanted.cancelled else [one for one in view if one.live]
    words = fold(wanted.words).split()
    for word in words:
        found = [one for one in found if word in one.text]
    if not (words or wanted.appointments):
        found = [one for one in found if not one.appointment]
    return [one.row for one in found]


def count_words(shown: int, view: EventsView, wanted: Wanted) -> str:
    """Say how many events are shown, and which are left out."""
    if wanted.words:
        return f"{shown:,} found"
    appointments = sum(one.appointment for one in view)
    cancelled = sum(not one.live for one in view)
    parts = [f"{shown:,} event{'' if shown == 1 else 's'}"]
    if appointments and not wanted.appointments:
        parts.append(f"o shows {appointments:,} appointments")
    if cancelled and not wanted.cancelled:
        parts.append(f"K shows {cancelled:,} cancelled")
    return ", ".join(parts)

"""Events as lines of a list, under the days they are on: pure functions for all screens that list events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import groupby

from atma_tui.desk.events.agenda import EventRow
from atma_tui.domain.event_span import has_begun, has_ended
from atma_tui.domain.records import Event
from atma_tui.domain.timing.window import has_closed, opening_words
from atma_tui.domain.when import day_words
from atma_tui.ui.ground.glyphs import Glyphs
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.rows import Heading
from atma_tui.ui.widgets.seats import seat_cell
from atma_tui.ui.widgets.spans import Cell, Span, Tone, site_span

_SEATS = 22
_CLOSED = "closed "
EVENTS = (
    Column("From", 7),
    Column("To", 5, wide_only=96),
    Column("Event", 12, flex=6),
    Column("Site", 8, flex=1),
    Column("Room", 12, flex=2, wide_only=92),
    Column("Seats", _SEATS),
)
"""Columns of `event_cells`."""


def event_cells(row: EventRow, now: datetime, glyphs: Glyphs) -> tuple[Cell, ...]:
    """Return from, to, title, site, room and seats."""
    event = row.event
    return (*_hours(event), event.title, (site_span(row.site),), row.room_name, seats_or_end(row, now, glyphs))


def _hours(event: Event) -> tuple[str, str]:
    if event.all_day:
        return "all day", ""
    nights = (event.ends.date() - event.starts.date()).days
    return f"{event.starts:%H:%M}", f"+{nights} d" if nights else f"{event.ends:%H:%M}"


def event_tone(event: Event, now: datetime) -> Tone:
    """Return how an event stands out: struck when it is off, dim when over, strong while it is going on."""
    if not event.live:
        return "cancelled"
    if has_ended(event, now):
        return "dim"
    return "strong" if has_begun(event, now) else ""


def seats_or_end(row: EventRow, now: datetime, glyphs: Glyphs, *, width: int = _SEATS) -> Cell:
    """Return how full an event is, and that enrolment has closed; for one that is off or not open yet, that.

    For one that is over, who came.
    """
    event = row.event
    if not event.live:
        return "cancelled"
    if has_ended(event, now):
        return came_words(row)
    if has_closed(event, now):
        return Span(_CLOSED, "dim"), *seat_cell(row.seats, width=width - len(_CLOSED), glyphs=glyphs)
    if words := opening_words(event, now):
        return (Span(words, "dim"),)
    return seat_cell(row.seats, width=width, glyphs=glyphs)


def came_words(row: EventRow) -> str:
    """Return how many of the enrolled came, parties counted, and how many without a name."""
    enrolled, counted = row.seats.booked, row.seats.counted_in
    if not enrolled:
        return f"{counted} counted" if counted else "nobody enrolled"
    return f"{row.seats.attended} of {enrolled} came" + (f" +{counted}" if counted else "")


@lru_cache(maxsize=4096)
def day_heading(day: date, today: date) -> str:
    """Return what to call a day: `Today, Tue 1 Dec`, `Tue 8 Dec`, `Sat 1 May 2027` in another year."""
    words = day_words(day)
    if day.year == today.year:
        words = words.removesuffix(f" {day.year}")
    near = {today: "Today, ", today + timedelta(days=1): "Tomorrow, ", today - timedelta(days=1): "Yesterday, "}
    return near.get(day, "") + words


def under_days(rows: Iterable[EventRow], today: date) -> Iterator[EventRow | Heading]:
    """Yield events, already in order, with a heading before the first of each day."""
    for day, events in groupby(rows, lambda row: row.event.starts.date()):
        yield Heading(day_heading(day, today))
        yield from events


def event_key(row: EventRow) -> str:
    """Return the id of a row's event."""
    return row.event.id


def calls_words(calls: int) -> str:
    """Return how many calls, such as `2 calls`: one for each party, however many they are."""
    return "1 call" if calls == 1 else f"{calls} calls"

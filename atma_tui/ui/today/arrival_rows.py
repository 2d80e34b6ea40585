"""Who is expected and fits what was typed at the door: pure functions from the day's list to lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from atma_tui.desk.events.agenda import EventRow
from atma_tui.desk.seats import arrivals
from atma_tui.desk.seats.arrivals import Expected
from atma_tui.domain.event_span import has_ended
from atma_tui.domain.people.finding import WORDS_BEGIN
from atma_tui.domain.records import Event
from atma_tui.domain.text import fold
from atma_tui.domain.trust.masking import hidden
from atma_tui.domain.waiting.queue import queue_key
from atma_tui.domain.when import wall
from atma_tui.ui.ground.glyphs import Glyphs
from atma_tui.ui.ground.show import who
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.people import contact
from atma_tui.ui.widgets.rows import Row
from atma_tui.ui.widgets.seats import seat_cell
from atma_tui.ui.widgets.spans import Tone

_STATUS = 14
ARRIVALS = (
    Column("Who", 12, flex=3),
    Column("", _STATUS),
    Column("For", 14, flex=3, wide_only=54),
    Column("Phone", 14, wide_only=90),
)
FEWEST = 2
"""Fewest letters or digits before names are shown: visitors must not read who is expected."""


def enough(words: str) -> bool:
    """Whether enough was typed to show names."""
    return sum(char.isalnum() for char in words) >= FEWEST


def fitting(expected: Iterable[Expected], words: str, now: datetime) -> list[Expected]:
    """Return those who fit what was typed, the likeliest to be standing there first."""
    found = arrivals.fitting(expected, words)
    return [one for one, _ in sorted(found, key=lambda pair: _place(pair[0], pair[1], now))]


def _place(one: Expected, likeness: int, now: datetime) -> tuple[object, ...]:
    """Return what arrivals are ordered by.

    Still to come, not over, those with a seat before those in line and these in its order, begins with the words,
    start, name.
    """
    enrolment = one.enrolment
    over, begins = has_ended(one.event, now), likeness <= WORDS_BEGIN
    in_line = (1, *queue_key(enrolment)) if enrolment.status == "waiting" else (0,)
    here = enrolment.here == enrolment.party
    return here, over, in_line, not begins, one.event.starts, fold(one.person.name), enrolment.id


def arrival_row(one: Expected, *, private: bool) -> Row:
    """Return somebody expected: who, how they stand, for what."""
    enrolment, event = one.enrolment, one.event
    party = f" +{enrolment.party - 1}" if enrolment.party > 1 else ""
    status, tone = arrival_words(one)
    person = hidden(one.person) if one.masked else one.person
    phone = contact(person, private=private)[0]
    name = who(person.name, private=private) + party
    return Row(enrolment.id, (name, status, event.title, phone), tone)


def arrival_words(one: Expected) -> tuple[str, Tone]:
    """Return somebody's status at the door, and for when, in few cells, so that the name has room."""
    enrolment = one.enrolment
    if enrolment.left is not None:
        return f"left, {wall(enrolment.left, one.event.zone):%H:%M}", "dim"
    if enrolment.status == "attended":
        since = f", {wall(enrolment.arrived, one.event.zone):%H:%M}" if enrolment.arrived else ""
        some = f"{enrolment.here} of {enrolment.party}" if enrolment.came else "here"
        return f"{some}{since}", "good" if enrolment.came else "dim"
    words: dict[str, tuple[str, Tone]] = {
        "enrolled": ("for", "good"),
        "no_show": ("no-show", "warn"),
        "offered": ("offered", "warn"),
        "waiting": ("in line", "warn"),
    }
    status_words, tone = words[enrolment.status]
    return f"{status_words} {_begins(one.event)}", tone


def walk_in_rows(rows: Sequence[EventRow], glyphs: Glyphs) -> list[Row]:
    """Return a line for each event that somebody who is not on the list may join."""
    several = len({row.site.id for row in rows}) > 1
    return [_walk_in_row(row, glyphs, site=f"{row.site.name}: " if several else "") for row in rows]


def _walk_in_row(row: EventRow, glyphs: Glyphs, *, site: str) -> Row:
    seats = seat_cell(row.seats, width=_STATUS, glyphs=glyphs)
    return Row(row.event.id, (f"{_begins(row.event)} {site}{row.event.title}", seats, ""))


def walk_in_events(rows: Iterable[EventRow], now: datetime) -> list[EventRow]:
    """Return the events of today that somebody may still walk into, the next one first; no appointments."""
    public = (row for row in rows if row.event.visibility == "public")
    return [row for row in public if row.event.live and not has_ended(row.event, now)]


def _begins(event: Event) -> str:
    return "today" if event.all_day else f"{event.starts:%H:%M}"

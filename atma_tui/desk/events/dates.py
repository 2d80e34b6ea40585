"""Events modelled on another: the dates of a series, and copies. They are checked one by one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from msgspec.structs import replace

from atma_tui.desk.appointments.appointments import double_booked_each
from atma_tui.desk.appointments.closures import closed_then
from atma_tui.desk.book.book import Book
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.events.event_checks import checked
from atma_tui.domain.errors import Closed, RuleError
from atma_tui.domain.records import Event, new_id
from atma_tui.domain.timing.window import with_window


def on_days(model: Event, days: Sequence[date], now: datetime) -> list[Event]:
    """Return copies of an event on some days, without its people."""
    clock, domain = model.starts.time(), model.uid.partition("@")[2]
    return [twin(model, datetime.combine(day, clock), now, domain) for day in days]


def twin(model: Event, starts: datetime, now: datetime, domain: str) -> Event:
    """Return a copy of an event at another time, without its people; `domain` is that of its calendar UID."""
    new = new_id("evt")
    made = replace(
        model,
        id=new,
        uid=f"{new}@{domain}",
        starts=starts,
        ends=starts + (model.ends - model.starts),
        status="confirmed",
        why="",
        override_reason="",
        runs_anyway="",
        source="",
        starter=False,
        sequence=0,
        created=now,
        modified=now,
    )
    return with_window(made, model)


def add_dates(book: Book, work: UnitOfWork, dates: Sequence[Event], *, override: str = "") -> list[Event]:
    """Store new events, all or none: a refusal names every obstacle. Returns them as stored.

    Raises:
        Closed: their site is closed then, and there is no reason (`override`).
        RuleError: the room of some is taken.
        InputError: one is at a time that the clock skips.
    """
    stored = [work.add(checked(book, event, {"starts": event.starts})) for event in dates]
    taken = [*filter(None, double_booked_each(book, dates))]
    closed = [] if override else [*filter(None, (closed_then(book, event) for event in dates))]
    said = " ".join(dict.fromkeys([*taken, *closed]))
    if taken:
        raise RuleError(f"{said} Nothing was changed.")
    if closed:
        raise Closed(f"{said} Nothing was changed; give a reason to do it anyway.")
    return stored

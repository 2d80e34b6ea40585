"""Changing a site, as a step inside an act: bookings there must still fit, or a reason is given."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.clinic.affected import (
    Fit,
    affected,
    appointments_to_come,
    in_rooms,
    listed_words,
    refuse_affected,
    refuse_taken_twice,
    summed_words,
)
from atma_tui.domain.errors import Blocked
from atma_tui.domain.paths.gate import step_of
from atma_tui.domain.records import Event, Program, Site


def change_site(book: Book, work: UnitOfWork, before: Site, after: Site, override: str) -> tuple[Site, str]:
    """Store a site; returns it and the bookings left without a room, too full or out of hours, in words.

    Events of a removed room continue without one; untouched examples do so without asking.

    Raises:
        Affected: something no longer fits, and there is no reason (`override`).
        Blocked: a room is removed that a booked appointment needs, or its turn-over is now too long.
    """
    kept = {room.id for room in after.rooms}
    homeless = in_rooms(book, before, [room.id for room in before.rooms if room.id not in kept])
    crowded = in_rooms(book, before, _smaller(before, after))
    is_new = before.hours != after.hours or before.rooms != after.rooms
    appointments = appointments_to_come(book, site=before.id) if is_new else []
    fit = Fit(book, work, appointments, crowded)
    site = work.put(after, before)
    full = fit.overfull()
    names = {room.id: room.name for room in before.rooms}
    problems = fit.unkept() | full | {one.id: f"it is in {names[one.room]}" for one in homeless if not one.starter}
    events = sorted(
        {one.id: one for one in (*homeless, *crowded, *appointments)}.values(), key=lambda one: one.starts
    )
    _refuse_without_room(book, homeless)
    refuse_taken_twice(before.name, fit, events)
    said = affected(events, problems)
    refuse_affected(before.name, said, override)
    reason = f"{override} ({book.operator})"
    for event in events:
        if event in homeless:
            work.change(event, room="", sequence=event.sequence + 1, modified=work.now)
        elif event.id in full:
            work.change(event, override_reason=reason, starter=False)
    return site, _left_words(said, sum(one.starter for one in homeless))


def _smaller(before: Site, after: Site) -> list[str]:
    """Return the ids of the rooms that have fewer seats than before."""
    known = {room.id: inf if room.seats is None else room.seats for room in before.rooms}
    return [room.id for room in after.rooms if room.seats is not None and room.seats < known.get(room.id, 0)]


def _refuse_without_room(book: Book, homeless: Sequence[Event]) -> None:
    """Raise `Blocked` for the appointments whose step needs a room: no reason can replace it."""
    programs = book.all_of(Program)
    needing = {
        one.id: "it needs a room"
        for one in homeless
        if (program := programs.get(one.program)) is not None
        and (step := step_of(program, one)) is not None
        and "room" in step.needs
    }
    if needing:
        listed = listed_words(affected(homeless, needing))
        raise Blocked(f"{listed}. Nothing was changed; move it to another room first.")


def _left_words(said: Sequence[str], examples: int) -> str:
    kept = f"; affected: {summed_words(said)}" if said else ""
    return f"{kept}; {examples} examples have no room now" if examples else kept

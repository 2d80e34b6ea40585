"""Checks before an event is saved: values that make sense, and a free room and free people."""

from __future__ import annotations

from datetime import MINYEAR, datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from atma_tui.desk.appointments.appointments import off_hours, refuse_appointment
from atma_tui.desk.appointments.closures import refuse_closed
from atma_tui.desk.book.book import Book
from atma_tui.desk.book.clashes import Wish, clashes_of_each
from atma_tui.desk.book.sums import states_of
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.domain.errors import Blocked, Clash, Closed, InputError
from atma_tui.domain.event_span import has_begun
from atma_tui.domain.records import YEARS, Enrolment, Event, Program
from atma_tui.domain.seat_words import places_words
from atma_tui.domain.seats import Seats
from atma_tui.domain.text import clean
from atma_tui.domain.when import clock_name, day_words, exists, whole_days

PLACING = ("site", "room", "starts", "ends", "all_day")
"""Fields that say where and when an event is, and so which room and people it needs."""


def checked(book: Book, event: Event, given: dict[str, Any]) -> Event:
    """Return the event with the given values, cleaned and checked together. Raises `InputError`."""
    given = _cleaned(book, event, given)
    after = replace(event, **given)
    if not after.title:
        raise InputError("An event needs a title; nothing was saved.")
    if after.starts.year == MINYEAR:  # nothing was given
        raise InputError("An event needs a day and a time to start; nothing was saved.")
    if not {after.starts.year, after.ends.year} <= {*YEARS}:
        raise InputError(f"Events are in the years {YEARS[0]} to {YEARS[-1]}; nothing was saved.")
    if after.ends <= after.starts:
        raise InputError("The event ends before it starts; nothing was saved.")
    if after.all_day and given.keys() & {"starts", "ends", "all_day"}:
        starts, ends = whole_days(after.starts, after.ends)
        after = replace(after, starts=starts, ends=ends)
    if "starts" in given and not exists(after.starts, after.zone):
        raise _skipped(after.starts, after.zone)
    site = book.site(after.site)
    if after.room and site.room(after.room) is None:
        rooms = ", ".join(room.id for room in site.rooms) or "none"
        raise InputError(f"{site.name} has no room {after.room!r}; its rooms are: {rooms}.")
    _refuse_other_kind(event, after)
    if given.keys() & {"minimum", "capacity"}:
        _check_minimum(after)
    if given.keys() & {"enrolment_opens", "enrolment_closes"}:
        _check_window(after)
    try:
        return msgspec.convert(msgspec.to_builtins(after), Event)
    except msgspec.ValidationError as error:
        raise InputError(f"That cannot be saved: {error}.") from None


def _cleaned(book: Book, event: Event, given: dict[str, Any]) -> dict[str, Any]:
    for name, limit in (("title", 300), ("place", 300), ("url", 500), ("room", 60)):
        if name in given:
            given[name] = clean(given[name], limit)
    for name in ("description", "notes"):
        if name in given:
            given[name] = clean(given[name], 4000, lines=True)
    if "starts" in given and "ends" not in given and event.title:
        given["ends"] = given["starts"] + (event.ends - event.starts)
    if given.get("program"):
        given["program"] = _group(book, given["program"])
    if given.get("category") == "session" and "visibility" not in given:
        given["visibility"] = "private"
    return given


def _check_minimum(event: Event) -> None:
    """Raise `InputError` if an event needs more people than it has places."""
    if event.capacity is not None and event.minimum > event.capacity:
        raise InputError(
            f"{event.title} needs more people than it has places: {event.minimum} of {event.capacity}. "
            "Nothing was saved."
        )


def _check_window(event: Event) -> None:
    """Raise `InputError` if nobody could ever be enrolled, or a time does not exist."""
    opens, closes = event.enrolment_opens, event.enrolment_closes
    for at in filter(None, (opens, closes)):
        if not exists(at, event.zone):
            raise _skipped(at, event.zone)
    if opens is not None and closes is not None and closes <= opens:
        raise InputError("Enrolment closes before it opens; nothing was saved.")
    if opens is not None and opens >= event.ends:
        raise InputError("Enrolment opens when the event is over; nothing was saved.")


def _group(book: Book, ref: str) -> str:
    program = book.the(Program, ref)
    if program.path != "cohort":
        raise InputError(f"{program.title} is one-to-one; only groups have meetings. Nothing was saved.")
    return program.id


def _refuse_other_kind(before: Event, after: Event) -> None:
    """Raise `InputError` for an appointment that would become public, something else, for several, or all day."""
    if before.step and (after.category, after.program) != (before.category, before.program):
        raise InputError(f"{after.title} is a step of a client's path and stays one; nothing was saved.")
    if before.step and after.capacity != before.capacity:
        raise InputError(f"{after.title} is a client's appointment, for one person; nothing was saved.")
    if after.visibility != "private" and (after.step or after.category == "session"):
        raise InputError(f"{after.title} is somebody's own appointment and stays private; nothing was saved.")
    if after.all_day and not before.all_day and (after.step or after.category == "session"):
        raise InputError(f"{after.title} is somebody's own appointment and has hours; nothing was saved.")


def refuse_new_place(book: Book, before: Event | None, after: Event, *, override: str = "") -> None:
    """Raise if something an event needs is not free at its time and place, or its client is elsewhere then.

    Args:
        book: the book.
        before: the event as it was; None for one that is new or was cancelled.
        after: the event as it will be.
        override: reason for a clash of the client of an appointment, or of anybody in an event that was cancelled;
            or for hours in which the site is closed.

    Raises:
        Closed: the site is closed then, or a session that was made by hand would be outside its hours.
        Blocked: people came to it already, and it would be on a later day.
        RuleError: room or clinician is taken, or a gate of an appointment is closed on that day.
        Clash: the client of an appointment, or somebody in an event that was cancelled, is elsewhere then.
    """
    if not after.live or (before is not None and all(getattr(after, n) == getattr(before, n) for n in PLACING)):
        return
    if before is not None and (came := came_already(book, before, after)):
        raise Blocked(
            f"{came} Nothing was changed; take the check-ins back, or make another event for the others."
        )
    if not override:
        refuse_closed(book, after)
        if before is not None:
            _refuse_off_hours(book, after)
    refuse_appointment(book, after)
    if not override and (before is None or after.step):
        _refuse_elsewhere(book, after, again=before is None)


def came_already(book: Book, before: Event, after: Event) -> str:
    """Say that people are checked in to an event that would be on a day to come; empty if nobody is."""
    if after.starts.date() <= before.starts.date() or has_begun(after, book.now()):
        return ""
    here = sum(one.here for one in book.store.find(Enrolment, offering=before.id))
    people = "1 person is" if here == 1 else f"{here} people are"
    return f"{people} checked in to {before.title}, which would be on a later day." if here else ""


def _refuse_elsewhere(book: Book, event: Event, *, again: bool) -> None:
    """Raise `Clash` if somebody in an event is elsewhere then; if it is restored (`again`), old reasons count."""
    people = [one.person for one in book.store.find(Enrolment, offering=event.id) if one.status == "enrolled"]
    seats = book.store.find(Enrolment, person={*people}) if again else ()
    excused = [one for one in seats if one.clash_reason or one.override_reason]
    asked = {one.person for one in excused if one.offering == event.id}
    wishes = [Wish(event, one, [seat.id for seat in excused]) for one in people if one not in asked]
    for wish, found in zip(wishes, clashes_of_each(book, wishes), strict=True):
        if found:
            name = book.person(wish.person).name
            raise Clash(
                f"{name} {found[0].describe()} that day. Nothing was changed; give a reason to do it anyway."
            )


def _refuse_off_hours(book: Book, event: Event) -> None:
    """Raise `Closed` if a session that was made by hand is moved out of the opening hours of its site.

    Appointments of a path never leave them: see `refuse_appointment`.
    """
    if event.category == "session" and not event.step and not event.all_day and (why := off_hours(book, event)):
        raise Closed(f"{event.title}: {why} Nothing was changed; give a reason to do it anyway.")


def too_small(book: Book, work: UnitOfWork, before: Event, after: Event) -> str:
    """Say which seats, the event's own or its room's, become fewer than the people in it; empty if none."""
    tight = _seats(book, work, after).tight
    if tight.free is None or tight.free >= 0:
        return ""
    free_before = _seats(book, work, before).free
    if free_before is not None and free_before <= tight.free:
        return ""
    room = book.site(after.site).room(after.room)
    where = f" in {room.name}" if room is not None and tight.name == room.name else ""
    counted = f", {tight.counted} counted" if tight.counted else ""
    return (
        f"{after.title} has {tight.enrolled} enrolled{counted}, {tight.held} held and {tight.offered} offered; "
        f"{places_words(tight.capacity or 0)}{where} would be too few."
    )


def _seats(book: Book, work: UnitOfWork, event: Event) -> Seats:
    return states_of(book, [event], work.now)[event.id].seats


def _skipped(at: datetime, zone: str) -> InputError:
    shown = f"{at:%H:%M} on {day_words(at.date())}"
    return InputError(f"{shown} does not exist in {clock_name(zone)}: the clock skips it.")

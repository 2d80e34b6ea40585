"""Counting people at the door who give no name."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.sums import State, states_of
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.promoting.promoting import promote_waiting_from
from atma_tui.desk.seats.steps.giving_way import make_way
from atma_tui.domain.enrolling import decide, is_open
from atma_tui.domain.errors import Blocked, InputError
from atma_tui.domain.event_span import starts_at
from atma_tui.domain.records import DoorCount, Event, new_id
from atma_tui.domain.seats import Seats
from atma_tui.domain.text import clean
from atma_tui.domain.timing.door import AFTERWARDS, NOT_THERE, is_door_open
from atma_tui.domain.timing.late_cancel import is_appointment
from atma_tui.domain.when import day_words
from atma_tui.store.rerun import rerunnable

EARLY = timedelta(hours=12)
"""How long before an event people can arrive for it."""
_MAX = 1000


class Counted(Struct, frozen=True, kw_only=True):
    """The result of counting."""

    event: Event
    seats: Seats
    summary: str
    """One line for the desk; empty if nothing was changed."""


class DoorCounts:
    """Use cases for people who give no name at the door."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @rerunnable
    def count_in(self, event_ref: str, people: int = 1, *, override: str = "") -> Counted:
        """Count people in; each takes a seat, as a walk-in does.

        After an event everybody is counted: those for whom there was no seat are marked as entered afterwards.

        Args:
            event_ref: id or unique prefix.
            people: how many.
            override: reason for letting them in over capacity or past those who wait; it is marked.

        Raises:
            Full: no seat is open to them and there is no `override`.
            Blocked: it is cancelled, not today, or one person's appointment.
            InputError: the number makes no sense.
        """
        _refuse_number(people, 1)
        with self._book.act("count at the door") as work:
            state = self._begin(work, event_ref)
            before = state.seats.own.counted
            over = self._let_in(work, state, people, clean(override))
            return self._end(work, state, f"Counted {people} in at", f"{before} -> {before + people} here{over}")

    @rerunnable
    def count_out(self, event_ref: str, people: int = 1) -> Counted:
        """Count people out who had been counted in: their seats are free again.

        Raises:
            Blocked: fewer are counted, or the event is cancelled, not today, or one person's appointment.
            InputError: the number makes no sense.
        """
        _refuse_number(people, 1)
        with self._book.act("count at the door") as work:
            state = self._begin(work, event_ref)
            here = state.seats.own.counted
            if people > here:
                raise Blocked(f"{here} are counted at {state.title}; {people} cannot go out. Nothing was changed.")
            work.add(self._record(work, state, left=people))
            return self._end(work, state, f"Counted {people} out of", f"{here} -> {here - people} here")

    @rerunnable
    def set_total(self, event_ref: str, people: int, *, override: str = "") -> Counted:
        """Set how many people have come without a name, including those who left again.

        Raises what `count_in` raises, and `InputError` if more than that have left already.
        """
        _refuse_number(people, 0)
        with self._book.act("count at the door") as work:
            state = self._begin(work, event_ref)
            came, left = state.seats.counted_in, state.seats.counted_in - state.seats.own.counted
            if people < left:
                raise InputError(f"{left} have left {state.title} again; fewer cannot have come in.")
            over = ""
            if people > came:
                over = self._let_in(work, state, people - came, clean(override))
            elif people < came:
                work.add(self._record(work, state, came=people - came))
            else:
                return Counted(event=_event(state), seats=state.seats, summary="")
            return self._end(work, state, "Counted at", f"{came} -> {people} in all{over}")

    def _begin(self, work: UnitOfWork, event_ref: str) -> State:
        event = self._book.the(Event, event_ref)
        if refusal := uncountable_words(event, work.now):
            raise Blocked(f"{refusal}; nobody was counted.")
        work.relate(event.id)
        return promote_waiting_from(self._book, work, event)[0]

    def _let_in(self, work: UnitOfWork, state: State, people: int, override: str) -> str:
        """Give people seats; returns further consequences, in words."""
        book, event = self._book, _event(state)
        if not is_open(event, work.now):
            reason = "" if state.seats.fits(people) else override or AFTERWARDS
            work.add(self._record(work, state, came=people, override_reason=reason))
            return f" ({reason})" if reason else ""
        at_door = is_door_open(event, book.clinic(), work.now)
        given = make_way(book, work, state, people) if at_door else state
        decision = decide(
            state.title,
            given.seats,
            given.enrolments,
            people,
            now=work.now,
            wait=False,
            override=override,
            at_door=at_door,
        )
        remark = f"{work.by}: {decision.override_reason or NOT_THERE}"
        for one in decision.passes:
            if remark not in one.passed:  # people at the door are let in one by one
                work.change(one, passed=(*one.passed, remark))
        work.add(self._record(work, state, came=people, override_reason=decision.override_reason))
        missed = given.seats.absent - state.seats.absent
        return (f"; {missed} marked as not come" if missed else "") + (
            " (by override)" if decision.override_reason else ""
        )

    def _record(
        self, work: UnitOfWork, state: State, *, came: int = 0, left: int = 0, override_reason: str = ""
    ) -> DoorCount:
        return DoorCount(
            id=new_id("count"),
            offering=state.offering.id,
            came=came,
            left=left,
            override_reason=override_reason,
            at=work.now,
            by=work.by,
        )

    def _end(self, work: UnitOfWork, state: State, did: str, numbers: str) -> Counted:
        work.summary = f"{did} {state.title}: {numbers}"
        after = states_of(self._book, [state.offering], work.now)[state.offering.id]
        return Counted(event=_event(state), seats=after.seats, summary=work.summary)


def uncountable_words(event: Event, now: datetime) -> str:
    """Say why nobody can be counted at an event; empty if they can."""
    if not event.live:
        return f"{event.title} is cancelled"
    if event.step or is_appointment(event):
        return f"{event.title} is for one person, who is checked in by name"
    if starts_at(event) - now > EARLY:
        return f"{event.title} is on {day_words(event.starts.date())}, not today"
    return ""


def _event(state: State) -> Event:
    assert isinstance(state.offering, Event)
    return state.offering


def _refuse_number(people: int, least: int) -> None:
    if not least <= people <= _MAX:
        raise InputError(f"Type a number of people, {least} to {_MAX}.")

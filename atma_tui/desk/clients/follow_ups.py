"""Nobody forgotten: what is owed to clients and not booked, worst first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from msgspec import Struct

from atma_tui.desk.appointments.appointments import stopped_of, visits_of
from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import state_of
from atma_tui.domain.pathway import Rail, rail
from atma_tui.domain.records import Call, Enrolment, Event, Pathway, Person, Program, Step
from atma_tui.domain.when import instant, today

_ENDING = timedelta(days=14)
_MINIMUM_AHEAD = timedelta(days=7)

Reason = Literal["integration", "stopped", "clearance", "call", "next_step", "follow_up", "minimum", "on_hold"]
"""Worst first."""


class FollowUp(Struct, frozen=True, kw_only=True):
    """Something owed that nobody has booked or done."""

    reason: Reason
    summary: str
    """One line without the person's name."""
    since: datetime
    """Since when, or when it would take place; sorts the list."""
    person: Person | None = None
    pathway: str = ""
    step: str = ""
    """Step to book next."""
    event: str = ""
    call: str = ""


_ORDER: tuple[Reason, ...] = get_args(Reason)


class FollowUps:
    """Use cases that look for what is owed."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def list(self, *, site: str = "") -> list[FollowUp]:
        """Return all that is owed at a site, or at all: by reason, oldest first."""
        found = [*self._paths(site), *self._calls(site), *self._small(site)]
        return sorted(found, key=lambda one: (_ORDER.index(one.reason), one.since, one.pathway, one.event))

    def _paths(self, site: str) -> Iterator[FollowUp]:
        book = self._book
        store, now = book.store, book.now()
        programs = {one.id: one for one in store.find(Program)}
        for pathway in store.find(Pathway, state="active"):
            program, person = programs.get(pathway.program), store.get(Person, pathway.person)
            if program is None or person is None or site not in ("", pathway.site):
                continue
            yield from self._of(program, pathway, person, now)

    def _of(self, program: Program, pathway: Pathway, person: Person, now: datetime) -> Iterator[FollowUp]:
        visits = visits_of(self._book.store, pathway)
        along = rail(program, pathway, visits)
        stopped = stopped_of(program, pathway, visits, today(now))
        until = _clearance_end(pathway)
        if stopped and until is None:
            first, more = stopped[0].event, f" and {len(stopped) - 1} more" if len(stopped) > 1 else ""
            yield FollowUp(
                reason="stopped",
                summary=f"{first.title} on {_day_hour(first.starts)}{more}: {_stopped_by(pathway)}",
                since=instant(first.starts, first.zone),
                person=person,
                pathway=pathway.id,
            )
        if along.owed_since is not None:
            step = next(state.step for state in along.steps if state.owed)
            summary = f"{step.title} owed since the session of {_day(along.owed_since)}"
            yield FollowUp(
                reason="integration",
                summary=summary,
                since=along.owed_since,
                person=person,
                pathway=pathway.id,
                step=step.id,
            )
        elif _is_on_hold(pathway, along.next_step):
            assert pathway.clearance is not None
            summary = (
                f"On hold; {along.next_step.title if along.next_step else 'the rest'} waits for a clinician's word"
            )
            yield FollowUp(
                reason="on_hold", summary=summary, since=pathway.clearance.at, person=person, pathway=pathway.id
            )
        elif along.next_step is not None and not _anything_booked(along) and self._has_place(pathway):
            last = along.next_step.id == program.steps[-1].id
            yield FollowUp(
                reason="follow_up" if last else "next_step",
                summary=f"{along.next_step.title} is not booked",
                since=pathway.changed,
                person=person,
                pathway=pathway.id,
                step=along.next_step.id,
            )
        ending = until is not None and until - today(now) <= _ENDING and along.next_step is not None
        if until is not None and (stopped or ending):
            after = f"; {len(stopped)} booked after it" if stopped else ""
            yield FollowUp(
                reason="clearance",
                summary=f"Clearance ends on {until:%a} {until.day} {until:%b}{after}",
                since=pathway.changed,
                person=person,
                pathway=pathway.id,
            )

    def _has_place(self, pathway: Pathway) -> bool:
        """Whether a client has a place in the program: for who still waits for one nothing can be booked."""
        place = self._book.store.get(Enrolment, pathway.enrolment)
        return place is not None and place.status in ("enrolled", "attended")

    def _calls(self, site: str) -> Iterator[FollowUp]:
        store = self._book.store
        for state in ("owed", "voicemail", "no_answer"):
            for call in store.find(Call, state=state):
                person = store.get(Person, call.person)
                event = store.get(Event, call.event) if call.event else None
                if person is not None and (event is None or site in ("", event.site)):
                    yield FollowUp(reason="call", summary=call.why, since=call.at, person=person, call=call.id)

    def _small(self, site: str) -> Iterator[FollowUp]:
        """Yield coming events with fewer people than they need to run."""
        book = self._book
        now = book.now()
        for ahead in range(_MINIMUM_AHEAD.days + 1):
            day = today(now) + timedelta(days=ahead)
            for event in book.store.find(Event, on=day.isoformat()):
                if not event.live or not event.minimum or site not in ("", event.site):
                    continue
                if event.starts.date() != day or instant(event.starts, event.zone) <= now:
                    continue
                enrolled = state_of(book.store, event, now).seats.own.enrolled
                if enrolled < event.minimum:
                    summary = f"{event.title} has {enrolled} of the {event.minimum} it needs"
                    yield FollowUp(
                        reason="minimum", summary=summary, since=instant(event.starts, event.zone), event=event.id
                    )


def _clearance_end(pathway: Pathway) -> date | None:
    clearance = pathway.clearance
    return clearance.until if clearance is not None and clearance.status == "cleared" else None


def _is_on_hold(pathway: Pathway, step: Step | None) -> bool:
    """Whether a clinician keeps back what would be next."""
    held = pathway.clearance is not None and pathway.clearance.status == "on_hold"
    return held and (step is None or "clearance" in step.needs)


def _stopped_by(pathway: Pathway) -> str:
    """Say in short why what is booked may not take place."""
    if pathway.clearance is None or pathway.clearance.status == "not_yet":
        return "not cleared"
    if pathway.clearance.status == "on_hold":
        return "on hold"
    return "no plan" if pathway.plan is None else "more than the plan says, or too soon"


def _day_hour(starts: datetime) -> str:
    return f"{starts:%a} {starts.day} {starts:%b %H:%M}"


def _anything_booked(along: Rail) -> bool:
    return any(state.booked for state in along.steps)


def _day(moment: datetime) -> str:
    day = today(moment)
    return f"{day:%a} {day.day} {day:%b}"

"""Follow-ups due and not booked, worst first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from msgspec import Struct

from atma_tui.desk.appointments.appointments import away_words, stopped_of
from atma_tui.desk.book.book import Book
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.book.visits import visits_of_each
from atma_tui.desk.calls.owing import still_owed
from atma_tui.desk.events.minimum import Minimums
from atma_tui.domain.pathway import Rail, Visit, coming, rail
from atma_tui.domain.records import Call, Enrolment, Event, Pathway, Person, Program, Step
from atma_tui.domain.when import instant, today

_ENDING = timedelta(days=14)
_OPEN = ("owed", "voicemail", "no_answer")
"""States of a call that is still to be made, in the order in which they are made."""

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

    def __init__(self, book: Book, minimums: Minimums) -> None:
        self._book, self._minimums = book, minimums

    @one_moment
    def list(self, *, site: str = "") -> list[FollowUp]:
        """Return all that is owed at a site, or at all: by reason, oldest first."""
        found = [*self._paths(site), *self._calls(site), *self._small(site)]
        return sorted(found, key=lambda one: (_ORDER.index(one.reason), one.since, one.pathway, one.event))

    def _paths(self, site: str) -> Iterator[FollowUp]:
        book = self._book
        store, now = book.store, book.now()
        paths = [one for one in store.find(Pathway, state=("active", "paused")) if site in ("", one.site)]
        people, visits = book.people(one.person for one in paths), visits_of_each(store, paths)
        places = store.get_many(Enrolment, [one.enrolment for one in paths])
        for path in paths:
            program, person = book.all_of(Program).get(path.program), people.get(path.person)
            if program is not None and person is not None:
                place = places.get(path.enrolment)
                yield from _owed_on(program, path, person, visits[path.id], place, now)
                yield from self._unstaffed(path, person, visits[path.id])

    def _unstaffed(self, path: Pathway, person: Person, visits: Sequence[Visit]) -> Iterator[FollowUp]:
        """Yield the booked appointments that a clinician cannot keep any more: away, or not at work then."""
        for visit in coming(visits, self._book.now()):
            if away := away_words(self._book, visit.event):
                yield FollowUp(
                    reason="stopped",
                    summary=f"{visit.event.title} on {_day_hour(visit.event.starts)}: {away}",
                    since=instant(visit.event.starts, visit.event.zone),
                    person=person,
                    pathway=path.id,
                )

    def _calls(self, site: str) -> Iterator[FollowUp]:
        store = self._book.store
        calls = still_owed(self._book, store.find(Call, state=_OPEN))
        calls.sort(key=lambda call: _OPEN.index(call.state))
        people = self._book.people(call.person for call in calls)
        events = store.get_many(Event, [call.event for call in calls])
        for call in calls:
            person, event = people.get(call.person), events.get(call.event)
            if person is not None and (event is None or site in ("", event.site)):
                yield FollowUp(reason="call", summary=call.why, since=call.at, person=person, call=call.id)

    def _small(self, site: str) -> Iterator[FollowUp]:
        """Yield coming events with fewer people than they need to run, until somebody decides about them."""
        for one in self._minimums.too_few(site=site):
            since = instant(one.event.starts, one.event.zone)
            yield FollowUp(reason="minimum", summary=one.summary, since=since, event=one.event.id)


def _owed_on(
    program: Program,
    pathway: Pathway,
    person: Person,
    visits: Sequence[Visit],
    place: Enrolment | None,
    now: datetime,
) -> Iterator[FollowUp]:
    """Yield what is owed on one path. For who still waits for a place in the program nothing can be booked.

    Of a path that is paused only what is booked all the same is told.
    """
    has_place = place is not None and place.status in ("enrolled", "attended")
    along = rail(program, pathway, visits)
    stopped = stopped_of(program, pathway, visits, today(now))
    paused = pathway.state == "paused"
    until = None if paused else _clearance_end(pathway)
    if stopped and until is None:
        first, more = stopped[0].event, f" and {len(stopped) - 1} more" if len(stopped) > 1 else ""
        yield FollowUp(
            reason="stopped",
            summary=f"{first.title} on {_day_hour(first.starts)}{more}: {_stopped_by(pathway)}",
            since=instant(first.starts, first.zone),
            person=person,
            pathway=pathway.id,
        )
    if paused:
        return
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
            f"On hold; {along.next_step.title if along.next_step else 'the rest'} waits for a clinician's decision"
        )
        yield FollowUp(
            reason="on_hold", summary=summary, since=pathway.clearance.at, person=person, pathway=pathway.id
        )
    elif along.next_step is not None and not _anything_booked(along) and has_place:
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


def _clearance_end(pathway: Pathway) -> date | None:
    clearance = pathway.clearance
    return clearance.until if clearance is not None and clearance.status == "cleared" else None


def _is_on_hold(pathway: Pathway, step: Step | None) -> bool:
    """Whether a clinician keeps back what would be next."""
    held = pathway.clearance is not None and pathway.clearance.status == "on_hold"
    return held and (step is None or "clearance" in step.needs)


def _stopped_by(pathway: Pathway) -> str:
    """Say in short why what is booked may not take place."""
    if pathway.state == "paused":
        return "the program is paused"
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

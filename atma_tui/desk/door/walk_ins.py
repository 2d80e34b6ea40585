"""Entering from the sign-in sheet who was there, during an event or after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.clashes import Wish, clashes_of_each
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.book.sums import State, states_of
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.importing.matching import Directory
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.desk.people.nicknames import nicknames
from atma_tui.desk.people.people import People
from atma_tui.desk.promoting.promoting import drop_calls
from atma_tui.desk.seats.enrolments import Outcome
from atma_tui.desk.seats.steps.seating import leave_others
from atma_tui.domain.enrolling import is_open
from atma_tui.domain.errors import AlreadyEnrolled, Blocked, InputError
from atma_tui.domain.event_span import has_begun
from atma_tui.domain.people.finding import is_called
from atma_tui.domain.records import Enrolment, Event, Person, new_id
from atma_tui.domain.seats import is_offer_live
from atma_tui.domain.text import clean, fold
from atma_tui.domain.timing.late_cancel import is_appointment
from atma_tui.domain.waiting.queue import queue
from atma_tui.store.rerun import rerunnable

ON_SHEET = "on the sign-in sheet"
"""Reason for people who were there although no seat was free, others waited, or they had a clash."""
_MAX_NAMES = 6
_MAX_PARTY = 200


Kind = Literal["enrolled", "known", "new", "unsure", "here", "twice"]
"""`enrolled`: in the event already; `here`: checked in as well; `unsure`: may be one of several people; `twice`:
the same person or new name is further up."""


class OnSheet(Struct, frozen=True, kw_only=True):
    """A name on the sheet, and the person it means as far as the book knows."""

    name: str
    party: int = 1
    kind: Kind
    people: tuple[Person, ...] = ()
    """Who it is, or may be."""


class Walked(Struct, frozen=True, kw_only=True):
    """Somebody who was there: a person of the book, or somebody new."""

    person_id: str = ""
    name: str = ""
    party: int = 1


class WalkIns:
    """Use cases for entering a sign-in sheet."""

    def __init__(self, book: Book, people: People) -> None:
        self._book, self._people = book, people

    @one_moment
    def recognise(self, event_ref: str, names: Sequence[tuple[str, int]]) -> list[OnSheet]:
        """Say who the people on a sheet are, given by name and size of party; changes nothing.

        A name means the person of that name in the event, or else somebody in the book who is surely the same.
        """
        book = self._book
        event = book.the(Event, event_ref)
        found = book.store.find(Enrolment, offering=event.id)
        inside = {one.person: one for one in found if one.live or one.status == "no_show"}
        there = book.people(inside)
        directory = Directory(nicknames(), book.store.find(Person))
        by_id = book.people(name for name, _ in names)
        return _each_once(
            self._recognised(clean(name), party, inside, there | by_id, directory) for name, party in names
        )

    def _recognised(
        self,
        name: str,
        party: int,
        inside: dict[str, Enrolment],
        there: dict[str, Person],
        directory: Directory,
    ) -> OnSheet:
        called = [there[name]] if name in there else [one for one in there.values() if is_called(one, name)]
        if len(called) == 1:
            own = inside.get(called[0].id)
            kind: Kind = "known" if own is None else "here" if own.status == "attended" else "enrolled"
            return OnSheet(name=called[0].name, party=party, kind=kind, people=(called[0],))
        new = Person(id="", name=name, created=self._book.now())
        found = directory.like(new)
        sure = [one for one, _ in directory.surely(new, found)]
        if len(sure) == 1:
            return OnSheet(name=name, party=party, kind="known", people=(sure[0],))
        likely = tuple(called or [one for one, _ in found])
        return OnSheet(name=name, party=party, kind="unsure" if likely else "new", people=likely)

    @rerunnable
    def enter(self, event_ref: str, walked: Sequence[Walked]) -> list[Outcome]:
        """Note in one act that all of these were there: nobody is refused for lack of a seat.

        People who were enrolled, waited, or were marked as no-shows are checked in; the others are enrolled as
        well. Where a rule needs a reason, it is that they are on the sheet.

        Raises:
            Blocked: the event has not begun, is cancelled, or is one person's appointment.
            AlreadyEnrolled: somebody is checked in already, or twice on the list.
            InputError: nobody is given, or a name or number makes no sense.
        """
        if not walked:
            raise InputError("Say who was there.")
        book = self._book
        with book.act("walk-ins") as work:
            event = book.the(Event, event_ref)
            if why := _no_sheet_words(event, work.now):
                raise Blocked(f"{event.title} {why}; nobody was entered.")
            done = [self._entered(work, event, one) for one in walked]
            work.relate(event.id, *(one.person.id for one in done))
            names = ", ".join(one.person.name for one in done[:_MAX_NAMES])
            more = f" and {len(done) - _MAX_NAMES} more" if len(done) > _MAX_NAMES else ""
            over = " (by override)" if any(one.enrolment.override_reason == ON_SHEET for one in done) else ""
            work.summary = f"{len(done)} entered for {event.title} from the sign-in sheet: {names}{more}{over}"
        return done

    def _entered(self, work: UnitOfWork, event: Event, one: Walked) -> Outcome:
        book = self._book
        new = NewPerson(name=one.name)
        if not 1 <= one.party <= _MAX_PARTY:
            name = one.name or book.person(one.person_id).name
            raise InputError(f"{name}: a party is 1 to {_MAX_PARTY} people; nobody was entered.")
        person = book.person(one.person_id) if one.person_id else self._people.add_within(work, new)
        state = states_of(book, [event], work.now)[event.id]
        own = [each for each in state.enrolments if each.person == person.id]
        before = next((each for each in own if each.live or each.status == "no_show"), None)
        if before is not None and before.status == "attended":
            raise AlreadyEnrolled(f"{person.name} is checked in to {event.title} already; nobody was entered.")
        seated = self._seated(work, state, event, person, before, one.party)
        drop_calls(work, [seated])
        return Outcome(enrolment=leave_others(book, work, seated), person=person, title=event.title)

    def _has_seat(self, one: Enrolment, now: datetime) -> bool:
        return one.status == "enrolled" or is_offer_live(one, self._book.deadline_time(now))

    def _seated(
        self, work: UnitOfWork, state: State, event: Event, person: Person, before: Enrolment | None, here: int
    ) -> Enrolment:
        going_on = is_open(event, work.now)
        party = max(here, before.party) if before else here
        has = before.party if before is not None and self._has_seat(before, work.now) else 0
        elsewhere = going_on and bool(clashes_of_each(self._book, [Wish(event, person.id, ())])[0])
        waiting = [each for each in queue(state.enrolments) if before is None or each.id != before.id]
        passes = waiting if going_on and not has else []
        given: dict[str, object] = {
            "status": "attended",
            "party": party,
            "came": here % party,
            "arrived": work.now if going_on else None,
            "offered_until": None,
        }
        if passes or not state.seats.fits(party - has):
            given["override_reason"] = ON_SHEET
        if elsewhere:
            given["clash_reason"] = ON_SHEET
        for each in passes:
            if (remark := f"{work.by}: {ON_SHEET}") not in each.passed:
                work.change(each, passed=(*each.passed, remark))
        if before is not None:
            waited = before.status in ("waiting", "offered")
            return work.change(before, seated=work.now if waited else before.seated, **given)
        enrolment = Enrolment(
            id=new_id("enr"), offering=event.id, person=person.id, status="enrolled", at=work.now, by=work.by
        )
        return work.add(replace(enrolment, **given))


def _each_once(sheet: Iterable[OnSheet]) -> list[OnSheet]:
    """Mark people who are on a sheet more than once, after the first time."""
    seen: set[str] = set()
    found = []
    for one in sheet:
        key = one.people[0].id if one.kind in ("enrolled", "known") else fold(one.name)
        again = key in seen and one.kind != "here"
        found.append(replace(one, kind="twice") if again else one)
        seen.add(key)
    return found


def _no_sheet_words(event: Event, now: datetime) -> str:
    """Say why an event has no sign-in sheet yet; empty if it has."""
    if not event.live:
        return "is cancelled"
    if event.step or is_appointment(event):
        return "is for one person, who is checked in by name"
    return "" if has_begun(event, now) else "has not begun"

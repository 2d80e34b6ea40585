"""Enrolling and withdrawing, holds, offers taken and declined. Capacity is decided inside the transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.book import Book
from atma_tui.desk.offerings import (
    State,
    offering_title,
    person_clashes,
    settle,
    state_of,
    the_offering,
)
from atma_tui.desk.people import NewPerson, People
from atma_tui.domain.clashes import ClashWith
from atma_tui.domain.enrolling import (
    decide,
    full_words,
    is_late,
    is_open,
    live_enrolment,
    rank,
)
from atma_tui.domain.errors import AlreadyEnrolled, Blocked, Clash, Full, InputError
from atma_tui.domain.records import (
    Cancelled,
    Enrolment,
    Event,
    Hold,
    Offering,
    Person,
    new_id,
)
from atma_tui.domain.seats import is_offer_live
from atma_tui.domain.text import clean


class Outcome(Struct, frozen=True, kw_only=True):
    """What an act on one enrolment came to."""

    enrolment: Enrolment
    person: Person
    title: str
    rank: int | None = None
    """Place in line when waiting: 1 is next."""
    offered: tuple[Person, ...] = ()
    """To whom freed seats were offered by it."""
    says: str = ""
    """One line for the desk."""


class Preview(Struct, frozen=True, kw_only=True):
    """What enrolling would do, before anything is done."""

    status: str
    """`enrolled`, `waiting`, or `refused`."""
    says: str
    clashes: tuple[ClashWith, ...] = ()
    doubles: tuple[tuple[Person, str], ...] = ()


class Enrolments:
    """Use cases around enrolments."""

    def __init__(self, book: Book, people: People) -> None:
        self._book, self._people = book, people

    def preview(
        self, offering_ref: str, *, person_id: str = "", new: NewPerson | None = None, party: int = 1
    ) -> Preview:
        """Say what `enrol` would do now, without doing it."""
        book = self._book
        now = book.now()
        state = state_of(book.store, the_offering(book, offering_ref), now)
        if (refusal := _closed(state.offering, now)) is not None:
            return Preview(status="refused", says=refusal)
        found: list[ClashWith] = []
        if person_id:
            person = book.the(Person, person_id, "person")
            if there := live_enrolment(state.enrolments, person.id):
                return Preview(status="refused", says=_already_words(person, state, there, now))
            found = self._clashes(state.offering, person.id)
        doubles = tuple(self._people.doubles(new)) if new and new.name.strip() else ()
        decision = decide(state.title, state.seats, state.enrolments, party)
        if decision.status == "enrolled":
            free = "" if state.seats.free is None else f", {state.seats.free - party} free after"
            says = f"Enter enrols{_party_words(party)}{free}"
        else:
            place = 1 + sum(1 for one in state.enrolments if one.status == "waiting")
            says = f"{full_words(state.title, state.seats, party)} Enter puts on the waiting list, place {place}"
        return Preview(status=decision.status, says=says, clashes=tuple(found), doubles=doubles)

    def enrol(
        self,
        offering_ref: str,
        *,
        person_id: str = "",
        new: NewPerson | None = None,
        party: int = 1,
        wait: bool = True,
        override: str = "",
        arrived: bool = False,
    ) -> Outcome:
        """Enrol a person or a party, or put them on the waiting list.

        Args:
            offering_ref: id of an event or of a program's places, or a unique prefix.
            person_id: somebody in the book; else `new`.
            new: somebody new, added in the same transaction.
            party: seats wanted, the person included.
            wait: whether the waiting list will do when there is no open seat.
            override: reason for going over capacity, past those waiting, or over a clash; it shows.
            arrived: a walk-in who is here: enrolled and checked in by one act.

        Raises:
            Full: no open seat, and `wait` is false (or `arrived` is true).
            AlreadyEnrolled: the person has a live enrolment in it.
            Clash: the person is elsewhere at that time and there is no `override`.
            Blocked: the event is cancelled or over.
            InputError: party or person make no sense.
        """
        if not 1 <= party <= 200:
            raise InputError("A party is 1 to 200 people.")
        if not person_id and new is None:
            raise InputError("Say who: a person of the book or a new name.")
        book, override = self._book, clean(override)
        with book.act("enrol") as acting:
            offering = the_offering(book, offering_ref)
            if (refusal := _closed(offering, acting.now)) is not None:
                raise Blocked(refusal)
            settle(book, acting, offering)
            state = state_of(book.store, offering, acting.now)
            person = book.the(Person, person_id, "person") if person_id else None
            if person is not None:
                self._refuse_double(state, person, acting.now)
                self._refuse_clash(offering, person, override)
            decision = decide(
                state.title, state.seats, state.enrolments, party, wait=wait and not arrived, override=override
            )
            if person is None:
                assert new is not None
                person = self._people.add_within(acting, new)
            here = arrived and decision.status == "enrolled"
            enrolment = acting.add(
                Enrolment(
                    id=new_id("enr"),
                    offering=offering.id,
                    person=person.id,
                    party=party,
                    status="attended" if here else decision.status,
                    position=decision.position,
                    over=decision.over or (override if person_id else ""),
                    at=acting.now,
                    by=book.operator,
                    arrived=acting.now if here else None,
                )
            )
            for passed in decision.passes:
                acting.put(replace(passed, passed=(*passed.passed, f"{book.operator}: {override}")))
            acting.about(offering.id, person.id)
            place = rank(enrolment, [*state.enrolments, enrolment]) if enrolment.status == "waiting" else None
            acting.says = _enrol_words(enrolment, person, state.title, place)
        return Outcome(enrolment=enrolment, person=person, title=state.title, rank=place, says=acting.says)

    def withdraw(self, enrolment_ref: str, *, why: str = "", waive: str = "") -> Outcome:
        """End an enrolment; the seat is offered to the next who can take it.

        Args:
            enrolment_ref: id or unique prefix.
            why: reason, kept.
            waive: reason for not counting a late cancel.

        Raises:
            Blocked: it is ended already.
        """
        book = self._book
        with book.act("withdraw") as acting:
            enrolment = book.the(Enrolment, enrolment_ref)
            offering, person, title = self._around(enrolment)
            if enrolment.status not in ("enrolled", "waiting", "offered"):
                raise Blocked(
                    f"{person.name} is {_status_words(enrolment)} in {title}; there is nothing to withdraw."
                )
            late = enrolment.status == "enrolled" and is_late(offering, book.clinic(), acting.now)
            ended = Cancelled(
                at=acting.now, by=book.operator, why=clean(why), late=late, waived=clean(waive) if late else ""
            )
            enrolment = acting.put(replace(enrolment, status="cancelled", offered_until=None, cancelled=ended))
            offered = self._names(settle(book, acting, offering))
            acting.about(offering.id, person.id)
            next_words = f"; offered to {', '.join(one.name for one in offered)}" if offered else ""
            late_words = " (late cancel)" if late else ""
            acting.says = f"Withdrew {person.name} from {title}{late_words}{next_words}"
        return Outcome(enrolment=enrolment, person=person, title=title, offered=tuple(offered), says=acting.says)

    def take_offer(self, enrolment_ref: str, *, override: str = "") -> Outcome:
        """Turn an offered seat into an enrolment; the rules are checked again.

        Raises:
            Blocked: nothing is offered, or the offer has lapsed.
            Clash: the person is elsewhere by now and there is no `override`.
        """
        book = self._book
        with book.act("take offer") as acting:
            enrolment = book.the(Enrolment, enrolment_ref)
            offering, person, title = self._around(enrolment)
            if (refusal := _closed(offering, acting.now)) is not None:
                raise Blocked(refusal)
            if not is_offer_live(enrolment, acting.now):
                raise Blocked(f"No seat in {title} is held for {person.name} now; put them on the list again.")
            self._refuse_clash(offering, person, clean(override))
            enrolment = acting.put(
                replace(enrolment, status="enrolled", offered_until=None, over=clean(override) or enrolment.over)
            )
            acting.about(offering.id, person.id)
            acting.says = f"{person.name} took the offered seat in {title}"
        return Outcome(enrolment=enrolment, person=person, title=title, says=acting.says)

    def hold(self, offering_ref: str, *, seats: int, name: str, why: str, until: datetime | None = None) -> Hold:
        """Keep seats back. Raises `Full` when they are not free, `InputError` without a name and a reason."""
        book = self._book
        if not clean(name) or not clean(why) or not 1 <= seats <= 200:
            raise InputError("A hold needs a number of seats, for whom, and a reason.")
        with book.act("hold") as acting:
            offering = the_offering(book, offering_ref)
            settle(book, acting, offering)
            state = state_of(book.store, offering, acting.now)
            if not state.seats.fits(seats):
                raise Full(f"{full_words(state.title, state.seats, seats)} Nothing was held.")
            held = acting.add(
                Hold(
                    id=new_id("hold"),
                    offering=offering.id,
                    seats=seats,
                    name=clean(name, 60),
                    why=clean(why),
                    until=until,
                    at=acting.now,
                    by=book.operator,
                )
            )
            acting.about(offering.id)
            acting.says = f"Held {seats} in {state.title} for {held.name}"
        return held

    def release(self, hold_ref: str) -> None:
        """Give held seats free; they go to those who wait first."""
        book = self._book
        with book.act("release hold") as acting:
            held = book.the(Hold, hold_ref)
            offering = the_offering(book, held.offering)
            acting.delete(held)
            settle(book, acting, offering)
            acting.about(offering.id)
            acting.says = f"Released {held.seats} held for {held.name} in {offering_title(book.store, offering)}"

    def _around(self, enrolment: Enrolment) -> tuple[Offering, Person, str]:
        book = self._book
        offering = the_offering(book, enrolment.offering)
        return offering, book.the(Person, enrolment.person, "person"), offering_title(book.store, offering)

    def _names(self, enrolments: list[Enrolment]) -> list[Person]:
        return [self._book.the(Person, one.person, "person") for one in enrolments]

    def _clashes(self, offering: Offering, person_id: str) -> list[ClashWith]:
        travel = timedelta(minutes=self._book.clinic().travel_minutes)
        return person_clashes(self._book.store, offering, person_id, travel)

    def _refuse_double(self, state: State, person: Person, now: datetime) -> None:
        if there := live_enrolment(state.enrolments, person.id):
            raise AlreadyEnrolled(_already_words(person, state, there, now))

    def _refuse_clash(self, offering: Offering, person: Person, override: str) -> None:
        if not override and (found := self._clashes(offering, person.id)):
            raise Clash(
                f"{person.name} {found[0].says()} that day. Nothing was changed; give a reason to do it anyway."
            )


def _closed(offering: Offering, now: datetime) -> str | None:
    if is_open(offering, now) or not isinstance(offering, Event):
        return None
    return f"{offering.title} is {'over' if offering.live else 'cancelled'}; nobody can be enrolled."


def _status_words(enrolment: Enrolment) -> str:
    return enrolment.status.replace("_", "-")


def _already_words(person: Person, state: State, there: Enrolment, now: datetime) -> str:
    if there.status == "waiting":
        place = rank(there, state.enrolments)
        return f"{person.name} is on the waiting list of {state.title} already, place {place}."
    return f"{person.name} is {_status_words(there)} in {state.title} already, by {there.by}."


def _party_words(party: int) -> str:
    return f" a party of {party}" if party > 1 else ""


def _enrol_words(enrolment: Enrolment, person: Person, title: str, place: int | None) -> str:
    party = f" +{enrolment.party - 1}" if enrolment.party > 1 else ""
    if place is not None:
        return f"{person.name}{party} is on the waiting list of {title}, place {place}"
    here = " and checked in" if enrolment.status == "attended" else ""
    over = " (by override)" if enrolment.over else ""
    return f"Enrolled{here} {person.name}{party} in {title}{over}"

"""The waiting list: who can be called now and why not the others, priority, passing over, either city."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from msgspec.structs import replace

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import offering_title, the_offering
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.book.sums import states_of
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.desk.people.people import People
from atma_tui.desk.promoting.obstacles import cannot_take
from atma_tui.desk.promoting.promoting import promote_waiting
from atma_tui.desk.seats.enrolments import Outcome
from atma_tui.desk.seats.queues import Queues, WaitingRow, never_fits_in, place_in_line
from atma_tui.desk.seats.steps.one_seat import Asked
from atma_tui.desk.seats.steps.refusals import closed_words, refuse_clash
from atma_tui.desk.seats.steps.seating import seat, withdraw
from atma_tui.domain.errors import Blocked, Full, InputError
from atma_tui.domain.records import OPEN_CALLS, Call, Enrolment, Person, new_id
from atma_tui.domain.reminders.telling import with_message
from atma_tui.domain.seats import Seats
from atma_tui.domain.text import clean
from atma_tui.domain.waiting.offers import offer_deadline
from atma_tui.domain.waiting.queue import queue, rank
from atma_tui.domain.when import ALBERTA, wall
from atma_tui.store.rerun import rerunnable


class Waiting:
    """Use cases around the waiting list."""

    def __init__(self, book: Book, people: People) -> None:
        self._book, self._people = book, people

    @one_moment
    def who_can(self, offering_ref: str) -> list[WaitingRow]:
        """Return everybody who waits, in order, with the reason for each who cannot take what is free."""
        book = self._book
        offering = the_offering(book, offering_ref)
        state = states_of(book, [offering], book.now())[offering.id]
        return Queues(book, [state]).of(state)

    @rerunnable
    def prioritise(self, enrolment_ref: str, priority: int, why: str) -> Outcome:
        """Put somebody who waits before others, or back (0), with a reason that is kept."""
        book, why = self._book, clean(why)
        if not why:
            raise InputError("Another place in line needs a reason; nothing was changed.")
        with book.act("prioritise") as work:
            before = self._waiting(enrolment_ref)
            enrolment = work.change(before, priority=priority, priority_why=f"{work.by}: {why}")
            promote_waiting(book, work, the_offering(book, enrolment.offering))
            enrolment = book.the(Enrolment, enrolment.id)
            place = rank(enrolment, book.store.find(Enrolment, offering=enrolment.offering))
            level = f"priority {before.priority} -> {priority}"

            def moved(name: str, title: str) -> str:
                return f"{name} has place {place} in line of {title} ({level}): {why}"

            done = self._done(work, enrolment, moved, place)
        return replace(done, summary=work.summary)

    @rerunnable
    def let_in(self, enrolment_ref: str, why: str, *, override: str = "", clash_why: str = "") -> Outcome:
        """Offer a seat to somebody who waits, past those before them, who keep their places.

        Args:
            enrolment_ref: id or unique prefix.
            why: reason for passing somebody over, kept with everybody passed.
            override: reason for more seats than are free: a party is kept together, over capacity.
            clash_why: reason for offering it although they are elsewhere at that time.

        Raises:
            InputError: without a reason.
            Blocked: they do not wait, or the gate or the order of the steps keeps them from the appointment.
            Full: the free seats are too few for their party, and there is no `override`.
            Clash: they are elsewhere at that time, and there is no `clash_why`.
        """
        book, why, override = self._book, clean(why), clean(override)
        if not why:
            raise InputError("Skipping somebody needs a reason; nothing was changed.")
        with book.act("let in") as work:
            enrolment = self._waiting(enrolment_ref)
            offering, person = the_offering(book, enrolment.offering), book.person(enrolment.person)
            if refusal := closed_words(offering, work.now):
                raise Blocked(refusal)
            state = states_of(book, [offering], work.now)[offering.id]
            fits = state.seats.fits(enrolment.party)
            if not fits and not override:
                raise Full(f"{over_words(state.seats, enrolment.party)} in {state.title}; nothing was changed.")
            if why_not := cannot_take(book, [state]).closed.get(enrolment.id):
                raise Blocked(f"{state.title} for {person.name}: {why_not}. Nothing was changed.")
            clash = refuse_clash(book, offering, person, clean(clash_why), enrolment.instead_of)
            for before in queue(state.enrolments):
                if before.id == enrolment.id:
                    break
                work.change(before, passed=(*before.passed, f"{work.by}: {why}"))
            until = offer_deadline(book.clinic(), offering, work.now)
            enrolment = work.change(
                enrolment,
                status="offered",
                offered_until=until,
                override_reason=enrolment.override_reason if fits else override,
                clash_reason=clean(clash_why) if clash else "",
            )
            beyond = "" if fits else f" ({over_words(state.seats, enrolment.party)})"
            done = self._done(
                work, enrolment, lambda name, title: f"Offered a seat in {title} to {name}{beyond}: {why}"
            )
        return replace(done, summary=work.summary)

    @rerunnable
    def decline(self, enrolment_ref: str, *, why: str = "declined the offer") -> Outcome:
        """Note that somebody does not want the offered seat; it is offered on."""
        book = self._book
        with book.act("decline") as work:
            enrolment = book.the(Enrolment, enrolment_ref)
            if enrolment.status != "offered":
                raise Blocked("No seat is offered to them; there is nothing to decline.")
            offered = [book.person(one.person) for one in withdraw(book, work, enrolment, why=clean(why))]
            enrolment = book.the(Enrolment, enrolment.id)
            done = self._done(work, enrolment, lambda name, title: f"{name} declined the seat in {title}")
        return replace(done, offered=tuple(offered), summary=work.summary)

    @rerunnable
    def tried(self, enrolment_ref: str, result: str) -> Call:
        """Log a call about an offered seat that reached nobody (`voicemail`, `no_answer`); it stays held."""
        book = self._book
        if result not in ("voicemail", "no_answer"):
            raise InputError("A try is voicemail or no_answer.")
        with book.act("call") as work:
            enrolment = book.the(Enrolment, enrolment_ref)
            person = book.person(enrolment.person)
            title = offering_title(book, the_offering(book, enrolment.offering))
            calls = [one for one in book.store.find(Call, person=person.id) if one.enrolment == enrolment.id]
            call = max(calls, key=lambda one: (one.state in OPEN_CALLS, one.at), default=None)
            at = wall(work.now, ALBERTA)
            tried = f"{at:%Y-%m-%d %H:%M} {work.by}: {result.replace('_', ' ')}"
            work.relate(person.id, enrolment.offering, enrolment.id)
            work.summary = f"Called {person.name} about the seat in {title}: {result.replace('_', ' ')}"
            if call is not None:
                after = with_message(call) if result == "voicemail" else call
                return work.put(replace(after, tries=(*call.tries, tried)), call)
            return work.add(
                Call(
                    id=new_id("call"),
                    person=person.id,
                    enrolment=enrolment.id,
                    why=f"A seat in {title} is offered",
                    state="dropped",
                    tries=(tried,),
                    at=work.now,
                )
            )

    @rerunnable
    def either(
        self,
        offering_refs: tuple[str, str],
        *,
        person_id: str = "",
        new: NewPerson | None = None,
        party: int = 1,
        clash_why: str = "",
        anyway: str = "",
    ) -> Outcome:
        """Enrol in the first of two offerings that has an open seat, else wait for both at once.

        When one gives a seat, the place in the other's line goes. Raises `AlreadyEnrolled` or `Blocked` for one of
        them, `Clash` when the person is elsewhere at the time of one and there is no `clash_why`, `NotOpen` or
        `ListFull` when enrolment in one is not open, or its waiting list is full, and there is no `anyway`.
        """
        book = self._book
        if offering_refs[0] == offering_refs[1]:
            raise InputError("Both are the same event; name another one to wait for.")
        with book.act("enrol") as work:
            person = book.person(person_id) if person_id else self._people.add_within(work, _given(new))
            asked = Asked(party=party, clash_why=clean(clash_why), anyway=clean(anyway))
            done = self._either(work, offering_refs, person, asked)
        return replace(done, summary=work.summary)

    def _either(self, work: UnitOfWork, refs: tuple[str, str], person: Person, asked: Asked) -> Outcome:
        book = self._book
        first = seat(book, work, the_offering(book, refs[0]), person, asked)
        if first.status == "enrolled":
            return self._done(work, first, _enrolled)
        person = book.person(person.id)  # a client by now, if the first is a program
        second = seat(book, work, the_offering(book, refs[1]), person, asked)
        if second.status == "enrolled":
            withdraw(book, work, book.the(Enrolment, first.id), why="enrolled in the other")
            return self._done(work, second, _enrolled)
        second = work.change(second, instead_of=(first.id,))
        first = work.change(book.the(Enrolment, first.id), instead_of=(second.id,))
        place, other = place_in_line(book, first), place_in_line(book, second)
        never = "".join(self._never(ref, asked.party, work.now) for ref in refs)
        return self._done(
            work,
            first,
            lambda name, title: f"{name} waits for either: place {place} in {title}, {other} in the other{never}",
            place,
        )

    def _never(self, ref: str, party: int, now: datetime) -> str:
        book, offering = self._book, the_offering(self._book, ref)
        never = never_fits_in(book, offering, party, now)
        return f"; of {offering_title(book, offering)}: {never}" if never else ""

    def _waiting(self, ref: str) -> Enrolment:
        enrolment = self._book.the(Enrolment, ref)
        if enrolment.status != "waiting":
            raise Blocked("They are not on the waiting list; nothing was changed.")
        return enrolment

    def _done(
        self,
        work: UnitOfWork,
        enrolment: Enrolment,
        summary: Callable[[str, str], str],
        place: int | None = None,
    ) -> Outcome:
        book = self._book
        person = book.person(enrolment.person)
        title = offering_title(book, the_offering(book, enrolment.offering))
        work.relate(enrolment.offering, person.id)
        work.summary = summary(person.name, title)
        return Outcome(enrolment=enrolment, person=person, title=title, rank=place, summary=work.summary)


def over_words(seats: Seats, party: int) -> str:
    """Say how many seats there are for a party that needs more: `1 free, 2 needed`."""
    return f"{max(0, seats.free or 0)} free, {party} needed"


def _enrolled(name: str, title: str) -> str:
    return f"Enrolled {name} in {title}"


def _given(new: NewPerson | None) -> NewPerson:
    if new is None:
        raise InputError("Say who: a person of the book or a new name.")
    return new

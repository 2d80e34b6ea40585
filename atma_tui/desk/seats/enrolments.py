"""Enrolling and withdrawing, offers taken and declined. Capacity is decided inside the transaction."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import offering_title, the_offering
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.desk.people.people import People
from atma_tui.desk.seats.last_seat import taken_words
from atma_tui.desk.seats.previews import Preview, Request, previews
from atma_tui.desk.seats.queues import never_fits_in, place_in_line
from atma_tui.desk.seats.steps.giving_way import gave_way_words
from atma_tui.desk.seats.steps.one_seat import Asked
from atma_tui.desk.seats.steps.seating import accept_offer, seat, withdraw
from atma_tui.desk.seats.withdraw_preview import WithdrawPreview, preview_withdraw
from atma_tui.domain.errors import Blocked, Full, InputError
from atma_tui.domain.records import Enrolment, Person
from atma_tui.domain.seat_words import status_words
from atma_tui.domain.text import clean
from atma_tui.store.rerun import rerunnable


class Outcome(Struct, frozen=True, kw_only=True):
    """What an act on one enrolment came to."""

    enrolment: Enrolment
    person: Person
    title: str
    rank: int | None = None
    """Place in line when waiting: 1 is next."""
    offered: tuple[Person, ...] = ()
    """To whom freed seats were offered by it."""
    summary: str = ""
    """One line for the desk."""


class Enrolments:
    """Use cases around enrolments."""

    def __init__(self, book: Book, people: People) -> None:
        self._book, self._people = book, people

    @one_moment
    def preview(
        self,
        offering_ref: str,
        *,
        person_id: str = "",
        new: NewPerson | None = None,
        party: int = 1,
        arrived: bool = False,
    ) -> Preview:
        """Say what `enrol` would do now, without doing it."""
        book = self._book
        offering = the_offering(book, offering_ref)
        person = book.person(person_id) if person_id else None
        request = Request(offering=offering, party=party, person=person, new=new, arrived=arrived)
        [preview] = previews(book, self._people, [request])
        return preview

    @rerunnable
    def enrol(
        self,
        offering_ref: str,
        *,
        person_id: str = "",
        new: NewPerson | None = None,
        party: int = 1,
        wait: bool = True,
        override: str = "",
        clash_why: str = "",
        anyway: str = "",
        arrived: bool = False,
    ) -> Outcome:
        """Enrol a person or a party, or put them on the waiting list.

        Args:
            offering_ref: id of an event or of a program's places, or a unique prefix.
            person_id: somebody in the book; else `new`.
            new: somebody new, added in the same transaction.
            party: seats wanted, the person included.
            wait: whether the waiting list will do when there is no open seat.
            override: reason for going over capacity, past those waiting, over a clash, or past what `anyway` is
                for; it is marked.
            clash_why: reason for going over a clash alone: no seat is taken for it that is not free.
            anyway: reason for taking them while enrolment is not open, or onto a full waiting list; no seat is
                taken for it that is not free.
            arrived: a walk-in who is here: enrolled and checked in by one act.

        Raises:
            Full: no open seat, and `wait` is false (or `arrived` is true).
            ListFull: no open seat, as many wait as may, and no reason is given.
            AlreadyEnrolled: the person has a live enrolment in it.
            NotOpen: enrolment has not opened yet or has closed, and no reason is given.
            Clash: the person is elsewhere at that time and no reason is given.
            Blocked: the event is cancelled or over.
            InputError: party or person make no sense.
        """
        if not 1 <= party <= 200:
            raise InputError("A party is 1 to 200 people.")
        if not person_id and new is None:
            raise InputError("Say who: a person of the book or a new name.")
        book, override = self._book, clean(override)
        with book.act("enrol") as work:
            offering = the_offering(book, offering_ref)
            if new is not None and not person_id:
                person = self._people.add_within(work, new)
            else:
                person = book.person(person_id)
            taken = taken_words(book, offering.id)
            asked = Asked(
                party=party,
                wait=wait,
                override=override,
                clash_why=clean(clash_why),
                anyway=clean(anyway),
                arrived=arrived,
            )
            try:
                enrolment = seat(book, work, offering, person, asked)
            except Full as full:
                raise type(full)(" ".join(filter(None, [str(full), f"{taken}." if taken else ""]))) from None
            place = place_in_line(book, enrolment)
            title = offering_title(book, offering)
            words = [enrol_words(enrolment, person, title, place) + gave_way_words(book, work)]
            if place is not None:
                words += [taken, never_fits_in(book, offering, party, work.now)]
            work.summary = "; ".join(filter(None, words))
        return Outcome(enrolment=enrolment, person=person, title=title, rank=place, summary=work.summary)

    @one_moment
    def preview_withdraw(self, enrolment_ref: str) -> WithdrawPreview:
        """Say what `withdraw` would do now. Raises `NotFound`, `Ambiguous`."""
        return preview_withdraw(self._book, enrolment_ref)

    @rerunnable
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
        with book.act("withdraw") as work:
            enrolment = book.the(Enrolment, enrolment_ref)
            person, title = self._around(enrolment)
            if enrolment.status not in ("enrolled", "waiting", "offered"):
                words = status_words(enrolment)
                raise Blocked(f"{person.name} is {words}; there is nothing to withdraw from {title}.")
            offers = withdraw(book, work, enrolment, why=clean(why), waive=clean(waive))
            offered = [book.person(one.person) for one in offers]
            enrolment = book.the(Enrolment, enrolment.id)
            late = late_words(enrolment)
            work.summary = f"Withdrew {person.name} from {title}{late}"
        return Outcome(
            enrolment=enrolment, person=person, title=title, offered=tuple(offered), summary=work.summary
        )

    @rerunnable
    def waive(self, enrolment_ref: str, why: str) -> Outcome:
        """Do not count a late cancel. Raises `Blocked` when it was not late, `InputError` without a reason."""
        book, why = self._book, clean(why)
        if not why:
            raise InputError("Waiving a late cancel needs a reason.")
        with book.act("waive late cancel") as work:
            enrolment = book.the(Enrolment, enrolment_ref)
            person, title = self._around(enrolment)
            if enrolment.cancelled is None or not enrolment.cancelled.late:
                raise Blocked(f"{person.name} did not cancel {title} late; there is nothing to waive.")
            enrolment = work.change(enrolment, cancelled=replace(enrolment.cancelled, waived=why))
            work.relate(enrolment.offering, person.id)
            work.summary = f"Waived the late cancel of {person.name} in {title}: {why}"
        return Outcome(enrolment=enrolment, person=person, title=title, summary=work.summary)

    @rerunnable
    def take_offer(self, enrolment_ref: str, *, override: str = "") -> Outcome:
        """Turn an offered seat into an enrolment; the rules are checked again.

        Raises:
            Blocked: nothing is offered, or the offer has lapsed.
            Clash: the person is elsewhere by now and there is no `override`.
        """
        book = self._book
        with book.act("take offer") as work:
            enrolment = book.the(Enrolment, enrolment_ref)
            person, title = self._around(enrolment)
            enrolment = accept_offer(book, work, enrolment, override=clean(override))
            work.summary = f"{person.name} took the offered seat in {title}"
        return Outcome(enrolment=enrolment, person=person, title=title, summary=work.summary)

    def _around(self, enrolment: Enrolment) -> tuple[Person, str]:
        book = self._book
        offering = the_offering(book, enrolment.offering)
        return book.person(enrolment.person), offering_title(book, offering)


def late_words(enrolment: Enrolment) -> str:
    """Say that somebody left inside the clinic's notice; empty when they did not."""
    return " (late cancel)" if enrolment.cancelled and enrolment.cancelled.late else ""


def enrol_words(enrolment: Enrolment, person: Person, title: str, place: int | None) -> str:
    """Say what enrolling came to."""
    party = f" +{enrolment.party - 1}" if enrolment.party > 1 else ""
    if place is not None:
        anyway = " (by override)" if enrolment.exception_reason else ""
        return f"{person.name}{party} is on the waiting list of {title}, place {place}{anyway}"
    if enrolment.status == "offered":
        return f"{person.name}{party} is offered the free seat in {title}, which nobody before them can take"
    here = " and checked in" if enrolment.status == "attended" else ""
    reasons = enrolment.override_reason, enrolment.clash_reason, enrolment.exception_reason
    over = " (by override)" if any(reasons) else ""
    return f"Enrolled{here} {person.name}{party} in {title}{over}"

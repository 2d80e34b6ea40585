"""How many people one enrolment is for: more or fewer, while the seat and the place in line are kept."""

from __future__ import annotations

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import the_offering
from atma_tui.desk.book.sums import State
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.promoting.promoting import promote_waiting, promote_waiting_from
from atma_tui.desk.seats.enrolments import Outcome
from atma_tui.desk.seats.queues import place_in_line
from atma_tui.desk.seats.steps.groups import meetings
from atma_tui.desk.seats.steps.refusals import alone_words, closed_words, refuse_not_open
from atma_tui.domain.enrolling import check_more, is_open, live_enrolment, never_fits_words
from atma_tui.domain.errors import Blocked, InputError, ListFull
from atma_tui.domain.records import Enrolment, Person, ProgramSeats, SeriesSubscription
from atma_tui.domain.seat_words import status_words
from atma_tui.domain.text import clean
from atma_tui.domain.waiting.queue import line_full_words, waiting_limit
from atma_tui.store.rerun import rerunnable

_MAX = 200


class Parties:
    """The use case for a party that grows or shrinks."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @rerunnable
    def resize(self, enrolment_ref: str, party: int, *, override: str = "") -> Outcome:
        """Make an enrolment one for more or fewer people; seats that become free are offered on.

        A member of a group brings as many to all its meetings to come.

        Args:
            enrolment_ref: id or unique prefix.
            party: seats wanted, the person included.
            override: reason for going over capacity, past those waiting, or for more people while enrolment is not
                open; it is marked.

        Raises:
            NotOpen, ListFull: the party grows while enrolment is not open, or beyond what may wait.
            Full: the seats for a larger party are not there, with the sum, or others wait for them.
            Blocked: they have no seat and want none, or the event is over or cancelled.
            InputError: the number makes no sense, or is what it was.
        """
        book, override = self._book, clean(override)
        if not 1 <= party <= _MAX:
            raise InputError(f"A party is 1 to {_MAX} people.")
        with book.act("party") as work:
            offering = the_offering(book, book.the(Enrolment, enrolment_ref).offering)
            if refusal := closed_words(offering, work.now) or alone_words(book, offering, party):
                raise Blocked(refusal)
            state, _ = promote_waiting_from(book, work, offering)
            before = book.the(Enrolment, enrolment_ref)
            person = book.person(before.person)
            one = self._resized(work, state, before, person, party, override)
            if isinstance(offering, ProgramSeats):
                self._resize_member(work, offering, person, party, override)
            promote_waiting(book, work, offering)
            one = book.the(Enrolment, one.id)
            place = place_in_line(book, one)
            work.relate(offering.id, person.id)
            work.summary = "; ".join(
                filter(
                    None,
                    [
                        f"{person.name} in {state.title}: party of {before.party} -> {party}",
                        f"keeps place {place} in line" if place is not None else "",
                        never_fits_words(state.seats, party) if place is not None else "",
                    ],
                )
            )
        return Outcome(enrolment=one, person=person, title=state.title, rank=place, summary=work.summary)

    def _resize_member(
        self, work: UnitOfWork, places: ProgramSeats, person: Person, party: int, override: str
    ) -> None:
        """Bring as many people of a group's member to its meetings to come, and to those that are added later."""
        book = self._book
        for subscription in book.store.find(SeriesSubscription, series=places.id):
            if subscription.person == person.id:
                work.change(subscription, party=party)
        for meeting in meetings(book.store, places):
            state, _ = promote_waiting_from(book, work, meeting)
            there = live_enrolment(state.enrolments, person.id)
            if there is not None and is_open(meeting, work.now) and there.party != party:
                self._resized(work, state, there, person, party, override)

    def _resized(
        self, work: UnitOfWork, state: State, one: Enrolment, person: Person, party: int, override: str
    ) -> Enrolment:
        if not one.live:
            raise Blocked(f"{person.name} is {status_words(one)}; the party in {state.title} stays as it is.")
        if party == one.party:
            raise InputError(f"{person.name} in {state.title} is a party of {party} already; nothing was changed.")
        reason, exception, more = one.override_reason, one.exception_reason, party - one.party
        if more > 0 and one.status != "waiting":
            passed = check_more(
                state.title, state.seats, state.enrolments, one, more, now=work.now, override=override
            )
            for each in passed:
                work.change(each, passed=(*each.passed, f"{work.by}: {override}"))
            if passed or not state.seats.fits(more):
                reason = override
        if more > 0 and one.status == "waiting":
            exception = self._refuse_list_full(state, more, override) or exception
        if more > 0 and one.status != "attended":
            exception = refuse_not_open(state.offering, work.now, override) or exception
        return work.change(
            one,
            party=party,
            came=one.came if one.came < party else 0,
            override_reason=reason,
            exception_reason=exception,
        )

    def _refuse_list_full(self, state: State, more: int, override: str) -> str:
        words = line_full_words(waiting_limit(state.offering), state.seats.waiting, more)
        if words and not override:
            raise ListFull(f"{state.title}: {words} Nothing was changed; give a reason to do it anyway.")
        return override if words else ""

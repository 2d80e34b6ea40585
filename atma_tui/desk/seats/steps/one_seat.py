"""One seat in one offering, given, taken or freed within an act, with all rules for it.

What follows for a place in a program, and for what somebody leaves, is added by `seating`.
"""

from __future__ import annotations

from msgspec import Struct

from atma_tui.desk.appointments.appointments import refuse_session
from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import offering_title, the_offering
from atma_tui.desk.book.sums import State
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.promoting.promoting import (
    drop_calls,
    free_appointment,
    promote_waiting,
    promote_waiting_from,
    promote_where_waiting,
)
from atma_tui.desk.seats.steps.giving_way import make_way, seat_late
from atma_tui.desk.seats.steps.refusals import (
    alone_words,
    closed_words,
    refuse_already_there,
    refuse_clash,
    refuse_not_open,
)
from atma_tui.domain.enrolling import Decision, decide
from atma_tui.domain.errors import AlreadyEnrolled, Blocked
from atma_tui.domain.records import (
    Cancelled,
    Enrolment,
    Event,
    Offering,
    Person,
    new_id,
)
from atma_tui.domain.seat_words import status_words
from atma_tui.domain.seats import is_offer_live
from atma_tui.domain.timing.door import NOT_THERE, is_door_open, too_early_words
from atma_tui.domain.timing.late_cancel import is_late
from atma_tui.domain.waiting.queue import waiting_limit


class Asked(Struct, frozen=True, kw_only=True):
    """What somebody asks for, and with what reasons it is given."""

    party: int = 1
    """Seats wanted."""
    wait: bool = True
    """Whether the waiting list will do."""
    override: str = ""
    """Reason for going over capacity, past those waiting, over a clash, or past what `anyway` is for."""
    clash_why: str = ""
    """Reason for going over a clash alone."""
    anyway: str = ""
    """Reason for taking them while enrolment is not open, or onto a waiting list that is full."""
    arrived: bool = False
    """They are here: checked in at once."""
    leaving: tuple[str, ...] = ()
    """Enrolments that end once this one has its seat; they are no clash."""


def give_seat(book: Book, work: UnitOfWork, offering: Offering, person: Person, asked: Asked) -> Enrolment:
    """Give a person a seat, or a place in line.

    Raises:
        Full, NotOpen, AlreadyEnrolled, Clash, Blocked: see `domain.errors`.
    """
    now = work.now
    state, _ = promote_waiting_from(book, work, offering)
    offering = state.offering
    if refusal := closed_words(offering, now) or alone_words(book, offering, asked.party):
        raise Blocked(refusal)
    if isinstance(offering, Event):
        refuse_session(book, offering, person)
    own = [one for one in state.enrolments if one.person == person.id]
    refuse_already_there(state, person, own, arrived=asked.arrived)
    if missed := next((one for one in own if one.status == "no_show"), None):
        if asked.arrived:
            return _seat_who_was_missed(book, work, state, missed, person, asked.override)
        raise AlreadyEnrolled(
            f"{person.name} was marked as a no-show for {state.title}; check them in on that line."
        )
    exception = refuse_not_open(offering, now, asked.override or asked.anyway, arrived=asked.arrived)
    if asked.arrived and (early := too_early_words(offering, now)):
        raise Blocked(early)
    clash = refuse_clash(book, offering, person, asked.override or asked.clash_why, asked.leaving)
    at_door = asked.arrived and is_door_open(offering, book.clinic(), now)
    state = make_way(book, work, state, asked.party) if at_door else state
    decision = decide(
        state.title,
        state.seats,
        state.enrolments,
        asked.party,
        now=now,
        wait=asked.wait and not asked.arrived,
        limit=waiting_limit(offering),
        override=asked.override,
        anyway=asked.anyway,
        at_door=at_door,
    )
    clash_reason = (asked.clash_why or asked.override) if clash else ""
    enrolment = _write(work, offering, person, asked, decision, clash_reason, exception)
    if at_door or (decision.status == "waiting" and state.seats.free != 0):
        # Those ahead may be unable to take what is free; at the door, a larger party may have given way.
        offers = promote_waiting(book, work, offering)
        return next((one for one in offers if one.id == enrolment.id), enrolment)
    return enrolment


def _write(
    work: UnitOfWork,
    offering: Offering,
    person: Person,
    asked: Asked,
    decision: Decision,
    clash_reason: str,
    exception_reason: str,
) -> Enrolment:
    """Write what was decided: the enrolment, and who was passed over by it."""
    here = asked.arrived and decision.status == "enrolled"
    enrolment = work.add(
        Enrolment(
            id=new_id("enr"),
            offering=offering.id,
            person=person.id,
            party=asked.party,
            status="attended" if here else decision.status,
            position=decision.position,
            override_reason=decision.override_reason,
            clash_reason=clash_reason,
            exception_reason=exception_reason or decision.exception_reason,
            at=work.now,
            by=work.by,
            arrived=work.now if here else None,
            instead_of=asked.leaving,
        ),
        opens=decision.status == "enrolled",
    )
    for passed in decision.passes:
        work.change(passed, passed=(*passed.passed, f"{work.by}: {decision.override_reason or NOT_THERE}"))
    work.relate(offering.id, person.id)
    return enrolment


def _seat_who_was_missed(
    book: Book, work: UnitOfWork, state: State, missed: Enrolment, person: Person, override: str
) -> Enrolment:
    """Check in somebody who was marked as a no-show and has come after all."""
    work.relate(state.offering.id, person.id)
    late = seat_late(book, work, state, missed, person, missed.party, override)
    return work.change(late, status="attended", arrived=work.now)


def take_offered(book: Book, work: UnitOfWork, enrolment: Enrolment, *, override: str = "") -> Enrolment:
    """Turn an offered seat into an enrolment within an act; the rules are checked again.

    Raises:
        Blocked: nothing is offered, the offer has lapsed, the event is off, or a gate is closed by now.
        Clash: the person is elsewhere by now and there is no `override`.
    """
    offering = the_offering(book, enrolment.offering)
    person = book.person(enrolment.person)
    if refusal := closed_words(offering, work.now):
        raise Blocked(refusal)
    if not is_offer_live(enrolment, book.deadline_time(work.now)):
        title = offering_title(book, offering)
        is_gone = enrolment.status in ("offered", "cancelled")
        what = "put them on the list again" if is_gone else f"they are {status_words(enrolment)}"
        raise Blocked(f"No seat in {title} is held for {person.name} now; {what}.")
    if isinstance(offering, Event):
        refuse_session(book, offering, person)
    clash = refuse_clash(book, offering, person, override, enrolment.instead_of)
    taken = work.change(
        enrolment,
        status="enrolled",
        offered_until=None,
        seated=work.now,
        clash_reason=override if clash else "",
    )
    work.relate(offering.id, person.id)
    drop_calls(work, [taken])
    return taken


def free_seat(
    book: Book, work: UnitOfWork, enrolment: Enrolment, *, why: str, waive: str = "", moving: bool = False
) -> list[Enrolment]:
    """End an enrolment and offer its seat on; returns the new offers.

    `moving`: they go to another seat, and do not withdraw from what they wanted.
    """
    offering = the_offering(book, enrolment.offering)
    kept = not isinstance(offering, Event) or offering.live
    seated = kept and enrolment.status == "enrolled"
    late = seated and is_late(offering, book.clinic(), work.now)
    ended = Cancelled(
        at=work.now, by=work.by, why=why, withdrew=seated and not moving, late=late, waived=waive if late else ""
    )
    left = work.change(enrolment, status="cancelled", offered_until=None, cancelled=ended)
    work.relate(offering.id, enrolment.person)
    drop_calls(work, [left])
    offering = free_appointment(work, offering, why or "withdrawn")
    offers = promote_waiting(book, work, offering)
    return offers + promote_where_waiting(book, work, [enrolment.person])

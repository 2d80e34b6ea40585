"""Seats given and freed, as steps inside an act: what enrolling, moving, swapping and holding a series share."""

from __future__ import annotations

from atma_tui.desk.appointments.appointments import refuse_session
from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import offering_title, the_offering
from atma_tui.desk.book.sums import State
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.book.visits import visits_of_each
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
from atma_tui.domain.enrolling import decide, is_open, live_enrolment
from atma_tui.domain.errors import AlreadyEnrolled, Blocked
from atma_tui.domain.pathway import coming
from atma_tui.domain.records import (
    Cancelled,
    Enrolment,
    Event,
    Offering,
    Pathway,
    Person,
    Program,
    ProgramSeats,
    SeriesSubscription,
    new_id,
)
from atma_tui.domain.seats import is_offer_live
from atma_tui.domain.timing.door import NOT_THERE, is_door_open
from atma_tui.domain.timing.late_cancel import is_late
from atma_tui.domain.waiting.queue import waiting_limit
from atma_tui.domain.when import wall
from atma_tui.store.protocol import Store


def seat(
    book: Book,
    work: UnitOfWork,
    offering: Offering,
    person: Person,
    *,
    party: int = 1,
    wait: bool = True,
    override: str = "",
    clash_why: str = "",
    anyway: str = "",
    arrived: bool = False,
    leaving: tuple[str, ...] = (),
) -> Enrolment:
    """Give a person a seat, or a place in line, within an act.

    Args:
        book: the book.
        work: the act under way.
        offering: an event or a program's places.
        person: somebody in the book.
        party: seats wanted.
        wait: whether the waiting list will do.
        override: reason for going over capacity, past those waiting, over a clash, or past what `anyway` is for.
        clash_why: reason for going over a clash alone.
        anyway: reason for taking them while enrolment is not open, or onto a waiting list that is full.
        arrived: they are here: checked in at once.
        leaving: enrolments that end once this one has its seat; they are no clash.

    Raises:
        Full, NotOpen, AlreadyEnrolled, Clash, Blocked: see `domain.errors`.
    """
    now = work.now
    state, _ = promote_waiting_from(book, work, offering)
    offering = state.offering
    if refusal := closed_words(offering, now) or alone_words(book, offering, party):
        raise Blocked(refusal)
    if isinstance(offering, Event):
        refuse_session(book, offering, person)
    refuse_already_there(state, person)
    if missed := next((one for one in state.enrolments if _was_missed(one, person)), None):
        if arrived:
            return _seat_who_was_missed(book, work, state, missed, person, override)
        raise AlreadyEnrolled(
            f"{person.name} was marked as a no-show for {state.title}; check them in on that line."
        )
    exception = refuse_not_open(offering, now, override or anyway, arrived=arrived)
    clash = refuse_clash(book, offering, person, override or clash_why, leaving)
    at_door = arrived and is_door_open(offering, book.clinic(), now)
    state = make_way(book, work, state, party) if at_door else state
    decision = decide(
        state.title,
        state.seats,
        state.enrolments,
        party,
        now=now,
        wait=wait and not arrived,
        limit=waiting_limit(offering),
        override=override,
        anyway=anyway,
        at_door=at_door,
    )
    here = arrived and decision.status == "enrolled"
    enrolment = work.add(
        Enrolment(
            id=new_id("enr"),
            offering=offering.id,
            person=person.id,
            party=party,
            status="attended" if here else decision.status,
            position=decision.position,
            override_reason=decision.override_reason,
            clash_reason=(clash_why or override) if clash else "",
            exception_reason=exception or decision.exception_reason,
            at=now,
            by=work.by,
            arrived=now if here else None,
            instead_of=leaving,
        ),
        opens=decision.status == "enrolled",
    )
    for passed in decision.passes:
        work.change(passed, passed=(*passed.passed, f"{work.by}: {decision.override_reason or NOT_THERE}"))
    # Those ahead may be unable to take what is free; at the door, a larger party may have given way.
    may_offer = at_door or (decision.status == "waiting" and state.seats.free != 0)
    return _seated(book, work, offering, person, enrolment, may_offer=may_offer)


def _was_missed(one: Enrolment, person: Person) -> bool:
    return one.person == person.id and one.status == "no_show"


def _seat_who_was_missed(
    book: Book, work: UnitOfWork, state: State, missed: Enrolment, person: Person, override: str
) -> Enrolment:
    """Check in somebody who was marked as a no-show and has come after all."""
    work.relate(state.offering.id, person.id)
    late = seat_late(book, work, state, missed, person, missed.party, override)
    return work.change(late, status="attended", arrived=work.now)


def _seated(
    book: Book, work: UnitOfWork, offering: Offering, person: Person, enrolment: Enrolment, *, may_offer: bool
) -> Enrolment:
    """Do what follows from a new enrolment; returns it as it is then."""
    if isinstance(offering, ProgramSeats):
        _become_client(book, work, offering, person, enrolment)
    work.relate(offering.id, person.id)
    _join_group(book, work, offering, enrolment)
    if may_offer:
        offers = promote_waiting(book, work, offering)
        enrolment = next((one for one in offers if one.id == enrolment.id), enrolment)
    return leave_others(book, work, enrolment)


def _become_client(
    book: Book, work: UnitOfWork, places: ProgramSeats, person: Person, enrolment: Enrolment
) -> None:
    """Make somebody in a program a client, and begin their path when they walk it alone."""
    if person.status != "client":
        work.change(person, status="client")
    program = book.all_of(Program).get(places.program)
    if program is not None and program.path == "individual":
        work.add(
            Pathway(
                id=new_id("path"),
                enrolment=enrolment.id,
                person=person.id,
                program=program.id,
                site=places.site,
                began=work.now,
                changed=work.now,
            )
        )


def _carry_path(work: UnitOfWork, left: Enrolment, enrolment: Enrolment) -> None:
    """Go on with the path of a place that is left for one in the same program, with what was said on either."""
    places = work.store.get(ProgramSeats, enrolment.offering)
    for old in work.store.find(Pathway, enrolment=left.id):
        for begun in work.store.find(Pathway, enrolment=enrolment.id):
            if places is None or begun.program != old.program or not old.under_way:
                continue
            work.delete(begun)
            work.change(
                old,
                enrolment=enrolment.id,
                site=places.site,
                clearance=old.clearance or begun.clearance,
                plan=old.plan or begun.plan,
                changed=work.now,
            )


def _end_path(book: Book, work: UnitOfWork, place: Enrolment, why: str) -> None:
    """End the path of who left a program; the appointments that are still to come go with it."""
    for path in work.store.find(Pathway, enrolment=place.id):
        if path.under_way:
            withdraw_visits(book, work, path)
            work.change(path, state="ended", why=why, changed=work.now)


def withdraw_visits(book: Book, work: UnitOfWork, path: Pathway) -> None:
    """Withdraw a client from the appointments of a path that are still to come."""
    for visit in coming(visits_of_each(work.store, [path])[path.id], work.now):
        withdraw(book, work, visit.enrolment, why="the program ended")


def accept_offer(book: Book, work: UnitOfWork, enrolment: Enrolment, *, override: str = "") -> Enrolment:
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
        raise Blocked(f"No seat in {title} is held for {person.name} now; put them on the list again.")
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
    _join_group(book, work, offering, taken)
    return leave_others(book, work, taken)


def leave_others(book: Book, work: UnitOfWork, enrolment: Enrolment) -> Enrolment:
    """End what a person leaves for a seat just taken: the other city's place in line, or the old seat."""
    if enrolment.status not in ("enrolled", "attended") or not enrolment.instead_of:
        return enrolment
    title = offering_title(book, the_offering(book, enrolment.offering))
    for left_id in enrolment.instead_of:
        left = work.store.get(Enrolment, left_id)
        if left is not None and left.status in ("enrolled", "waiting", "offered"):
            _carry_path(work, left, enrolment)
            withdraw(book, work, left, why=f"went to {title}", moving=True)
    return work.change(enrolment, instead_of=())


def withdraw(
    book: Book, work: UnitOfWork, enrolment: Enrolment, *, why: str, waive: str = "", moving: bool = False
) -> list[Enrolment]:
    """End an enrolment within an act and offer its seat on; returns the new offers.

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
    if isinstance(offering, ProgramSeats):
        _leave_group(book, work, offering, enrolment.person, why)
        _end_path(book, work, enrolment, why)
    offers = promote_waiting(book, work, offering)
    return offers + promote_where_waiting(book, work, [enrolment.person])


# A place in a group is a place in every meeting

_MEMBER = "has a place in the group"


def _join_group(book: Book, work: UnitOfWork, offering: Offering, enrolment: Enrolment) -> None:
    """Enrol somebody who got a place in a group in all its meetings to come, and in those added later."""
    if not isinstance(offering, ProgramSeats) or enrolment.status != "enrolled" or not _is_group(book, offering):
        return
    subscription = work.add(
        SeriesSubscription(
            id=new_id("std"),
            series=offering.id,
            person=enrolment.person,
            party=enrolment.party,
            since=wall(work.now, book.site(offering.site).zone),
            at=work.now,
            by=work.by,
        )
    )
    for meeting in meetings(work.store, offering):
        _meet(book, work, meeting, subscription)


def _leave_group(book: Book, work: UnitOfWork, places: ProgramSeats, person_id: str, why: str) -> None:
    """Withdraw somebody who left a group from all its meetings to come."""
    held = [one for one in work.store.find(SeriesSubscription, series=places.id) if one.person == person_id]
    for subscription in held:
        work.delete(subscription)
    for meeting in meetings(work.store, places) if held else ():
        there = live_enrolment(work.store.find(Enrolment, offering=meeting.id), person_id)
        if there is not None and there.status != "attended" and is_open(meeting, work.now):
            withdraw(book, work, there, why=why or "left the group")


def follow_group(book: Book, work: UnitOfWork, meeting: Event) -> int:
    """Enrol all who have a place in a meeting's group in a meeting that was added; returns how many."""
    group = book.all_of(ProgramSeats).get(f"{meeting.program}@{meeting.site}") if meeting.program else None
    if group is None or not _is_group(book, group):
        return 0
    subscriptions = work.store.find(SeriesSubscription, series=group.id)
    return sum(_meet(book, work, meeting, one) for one in sorted(subscriptions, key=lambda one: (one.at, one.id)))


def meetings(store: Store, places: ProgramSeats) -> list[Event]:
    """Return the dated events of a group at its site, by start."""
    found = [one for one in store.find(Event, site=places.site) if one.program == places.program]
    return sorted(found, key=lambda one: (one.starts, one.id))


def _is_group(book: Book, places: ProgramSeats) -> bool:
    program = book.all_of(Program).get(places.program)
    return program is not None and program.path == "cohort"


def _meet(book: Book, work: UnitOfWork, meeting: Event, subscription: SeriesSubscription) -> bool:
    """Enrol one member in one meeting; also over a clash or when enrolment is not open, with that reason."""
    there = live_enrolment(work.store.find(Enrolment, offering=meeting.id), subscription.person)
    if there is not None or not is_open(meeting, work.now) or meeting.starts < subscription.since:
        return False
    person = book.person(subscription.person)
    seat(book, work, meeting, person, party=subscription.party, clash_why=_MEMBER, anyway=_MEMBER)
    return True

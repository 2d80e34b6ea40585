"""Seats given and freed, as steps inside an act: what enrolling, moving, swapping and holding a series share."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from atma_tui.desk.appointments import refuse_session
from atma_tui.desk.book import Acting, Book
from atma_tui.desk.offerings import (
    offering_title,
    person_clashes,
    settle,
    settle_where_waiting,
    state_of,
    the_offering,
)
from atma_tui.domain.clashes import ClashWith
from atma_tui.domain.enrolling import decide, is_late, is_open, live_enrolment, rank
from atma_tui.domain.errors import AlreadyEnrolled, Blocked, Clash
from atma_tui.domain.records import (
    Cancelled,
    Enrolment,
    Event,
    Offering,
    Pathway,
    Person,
    Places,
    Program,
    new_id,
)
from atma_tui.domain.seats import is_offer_live


def closed_words(offering: Offering, now: datetime) -> str:
    """Say why nobody can be enrolled any more; empty while it is open."""
    if is_open(offering, now) or not isinstance(offering, Event):
        return ""
    return f"{offering.title} is {'over' if offering.live else 'cancelled'}; nobody can be enrolled."


def already_words(book: Book, person: Person, offering: Offering, there: Enrolment) -> str:
    """Say how a person is in an offering already."""
    title = offering_title(book.store, offering)
    if there.status == "waiting":
        place = rank(there, book.store.find(Enrolment, offering=offering.id))
        return f"{person.name} is on the waiting list of {title} already, place {place}."
    return f"{person.name} is {there.status} in {title} already, by {there.by}."


def clashes_of(book: Book, offering: Offering, person_id: str, leaving: tuple[str, ...] = ()) -> list[ClashWith]:
    """Return the person's other events that stand in the way, without the enrolments they would leave."""
    travel = timedelta(minutes=book.clinic().travel_minutes)
    return person_clashes(book.store, offering, person_id, travel, leaving=leaving)


def refuse_clash(
    book: Book, offering: Offering, person: Person, override: str, leaving: tuple[str, ...] = ()
) -> list[ClashWith]:
    """Raise `Clash` when the person is elsewhere at that time, unless a reason is given; returns what clashes."""
    found = clashes_of(book, offering, person.id, leaving)
    if found and not override:
        raise Clash(
            f"{person.name} {found[0].says()} that day. Nothing was changed; give a reason to do it anyway."
        )
    return found


def admit(
    book: Book,
    acting: Acting,
    offering: Offering,
    person: Person,
    *,
    party: int = 1,
    wait: bool = True,
    override: str = "",
    clash_why: str = "",
    arrived: bool = False,
    leaving: tuple[str, ...] = (),
) -> Enrolment:
    """Give a person a seat, or a place in line, within an act.

    Args:
        book: the book.
        acting: the act under way.
        offering: an event or a program's places.
        person: somebody in the book.
        party: seats wanted.
        wait: whether the waiting list will do.
        override: reason for going over capacity, past those waiting, or over a clash.
        clash_why: reason for going over a clash alone.
        arrived: they are here: checked in at once.
        leaving: enrolments that end once this one has its seat; they are no clash.

    Raises:
        Full, AlreadyEnrolled, Clash, Blocked: see `domain.errors`.
    """
    store, now = acting.store, acting.now
    if refusal := closed_words(offering, now):
        raise Blocked(refusal)
    if isinstance(offering, Event):
        refuse_session(book, offering, person)
    settle(book, acting, offering)
    state = state_of(store, offering, now)
    if there := live_enrolment(state.enrolments, person.id):
        raise AlreadyEnrolled(already_words(book, person, offering, there))
    clash = refuse_clash(book, offering, person, override or clash_why, leaving)
    decision = decide(
        state.title,
        state.seats,
        state.enrolments,
        party,
        now=now,
        wait=wait and not arrived,
        override=override,
    )
    here = arrived and decision.status == "enrolled"
    enrolment = acting.add(
        Enrolment(
            id=new_id("enr"),
            offering=offering.id,
            person=person.id,
            party=party,
            status="attended" if here else decision.status,
            position=decision.position,
            over=decision.over or (override or clash_why if clash else ""),
            at=now,
            by=acting.by,
            arrived=now if here else None,
            instead_of=leaving,
        )
    )
    for passed in decision.passes:
        acting.put(replace(passed, passed=(*passed.passed, f"{acting.by}: {override}")))
    if isinstance(offering, Places):
        _become_client(acting, offering, person, enrolment)
    acting.about(offering.id, person.id)
    return leave_others(book, acting, enrolment)


def _become_client(acting: Acting, places: Places, person: Person, enrolment: Enrolment) -> None:
    """Make somebody in a program a client, and begin their path when they walk it alone."""
    if person.status != "client":
        acting.put(replace(person, status="client"))
    program = acting.store.get(Program, places.program)
    if program is not None and program.path == "individual":
        acting.add(
            Pathway(
                id=new_id("path"),
                enrolment=enrolment.id,
                person=person.id,
                program=program.id,
                site=places.site,
                began=acting.now,
                changed=acting.now,
            )
        )


def take(book: Book, acting: Acting, enrolment: Enrolment, *, override: str = "") -> Enrolment:
    """Turn an offered seat into an enrolment within an act; the rules are checked again.

    Raises:
        Blocked: nothing is offered, the offer has lapsed, or the event is off.
        Clash: the person is elsewhere by now and there is no `override`.
    """
    offering = the_offering(book, enrolment.offering)
    person = book.person(enrolment.person)
    if refusal := closed_words(offering, acting.now):
        raise Blocked(refusal)
    if not is_offer_live(enrolment, acting.now):
        title = offering_title(book.store, offering)
        raise Blocked(f"No seat in {title} is held for {person.name} now; put them on the list again.")
    refuse_clash(book, offering, person, override, enrolment.instead_of)
    taken = acting.put(replace(enrolment, status="enrolled", offered_until=None, over=override or enrolment.over))
    acting.about(offering.id, person.id)
    return leave_others(book, acting, taken)


def leave_others(book: Book, acting: Acting, enrolment: Enrolment) -> Enrolment:
    """End what a person leaves for a seat just taken: the other city's place in line, or the old seat."""
    if enrolment.status not in ("enrolled", "attended") or not enrolment.instead_of:
        return enrolment
    title = offering_title(book.store, the_offering(book, enrolment.offering))
    for left_id in enrolment.instead_of:
        left = acting.store.get(Enrolment, left_id)
        if left is not None and left.status in ("enrolled", "waiting", "offered"):
            end(book, acting, left, why=f"went to {title}")
    return acting.put(replace(enrolment, instead_of=()))


def end(book: Book, acting: Acting, enrolment: Enrolment, *, why: str, waive: str = "") -> list[Enrolment]:
    """End an enrolment within an act and offer its seat on; returns the new offers."""
    offering = the_offering(book, enrolment.offering)
    late = enrolment.status == "enrolled" and is_late(offering, book.clinic(), acting.now)
    ended = Cancelled(at=acting.now, by=acting.by, why=why, late=late, waived=waive if late else "")
    acting.put(replace(enrolment, status="cancelled", offered_until=None, cancelled=ended))
    acting.about(offering.id, enrolment.person)
    if isinstance(offering, Event) and offering.step and offering.live:
        _free_appointment(acting, offering, why)
    offers = settle(book, acting, offering)
    return offers + settle_where_waiting(book, acting, [enrolment.person])


def _free_appointment(acting: Acting, event: Event, why: str) -> None:
    """Give room and clinician of an appointment free when nobody comes any more."""
    if not any(one.live for one in acting.store.find(Enrolment, offering=event.id)):
        sequence = event.sequence + 1
        acting.put(
            replace(event, status="cancelled", why=why or "withdrawn", sequence=sequence, modified=acting.now)
        )

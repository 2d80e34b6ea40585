"""A client's path: begin, clear, plan, book steps, pause, end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.appointments.appointments import (
    refuse_taken,
    stopped_visits,
    the_step,
)
from atma_tui.desk.book.book import Book
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.book.visits import booked_of_each, names_of_clinicians
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.desk.seats.enrolments import Enrolments, Outcome
from atma_tui.desk.seats.seating import seat, withdraw, withdraw_visits
from atma_tui.domain.errors import AtmaError, Blocked, InputError, NotFound
from atma_tui.domain.gate import gates
from atma_tui.domain.hours import Span
from atma_tui.domain.pathway import Rail, Visit, rail
from atma_tui.domain.records import (
    Clearance,
    Clinician,
    Enrolment,
    Event,
    Pathway,
    Person,
    Program,
    ProgramSeats,
    Site,
    Step,
    TreatmentPlan,
    new_id,
)
from atma_tui.domain.slots import Slot
from atma_tui.domain.step_order import out_of_order
from atma_tui.domain.text import clean, fold
from atma_tui.domain.when import instant, today
from atma_tui.store.rerun import rerunnable


class PathwayCard(Struct, frozen=True, kw_only=True):
    """A client's path with all that a screen shows of it."""

    pathway: Pathway
    person: Person
    program: Program
    site: Site
    rail: Rail
    visits: tuple[Visit, ...]
    """By start."""
    place: Enrolment
    """Their place in the program, or in its line."""
    gates: tuple[tuple[str, tuple[str, ...]], ...]
    """Step id to why it may not be booked today; only steps with a reason."""
    names: dict[str, str]
    """Clinician ids to names."""


class RunRow(Struct, frozen=True, kw_only=True):
    """One appointment of a run, before anything is done."""

    slot: Slot
    problem: str
    """Why it is not possible; empty when it is."""


class Pathways:
    """Use cases along a program's path."""

    def __init__(self, book: Book, enrolments: Enrolments) -> None:
        self._book, self._enrolments = book, enrolments

    # Looking

    @one_moment
    def of_person(self, person_ref: str) -> list[PathwayCard]:
        """Return a person's paths, the latest first."""
        book = self._book
        found = book.store.find(Pathway, person=book.person(person_ref).id)
        return self._cards(sorted(found, key=lambda one: one.began, reverse=True))

    @one_moment
    def card(self, ref: str) -> PathwayCard:
        """Return one path. Raises `NotFound`."""
        path = self._book.the(Pathway, ref)
        for card in self._cards([path]):
            return card
        raise NotFound(f"The person or the place of the path {path.id} is not in the book any more.")

    @one_moment
    def under_way(self, *, site: str = "") -> list[PathwayCard]:
        """Return all paths that are active or paused, by name of the client."""
        found = self._book.store.find(Pathway, state=("active", "paused"))
        cards = self._cards([one for one in found if site in ("", one.site)])
        return sorted(cards, key=lambda card: (fold(card.person.name), card.pathway.id))

    def _cards(self, paths: Sequence[Pathway]) -> list[PathwayCard]:
        """Return what is to be shown of some paths, but for those whose person or place is missing."""
        book = self._book
        booked = booked_of_each(book.store, paths)
        people = book.people(path.person for path in paths)
        places = book.store.get_many(Enrolment, [path.enrolment for path in paths])
        names, day = names_of_clinicians(book), today(book.now())

        def card(path: Pathway) -> PathwayCard:
            program, visits, place = book.the(Program, path.program), booked[path.id], places[path.enrolment]
            closed = ((step.id, tuple(gates(path, step, visits, day, names, place))) for step in program.steps)
            return PathwayCard(
                pathway=path,
                person=people[path.person],
                program=program,
                site=book.site(path.site),
                rail=rail(program, path, visits.own),
                visits=tuple(visits.own),
                place=place,
                gates=tuple((step, why) for step, why in closed if why),
                names=names,
            )

        return [card(path) for path in paths if path.person in people and path.enrolment in places]

    @one_moment
    def stopped_by(
        self, ref: str, status: Literal["cleared", "not_yet", "on_hold"], until: date | None = None
    ) -> list[Visit]:
        """Return the booked sessions that `clear` with these words would stop, without doing anything."""
        pathway = self._live(ref)
        said = Clearance(status=status, clinician="", at=self._book.now(), until=until)
        return stopped_visits(self._book, [replace(pathway, clearance=said)])

    # Acts

    def begin(
        self, places_ref: str, *, person_id: str = "", new: NewPerson | None = None, wait: bool = True
    ) -> Outcome:
        """Give somebody a place in a program at a site, or on its waiting list; they become a client."""
        self._book.the(ProgramSeats, places_ref, "program at a site")
        return self._enrolments.enrol(places_ref, person_id=person_id, new=new, wait=wait)

    @rerunnable
    def clear(
        self,
        ref: str,
        status: Literal["cleared", "not_yet", "on_hold"],
        *,
        clinician: str,
        until: date | None = None,
    ) -> list[Visit]:
        """Record a clinician's decision on readiness; returns the sessions already booked that it stops."""
        book = self._book
        with book.act("clear") as work:
            pathway = self._live(ref)
            who = book.the(Clinician, clinician)
            said = Clearance(status=status, clinician=who.id, at=work.now, until=until)
            was = f"{_said_words(pathway.clearance)} -> " if pathway.clearance else ""
            pathway = work.change(pathway, clearance=said, changed=work.now)
            person = book.person(pathway.person)
            work.relate(person.id, who.id)
            work.summary = f"{person.name} {was}{_said_words(said)} by {who.name}"
            return stopped_visits(book, [pathway])

    @rerunnable
    def plan(self, ref: str, *, clinician: str, sessions: int, kind: str = "") -> Pathway:
        """Record the treatment plan. Raises `Blocked` when the client is not cleared."""
        book = self._book
        if not 1 <= sessions <= 100:
            raise InputError("A plan has 1 to 100 sessions.")
        with book.act("plan") as work:
            pathway = self._live(ref)
            who, person = book.the(Clinician, clinician), book.person(pathway.person)
            step = next((one for one in self._program(pathway).steps if one.gives == "plan"), None)
            if step is not None:
                self._refuse_gate(pathway, step, person, today(work.now))
            planned = TreatmentPlan(
                clinician=who.id, at=work.now, sessions=sessions, kind=self._kind(pathway, kind)
            )
            work.relate(person.id, who.id)
            was = f"{pathway.plan.sessions} -> " if pathway.plan else ""
            work.summary = f"Plan for {person.name}: {was}{sessions} sessions, by {who.name}"
            return work.change(pathway, plan=planned, changed=work.now)

    @rerunnable
    def book_step(
        self, ref: str, step_id: str, slot: Slot, *, clash_why: str = "", minutes: int | None = None
    ) -> Outcome:
        """Book one appointment of a step.

        Args:
            ref: the path.
            step_id: the step of its program.
            slot: when and where, with room, clinician and supervisor; see `Slots.find`.
            clash_why: reason for going over a clash of the client.
            minutes: length; the slot's own when None.

        Raises:
            Blocked: a gate is closed: not cleared, no plan, on hold, waiting for a place, out of order.
            RuleError: room, clinician or supervisor is missing or taken.
            Clash: the client is elsewhere at that time.
        """
        book = self._book
        with book.act("book step") as work:
            pathway = self._live(ref)
            slot = slot if minutes is None else replace(slot, ends=slot.starts + timedelta(minutes=minutes))
            enrolment, event = self._book_one(work, pathway, step_id, slot, clash_why)
            person = book.person(pathway.person)
            work.summary = f"Booked {event.title} for {person.name}, {event.starts:%a %d %b %H:%M}"
        return Outcome(enrolment=enrolment, person=person, title=event.title, summary=work.summary)

    @rerunnable
    def preview_run(self, ref: str, step_id: str, slots: Sequence[Slot]) -> list[RunRow]:
        """Say for each slot of a run what stands in its way, as if those before were booked.

        Changes nothing: the bookings are made and taken back again, so that nothing else is said than `book_run`
        would. On a shared book this asks nobody, since it commits nothing.
        """
        lines: list[RunRow] = []
        try:
            with self._book.act("preview run") as work:
                pathway = self._live(ref)
                lines = [RunRow(slot=slot, problem=self._problem(work, pathway, step_id, slot)) for slot in slots]
                raise _OnlyLooking
        except _OnlyLooking:
            return lines

    @rerunnable
    def book_run(self, ref: str, step_id: str, slots: Sequence[Slot]) -> list[Outcome]:
        """Book a run of appointments in one act, all or none. Raises as `book_step`."""
        book = self._book
        with book.act("book run") as work:
            pathway = self._live(ref)
            person = book.person(pathway.person)
            made = [self._book_one(work, pathway, step_id, slot, "") for slot in slots]
            if not made:
                raise InputError("A run needs at least one time.")
            title = made[0][1].title
            work.summary = f"Booked {len(made)} x {title} for {person.name}"
        return [
            Outcome(enrolment=one, person=person, title=event.title, summary=work.summary) for one, event in made
        ]

    def pause(self, ref: str, why: str) -> Pathway:
        """Pause a path: nothing more is booked until it goes on."""
        return self._change_state(ref, "paused", why, ("active",))

    def go_on(self, ref: str) -> Pathway:
        """Go on with a paused path."""
        return self._change_state(ref, "active", "", ("paused",))

    @rerunnable
    def finish(self, ref: str, *, completed: bool, why: str = "") -> Pathway:
        """End a path, completed or withdrawn: the place in the program is free again, what is booked is withdrawn.

        Raises `Blocked` while an integration visit is owed and the path is to be completed.
        """
        book = self._book
        with book.act("end program") as work:
            pathway = self._live(ref)
            card = self.card(pathway.id)
            if completed and card.rail.owed_since is not None:
                raise Blocked(f"{card.person.name} is owed an integration visit; book it before completing.")
            withdraw_visits(book, work, pathway)
            place = book.the(Enrolment, pathway.enrolment)
            if completed:
                work.change(place, status="attended")
            elif place.live:
                withdraw(book, work, place, why=clean(why) or "withdrew from the program")
            state: Literal["completed", "ended"] = "completed" if completed else "ended"
            pathway = book.the(Pathway, pathway.id)  # ended already where its place was withdrawn
            work.relate(card.person.id)
            work.summary = (
                f"{card.person.name} {'completed' if completed else 'withdrew from'} {card.program.title}"
            )
            return work.change(pathway, state=state, why=clean(why), changed=work.now)

    # Parts

    @rerunnable
    def _change_state(
        self, ref: str, state: Literal["active", "paused"], why: str, from_: tuple[str, ...]
    ) -> Pathway:
        book = self._book
        with book.act("pause program" if state == "paused" else "go on with program") as work:
            pathway = book.the(Pathway, ref)
            person = book.person(pathway.person)
            if pathway.state not in from_:
                raise Blocked(f"The program of {person.name} is {pathway.state}; nothing was changed.")
            work.relate(person.id)
            work.summary = f"{person.name}: program {state}"
            return work.change(pathway, state=state, why=clean(why), changed=work.now)

    def _book_one(
        self, work: UnitOfWork, pathway: Pathway, step_id: str, slot: Slot, clash_why: str
    ) -> tuple[Enrolment, Event]:
        book = self._book
        person, step = book.person(pathway.person), the_step(book, pathway, step_id)
        site = book.site(slot.site)
        span = instant(slot.starts, site.zone), instant(slot.ends, site.zone)
        self._refuse_gate(pathway, step, person, slot.starts.date(), span)
        event = Event(
            id=(new := new_id("evt")),
            uid=f"{new}@{book.clinic().feed_domain}",
            site=site.id,
            title=step.title,
            category=step.category,
            starts=slot.starts,
            ends=slot.ends,
            zone=site.zone,
            room=slot.room,
            capacity=1,
            visibility="private",
            program=pathway.program,
            step=step.id,
            clinician=slot.clinician,
            supervisor=slot.supervisor,
            created=work.now,
            modified=work.now,
        )
        refuse_taken(book, event, step)
        event = work.add(event)
        enrolment = seat(book, work, event, person, wait=False, clash_why=clean(clash_why))
        work.relate(pathway.id)
        return enrolment, event

    def _problem(self, work: UnitOfWork, pathway: Pathway, step_id: str, slot: Slot) -> str:
        try:
            self._book_one(work, pathway, step_id, slot, "")
        except NotFound:
            raise
        except AtmaError as refusal:
            return re.sub(r"[.;] nothing was changed\.$", ".", str(refusal), flags=re.IGNORECASE)
        return ""

    def _refuse_gate(
        self, pathway: Pathway, step: Step, person: Person, day: date, span: Span | None = None
    ) -> None:
        book = self._book
        booked = booked_of_each(book.store, [pathway])[pathway.id]
        place = book.store.get(Enrolment, pathway.enrolment)
        why = gates(pathway, step, booked, day, names_of_clinicians(book), place)
        if span and (order := out_of_order(self._program(pathway), step, span, booked.own, book.now())):
            why.append(order)
        if why:
            raise Blocked(f"{step.title} for {person.name}: {'; '.join(why)}. Nothing was changed.")

    def _live(self, ref: str) -> Pathway:
        pathway = self._book.the(Pathway, ref)
        if not pathway.under_way:
            raise Blocked(f"That program is {pathway.state}; nothing was changed.")
        return pathway

    def _program(self, pathway: Pathway) -> Program:
        return self._book.the(Program, pathway.program)

    def _kind(self, pathway: Pathway, kind: str) -> str:
        known = [one.id for step in self._program(pathway).steps if step.planned for one in step.kinds]
        if kind and known and kind not in known:
            raise InputError(f"{clean(kind, 40)!r} is not a kind of session; the kinds are: {', '.join(known)}.")
        return kind


class _OnlyLooking(Exception):
    """Ends a transaction that must leave nothing behind."""


def _said_words(said: Clearance) -> str:
    end = f" until {said.until.isoformat()}" if said.until else ""
    return f"{said.status.replace('_', ' ')}{end}"

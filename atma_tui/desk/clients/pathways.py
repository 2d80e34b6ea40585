"""A client's path: begin, clear, plan, pause, end."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec.structs import replace

from atma_tui.desk.appointments.appointments import live_path, refuse_gate, stopped_visits
from atma_tui.desk.book.book import Book
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.clients.path_cards import PathwayCard, cards_of
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.desk.seats.enrolments import Enrolments, Outcome
from atma_tui.desk.seats.steps.paths import withdraw_visits
from atma_tui.desk.seats.steps.seating import withdraw
from atma_tui.domain.errors import Blocked, InputError, NotFound
from atma_tui.domain.paths.pathway import Visit
from atma_tui.domain.records import (
    Clearance,
    Clinician,
    Enrolment,
    Pathway,
    Program,
    ProgramSeats,
    TreatmentPlan,
)
from atma_tui.domain.text import clean, fold
from atma_tui.domain.when import day_words, today
from atma_tui.store.rerun import rerunnable


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
        return cards_of(book, sorted(found, key=lambda one: one.began, reverse=True))

    @one_moment
    def card(self, ref: str) -> PathwayCard:
        """Return one path. Raises `NotFound`."""
        path = self._book.the(Pathway, ref)
        for card in cards_of(self._book, [path]):
            return card
        raise NotFound(f"The person or the place of the path {path.id} is not in the book any more.")

    @one_moment
    def under_way(self, *, site: str = "") -> list[PathwayCard]:
        """Return all paths that are active or paused, by name of the client."""
        found = self._book.store.find(Pathway, state=("active", "paused"))
        cards = cards_of(self._book, [one for one in found if site in ("", one.site)])
        return sorted(cards, key=lambda card: (fold(card.person.name), card.pathway.id))

    @one_moment
    def stopped_by(
        self, ref: str, status: Literal["cleared", "not_yet", "on_hold"], until: date | None = None
    ) -> list[Visit]:
        """Return the booked sessions that `clear` with this status would stop, without doing anything."""
        pathway = live_path(self._book, ref)
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
        """Record a clinician's decision on readiness; returns the booked sessions that it stops.

        Raises `InputError` for a last day that is over: whoever may not come any more is not cleared, or on hold.
        """
        book = self._book
        with book.act("clear") as work:
            if until is not None and until < today(work.now):
                raise InputError(
                    f"{day_words(until)} is over. Give a day to come, or say that the client is not cleared; "
                    "nothing was saved."
                )
            pathway = live_path(book, ref)
            who = book.the(Clinician, clinician)
            said = Clearance(status=status, clinician=who.id, at=work.now, until=until)
            was = f"{_said_words(pathway.clearance)} -> " if pathway.clearance else ""
            pathway = work.change(pathway, clearance=said, changed=work.now)
            person = book.person(pathway.person)
            work.relate(person.id, who.id)
            work.summary = f"{person.name} {was}{_said_words(said)} by {who.name}"
            return stopped_visits(book, [pathway])

    @rerunnable
    def plan(self, ref: str, *, clinician: str, sessions: int, kind: str = "") -> list[Visit]:
        """Record the treatment plan; returns the sessions already booked that it stops.

        Raises `Blocked` when the client is not cleared.
        """
        book = self._book
        if not 1 <= sessions <= 100:
            raise InputError("A plan has 1 to 100 sessions.")
        with book.act("plan") as work:
            pathway = live_path(book, ref)
            who, person = book.the(Clinician, clinician), book.person(pathway.person)
            step = next((one for one in self._program(pathway).steps if one.gives == "plan"), None)
            if step is not None:
                refuse_gate(book, pathway, step, today(work.now))
            planned = TreatmentPlan(
                clinician=who.id, at=work.now, sessions=sessions, kind=self._kind(pathway, kind)
            )
            work.relate(person.id, who.id)
            was = f"{pathway.plan.sessions} -> " if pathway.plan else ""
            work.summary = f"Plan for {person.name}: {was}{sessions} sessions, by {who.name}"
            return stopped_visits(book, [work.change(pathway, plan=planned, changed=work.now)])

    def pause(self, ref: str, why: str) -> Pathway:
        """Pause a path: nothing more is booked until it is resumed."""
        return self._change_state(ref, "paused", why, ("active",))

    def go_on(self, ref: str) -> Pathway:
        """Resume a paused path."""
        return self._change_state(ref, "active", "", ("paused",))

    @rerunnable
    def finish(self, ref: str, *, completed: bool, why: str = "") -> Pathway:
        """End a path, completed or withdrawn: its place in the program is freed, booked appointments withdrawn.

        Raises `Blocked` while an integration visit is owed and the path is to be completed.
        """
        book = self._book
        with book.act("end program") as work:
            pathway = live_path(book, ref)
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
            pathway = book.the(Pathway, pathway.id)  # withdrawing the place has already ended it
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

    def _program(self, pathway: Pathway) -> Program:
        return self._book.the(Program, pathway.program)

    def _kind(self, pathway: Pathway, kind: str) -> str:
        known = [one.id for step in self._program(pathway).steps if step.planned for one in step.kinds]
        if kind and known and kind not in known:
            raise InputError(f"{clean(kind, 40)!r} is not a kind of session; the kinds are: {', '.join(known)}.")
        return kind


def _said_words(said: Clearance) -> str:
    end = f" until {said.until.isoformat()}" if said.until else ""
    return f"{said.status.replace('_', ' ')}{end}"

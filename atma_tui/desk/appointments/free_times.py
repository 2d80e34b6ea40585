"""Free times for appointments: the next ones for a client and a step, one at a given time, a run of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.appointments.appointments import (
    closed_words,
    refuse_gate,
    the_step,
    wanted_minutes,
)
from atma_tui.desk.appointments.closures import refuse_closed_slot
from atma_tui.desk.appointments.taken import Taken, widened
from atma_tui.desk.book.book import Book
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.book.visits import booked_of_each, names_of_clinicians
from atma_tui.domain.errors import InputError, RuleError
from atma_tui.domain.hours import Span, is_open
from atma_tui.domain.paths.gate import gates
from atma_tui.domain.paths.slots import Slot, Wanted, day_slots, filled, lacks, missing
from atma_tui.domain.paths.step_order import out_of_order
from atma_tui.domain.records import Clinician, Enrolment, Event, Pathway, Program, Site, Step
from atma_tui.domain.when import instant, wall

_MAX_DAYS = 90
_ALL_TAKEN = f"everything in the {_MAX_DAYS} days from then on is taken"


class FoundTimes(Struct, frozen=True, kw_only=True):
    """The result of a search for free times."""

    slots: tuple[Slot, ...]
    """By start."""
    why: tuple[str, ...] = ()
    """Why there are none, as parts of a sentence; empty if there are some."""


class FreeTimes:
    """Use cases around free times."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @one_moment
    def search(
        self,
        pathway_ref: str,
        step_id: str,
        *,
        site: str = "",
        first: date | None = None,
        count: int = 8,
        per_day: int = 3,
        clinician: str = "",
    ) -> FoundTimes:
        """Return the next free times for a client and a step, or else why there are none.

        Args:
            pathway_ref: the client's path.
            step_id: the step.
            site: id of the site; the path's own site when empty.
            first: first day; today when None.
            count: how many.
            per_day: most times on one day, spread over it.
            clinician: id of somebody who must be in it, as clinician or supervisor.
        """
        book = self._book
        pathway = book.the(Pathway, pathway_ref)
        program, step = book.the(Program, pathway.program), the_step(book, pathway, step_id)
        place, now = book.site(site or pathway.site), book.now()
        wanted, clinicians = _wanted(step, pathway), _clinicians(book, clinician)
        booked, names = booked_of_each(book.store, [pathway])[pathway.id], names_of_clinicians(book)
        seat = book.store.get(Enrolment, pathway.enrolment)
        after = wall(now, place.zone)
        start = max(first or after.date(), after.date())
        days, client = Taken(book, place), _client_spans(book, place, pathway.person)
        barred: dict[str, None] = {}
        disorder: dict[str, None] = {}
        found: list[Slot] = []
        open_days = 0
        for day in (start + timedelta(days=ahead) for ahead in range(_MAX_DAYS)):
            if closed := gates(pathway, step, booked, day, names, seat):
                barred.update(dict.fromkeys(closed))
                continue
            open_days += 1
            free = day_slots(place, days.book_of(day, client), clinicians, wanted, after)
            order = [out_of_order(program, step, _span(one, place), booked.own, now) for one in free]
            disorder.update(dict.fromkeys(filter(None, order)))
            slots = [one for one, why in zip(free, order, strict=True) if not why]
            found += _spread([one for one in slots if clinician in ("", one.clinician, one.supervisor)], per_day)
            if len(found) >= count:
                break
        if not found and open_days and not disorder:
            return FoundTimes(slots=(), why=tuple(lacks(place, clinicians, wanted)) or (_ALL_TAKEN,))
        return FoundTimes(slots=tuple(found[:count]), why=() if found else (*barred, *disorder))

    @one_moment
    def at(
        self,
        pathway_ref: str,
        step_id: str,
        starts: datetime,
        *,
        site: str = "",
        room: str = "",
        clinician: str = "",
        supervisor: str = "",
    ) -> Slot:
        """Return a slot at a time (wall clock of the site), filled with the first free room and people it needs.

        Raises `Blocked` if the gate is closed for the client that day or the steps would be out of order, and
        `RuleError` if no room or nobody is free where none is given.
        """
        book = self._book
        pathway = book.the(Pathway, pathway_ref)
        step, place = the_step(book, pathway, step_id), book.site(site or pathway.site)
        wanted, clinicians = _wanted(step, pathway), _clinicians(book)
        day = Taken(book, place).book_of(starts.date(), ())
        slot = filled(
            place, day, clinicians, wanted, starts, room=room, clinician=clinician, supervisor=supervisor
        )
        refuse_gate(book, pathway, step, starts.date(), _span(slot, place))
        refuse_closed_slot(place, slot)
        if (lack := missing(slot, wanted)) and not is_open(place, (slot.starts, slot.ends)):
            raise RuleError(f"{closed_words(place)} Nothing was changed.")
        if lack:
            raise RuleError(f"In {place.name} no {' and no '.join(lack)} is free then; nothing was changed.")
        return slot

    def run(self, first: Slot, *, times: int, every_days: int = 7) -> list[Slot]:
        """Return a run of slots like the first one, a fixed number of days apart, to be checked before booking."""
        if not 1 <= times <= 52 or not 1 <= every_days <= 90:
            raise InputError("A run is 1 to 52 times, 1 to 90 days apart.")
        steps = [timedelta(days=every_days * number) for number in range(times)]
        return [replace(first, starts=first.starts + by, ends=first.ends + by) for by in steps]


def _span(slot: Slot, site: Site) -> Span:
    """Return when a slot is (instants)."""
    return instant(slot.starts, site.zone), instant(slot.ends, site.zone)


def _clinicians(book: Book, wanted: str = "") -> list[Clinician]:
    """Return all clinicians as they are tried: whoever is wanted first, then those who do not supervise."""
    return sorted(book.all_of(Clinician).values(), key=lambda one: (one.id != wanted, one.supervises, one.name))


def _client_spans(book: Book, site: Site, person_id: str) -> list[Span]:
    travel = timedelta(minutes=book.clinic().travel_minutes)
    return [widened(event, site, travel) for event in _events_of(book, person_id) if not event.all_day]


def _wanted(step: Step, pathway: Pathway) -> Wanted:
    return Wanted(
        length=timedelta(minutes=wanted_minutes(step, pathway)),
        room="room" in step.needs,
        clinician="clinician" in step.needs,
        supervisor="supervisor" in step.needs,
    )


def _events_of(book: Book, person_id: str) -> list[Event]:
    found = book.store.find(Enrolment, person=person_id)
    ids = [one.offering for one in found if one.status in ("enrolled", "offered", "attended")]
    return [event for event in book.store.get_many(Event, ids).values() if event.live]


def _spread(slots: list[Slot], most: int) -> list[Slot]:
    """Take at most this many of a day, spread evenly and not overlapping where possible."""
    if len(slots) <= most:
        return slots
    step = max(1, (len(slots) - 1) // max(1, most - 1))
    return slots[::step][:most]

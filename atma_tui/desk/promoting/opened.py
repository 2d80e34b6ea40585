"""What an act has opened to those who wait: seats, rooms, gates, or time of their own."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.days import events_on
from atma_tui.desk.book.offerings import offerings_of
from atma_tui.desk.book.sums import states_of
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.promoting.obstacles import cannot_take
from atma_tui.desk.promoting.promoting import has_seats, promote_waiting
from atma_tui.domain.records import (
    Clinic,
    Clinician,
    DoorCount,
    Enrolment,
    Event,
    Hold,
    Offering,
    Pathway,
    Program,
    ProgramSeats,
    Record,
    Site,
)
from atma_tui.domain.waiting.offers import offers_due


def promote_opened(book: Book, work: UnitOfWork) -> None:
    """Offer everything that an act has opened, until nobody who waits can take anything more.

    Every act ends with this.
    """
    seen: dict[tuple[str, str], Record | None] = {**work.opens_nothing}
    while True:
        before, after = work.versions()
        news = {key: one for key, one in after.items() if key not in seen or seen[key] != one}
        if not news:
            return
        opened = _Opened()
        for key, now in news.items():
            opened.by(seen.get(key, before[key]), now)
        seen |= news
        for offering in _to_promote(book, work, opened):
            promote_waiting(book, work, offering)


class _Opened:
    """Collects where somebody who waits may be able to take a seat now."""

    def __init__(self) -> None:
        self.offerings: set[str] = set()
        """Offerings in which seats were freed, or somebody else is next in line."""
        self.joined: set[str] = set()
        """Offerings in which somebody new waits; that opens nothing elsewhere."""
        self.people: set[str] = set()
        """People for whom gates may have opened, who are no longer elsewhere, or who now are and stop a line."""
        self.events: list[Event] = []
        """Changed events, before and after: there may be more space in their rooms, and their people may be free.

        A new one takes up space; it only opens the steps after its own.
        """
        self.everywhere = False
        """Something changed that concerns everything."""

    def by(self, was: Record | None, now: Record | None) -> None:
        """Note what a changed record opens."""
        both = [one for one in (was, now) if one is not None]
        for one in both:
            if isinstance(one, Hold | DoorCount):
                self.offerings.add(one.offering)
            elif isinstance(one, ProgramSeats):
                self.offerings.add(one.id)
            elif isinstance(one, Pathway):
                self.people.add(one.person)
            elif isinstance(one, Enrolment) and was is None:
                if one.status == "waiting":
                    self.joined.add(one.offering)
                else:
                    self.people.add(one.person)
            elif isinstance(one, Enrolment) and (_is_in_line(now) or _place(was) != _place(now)):
                self.offerings.add(one.offering)
                self.people.add(one.person)
            elif isinstance(one, Event) and (was or one.step) and _place(was) != _place(now):
                self.events.append(one)
        self.everywhere |= _goes_for_all(was, now)


def _is_in_line(one: Record | None) -> bool:
    return isinstance(one, Enrolment) and one.status == "waiting"


def _place(one: Record | None) -> tuple[object, ...]:
    """Return the fields of an enrolment or an event on which others depend; nothing if there is none."""
    if isinstance(one, Enrolment):
        return one.offering, one.person, one.status, one.party, one.priority, one.position
    if isinstance(one, Event):
        span = one.starts, one.ends, one.zone, one.all_day
        return *span, one.live, one.site, one.room, one.capacity, one.category, one.program, one.step
    return ()


def _goes_for_all(was: Record | None, now: Record | None) -> bool:
    """Whether a change concerns everything: rooms, working hours, the drive between sites, steps of a program."""
    if isinstance(was, Site):
        return not isinstance(now, Site) or (was.rooms, was.hours) != (now.rooms, now.hours)
    return isinstance(was, Clinic | Clinician | Program) or isinstance(now, Clinic)


def _to_promote(book: Book, work: UnitOfWork, opened: _Opened) -> list[Offering]:
    """Return by id the offerings in which somebody can take a seat now, or an offer must change."""
    waiting, offered = _queues(book, opened)
    if not waiting and not offered:
        return []
    states = states_of(book, offerings_of(book, waiting | offered).values(), work.now)
    free = {id: state for id, state in states.items() if has_seats(state, work.now)}
    why_not = cannot_take(book, free.values())
    due = {id for id, state in free.items() if offers_due(state.seats, state.enrolments, work.now, why_not)}
    return [states[id].offering for id in sorted(due | (offered & states.keys()))]


def _queues(book: Book, opened: _Opened) -> tuple[set[str], set[str]]:
    """Return the ids of offerings in which somebody waits, and of those that changed and have offers."""
    store = book.store
    if opened.everywhere:
        return {one.offering for one in store.find(Enrolment, status="waiting")}, set()
    if not (opened.offerings or opened.people or opened.events):
        return opened.joined, set()
    touched = {one.id for one in opened.events}
    near = _near(book, opened, touched) if opened.offerings or touched else ()
    inside = store.find(Enrolment, offering=near) if near else []
    people = opened.people | {one.person for one in inside if one.offering in touched}
    theirs = store.find(Enrolment, person=people) if people else []
    waiting = {one.offering for one in chain(inside, theirs) if one.status == "waiting"}
    return waiting | opened.joined, {one.offering for one in inside if one.status == "offered"} & touched


def _near(book: Book, opened: _Opened, touched: set[str]) -> set[str]:
    """Return the ids of offerings that changed or were freed seats in, and of the events beside them."""
    changed = opened.offerings - touched
    others = book.store.get_many(Event, changed).values() if changed else ()
    return opened.offerings | touched | _beside(book, [*opened.events, *others])


def _beside(book: Book, events: Iterable[Event]) -> set[str]:
    """Return the ids of events on the same days in the same rooms, where the number of seats is known."""
    sites = book.all_of(Site)
    crowded = [one for one in events if (room := sites[one.site].room(one.room)) and room.seats is not None]
    there = {(one.site, one.room) for one in crowded}
    on = events_on(book.store, [(one.starts, one.ends) for one in crowded])
    return {one.id for one in on if (one.site, one.room) in there}

"""What is on: lists of events with their seats, the card of one, and the day at a glance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import the_offering
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.book.sums import states_of
from atma_tui.domain.enrolling import is_open
from atma_tui.domain.event_span import has_ended
from atma_tui.domain.records import Enrolment, Event, Offering, Person, Program, ProgramSeats, Site
from atma_tui.domain.seat_words import explain
from atma_tui.domain.seats import Seats
from atma_tui.domain.text import fold
from atma_tui.domain.waiting.queue import queue
from atma_tui.domain.when import today

_FEW_DAYS = 62


class EventRow(Struct, frozen=True, kw_only=True, gc=False):
    """An event in a list."""

    event: Event
    site: Site
    seats: Seats

    @property
    def room_name(self) -> str:
        """The room's name, empty when none is set."""
        room = self.site.room(self.event.room)
        return room.name if room else self.event.room


class RosterRow(Struct, frozen=True, kw_only=True):
    """Somebody in an offering."""

    enrolment: Enrolment
    person: Person
    rank: int | None = None
    """Place in line when waiting."""
    of: int = 0
    """Length of the line."""


class OfferingCard(Struct, frozen=True, kw_only=True):
    """Everything the desk shows about one event, or about a program's places at a site."""

    offering: Offering
    title: str
    site: Site
    seats: Seats
    sum: tuple[str, ...]
    """The seat sum in lines."""
    roster: tuple[RosterRow, ...]
    """Those with a seat, by name."""
    waiting: tuple[RosterRow, ...]
    """Next one first."""
    ended: tuple[RosterRow, ...]
    """Withdrawn and lapsed, latest first."""

    @property
    def event(self) -> Event:
        """The event; an error for a program's places."""
        if not isinstance(self.offering, Event):
            raise TypeError(f"{self.title} is not an event")
        return self.offering


class ProgramSeatsRow(Struct, frozen=True, kw_only=True):
    """A program at a site, with its places."""

    places: ProgramSeats
    program: Program
    site: Site
    seats: Seats


class Day(Struct, frozen=True, kw_only=True):
    """One day at the desk."""

    day: date
    rows: tuple[EventRow, ...]
    expected: int
    """People expected, parties counted."""
    here: int
    counted: int
    """People who are here and were counted at the door without a name."""
    starters: bool
    """Whether any event is an untouched example."""


class Agenda:
    """Read-only use cases."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @one_moment
    def events(
        self,
        *,
        site: str = "",
        first: date | None = None,
        last: date | None = None,
        words: str = "",
        past: bool = False,
    ) -> list[EventRow]:
        """List events by start.

        Args:
            site: id of a site; all when empty.
            first: first day; today unless `past`.
            last: last day; no end when None.
            words: each must be in the title, category, place, room or site.
            past: include past events.
        """
        book = self._book
        now = book.now()
        if first is None and not past:
            first = today(now)
        sites, wanted = book.all_of(Site), fold(words).split()
        return self._rows(
            (
                event
                for event in self._between(first, last)
                if (not site or event.site == site)
                and (first is None or event.ends.date() >= first)
                and (last is None or event.starts.date() <= last)
                and (not wanted or _matches(event, sites.get(event.site), wanted))
            ),
            now,
        )

    @one_moment
    def day(self, *, site: str = "", day: date | None = None) -> Day:
        """Return what is on today, or on another day."""
        book = self._book
        now = book.now()
        day = day or today(now)
        found = book.store.find(Event, on=day.isoformat())
        rows = self._rows((one for one in found if site in ("", one.site)), now)
        live = [row for row in rows if row.event.live]
        return Day(
            day=day,
            rows=tuple(rows),
            expected=sum(row.seats.booked for row in live),
            here=sum(row.seats.attended for row in live),
            counted=sum(row.seats.own.counted for row in live),
            starters=any(row.event.starter for row in rows),
        )

    @one_moment
    def card(self, ref: str) -> OfferingCard:
        """Return everything about one event or one program's places. Raises `NotFound`, `Ambiguous`."""
        book = self._book
        offering = the_offering(book, ref)
        now = book.now()
        state = states_of(book, [offering], now)[offering.id]
        site = book.site(offering.site)
        open_ = is_open(offering, now)
        people = book.people(one.person for one in state.enrolments)
        lines = {
            one.id: RosterRow(enrolment=one, person=people[one.person])
            for one in state.enrolments
            if one.person in people
        }
        waiting = [lines[one.id] for one in queue(state.enrolments) if one.id in lines]
        names = {id: person.name for id, person in people.items()}
        seated = [one for one in lines.values() if one.enrolment.status in _SEATED]
        ended = [one for one in lines.values() if one.enrolment.status == "cancelled"]
        return OfferingCard(
            offering=offering,
            title=state.title,
            site=site,
            seats=state.seats,
            sum=tuple(explain(state.seats, site.zone, now, names, over=offering.override_reason, open=open_)),
            roster=tuple(sorted(seated, key=lambda one: (fold(one.person.name), one.enrolment.id))),
            waiting=tuple(
                RosterRow(enrolment=one.enrolment, person=one.person, rank=place, of=len(waiting))
                for place, one in enumerate(waiting, 1)
            ),
            ended=tuple(sorted(ended, key=_ended_at, reverse=True)),
        )

    @one_moment
    def places(self) -> list[ProgramSeatsRow]:
        """List the programs at each site with their places."""
        book = self._book
        programs, sites = book.all_of(Program), book.all_of(Site)
        known = [
            one for one in book.all_of(ProgramSeats).values() if one.program in programs and one.site in sites
        ]
        states = states_of(book, known, book.now())
        rows = [
            ProgramSeatsRow(
                places=one, program=programs[one.program], site=sites[one.site], seats=states[one.id].seats
            )
            for one in known
        ]
        return sorted(rows, key=lambda row: (row.program.title, row.site.name))

    @one_moment
    def meetings(self, places_ref: str) -> list[EventRow]:
        """List the coming meetings of a group at a site, by start; none for a one-to-one program.

        Raises `NotFound`, `Ambiguous`.
        """
        from atma_tui.desk.seats.steps.groups import meetings

        book = self._book
        places, now = book.the(ProgramSeats, places_ref, "program at a site"), book.now()
        program = book.all_of(Program).get(places.program)
        if program is None or program.path != "cohort":
            return []
        found = meetings(book.store, places)
        return self._rows((one for one in found if not has_ended(one, now)), now)

    def _between(self, first: date | None, last: date | None) -> list[Event]:
        """Return at least the events of a span of days: by day if it is short, else all events."""
        store = self._book.store
        if first is None or last is None or (last - first).days > _FEW_DAYS:
            return store.find(Event)
        days = range((last - first).days + 1)
        return store.find(Event, on=[(first + timedelta(days=ahead)).isoformat() for ahead in days])

    def _rows(self, found: Iterable[Event], now: datetime) -> list[EventRow]:
        """Return events with their seats, by start."""
        book = self._book
        sites = book.all_of(Site)
        events = sorted(found, key=lambda one: (one.starts, one.site, one.title, one.id))
        states = states_of(book, events, now)
        return [
            EventRow(
                event=event,
                site=sites.get(event.site) or Site(id=event.site, name=event.site),
                seats=states[event.id].seats,
            )
            for event in events
        ]


_SEATED = ("enrolled", "attended", "no_show", "offered")


def _ended_at(line: RosterRow) -> str:
    return str(line.enrolment.cancelled.at) if line.enrolment.cancelled else ""


def _matches(event: Event, site: Site | None, wanted: Sequence[str]) -> bool:
    name = site.name if site else event.site
    text = fold(f"{event.title} {event.category.replace('_', ' ')} {event.place} {event.room} {name}")
    return all(word in text for word in wanted)

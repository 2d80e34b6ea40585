"""The desk: every use case of the front desk, over one book, for one operator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from atma_tui.desk.book.book import Book, utc_now
from atma_tui.desk.book.promoting import Lapses
from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Site, Source
from atma_tui.domain.text import clean
from atma_tui.store.protocol import Store

if TYPE_CHECKING:
    from atma_tui.desk.answers import Answers
    from atma_tui.desk.appointments.free_times import FreeTimes
    from atma_tui.desk.calendars.exports import Exports
    from atma_tui.desk.calendars.imports import Imports
    from atma_tui.desk.calls.calling import Calling
    from atma_tui.desk.calls.calls import Calls
    from atma_tui.desk.clients.follow_ups import FollowUps
    from atma_tui.desk.clients.pathways import Pathways
    from atma_tui.desk.clinic.choices import Choices
    from atma_tui.desk.clinic.programs import Programs
    from atma_tui.desk.events.agenda import Agenda
    from atma_tui.desk.events.closing import Closing
    from atma_tui.desk.events.events import Events
    from atma_tui.desk.history.history import History
    from atma_tui.desk.people.people import People
    from atma_tui.desk.phone_line import PhoneLine
    from atma_tui.desk.reports.reports import Reports
    from atma_tui.desk.seats.arrivals import Arrivals
    from atma_tui.desk.seats.enrolments import Enrolments
    from atma_tui.desk.seats.moving import Moving
    from atma_tui.desk.seats.series import SeriesMembership
    from atma_tui.desk.seats.waiting import Waiting
    from atma_tui.desk.websites.overrides import Overrides
    from atma_tui.desk.websites.sources import Sources
    from atma_tui.desk.websites.websites import Websites


T = TypeVar("T")


class Desk:
    """What the screens and the command line talk to. Every method is one transaction or only looks.

    Each part is made, and its modules imported, when it is first used: the first screen needs few of them.
    """

    def __init__(self, store: Store, operator: str, clock: Callable[[], datetime] = utc_now) -> None:
        self.book = Book(store, operator, clock)
        self._lapses = Lapses(self.book)

    @property
    def operator(self) -> str:
        """Who is at the desk."""
        return self.book.operator

    def be(self, operator: str) -> None:
        """Change who is at the desk. Raises `InputError` without a name."""
        name = clean(operator, 60)
        if not name:
            raise InputError("Say who is at the desk.")
        self.book.operator = name

    def now(self) -> datetime:
        """Return the present instant, in UTC."""
        return self.book.now()

    def sites(self) -> list[Site]:
        """Return all sites, by name."""
        return self.book.sites()

    def site(self, words: str) -> Site:
        """Return the site of that id, prefix or name. Raises `NotFound`, `Ambiguous`."""
        return self.book.site(words)

    def has_sources(self) -> bool:
        """Whether there is any website to keep in step with, asked without importing what reads them."""
        return bool(self.book.store.count(Source))

    def view(self, query: Callable[[], T]) -> T:
        """Return what several parts of the desk answer at one moment of the book; the query changes nothing."""
        with self.book.store.reading():
            return query()

    def poll(self) -> frozenset[str]:
        """Move lapsed offers on, and return the kinds of records that changed since the last call."""
        self._lapses.promote()
        return self.book.store.changed()

    def close(self) -> None:
        """Let go of the book."""
        self.book.store.close()

    @cached_property
    def agenda(self) -> Agenda:
        """What is on."""
        from atma_tui.desk.events.agenda import Agenda

        return Agenda(self.book)

    @cached_property
    def people(self) -> People:
        """Find, add and change people."""
        from atma_tui.desk.people.people import People

        return People(self.book)

    @cached_property
    def enrolments(self) -> Enrolments:
        """Enrol, withdraw, offers, holds."""
        from atma_tui.desk.seats.enrolments import Enrolments

        return Enrolments(self.book, self.people)

    @cached_property
    def arrivals(self) -> Arrivals:
        """Who is here."""
        from atma_tui.desk.seats.arrivals import Arrivals

        return Arrivals(self.book)

    @cached_property
    def events(self) -> Events:
        """Make, edit, copy, cancel events."""
        from atma_tui.desk.events.events import Events

        return Events(self.book)

    @cached_property
    def waiting(self) -> Waiting:
        """The waiting list."""
        from atma_tui.desk.seats.waiting import Waiting

        return Waiting(self.book, self.people)

    @cached_property
    def moving(self) -> Moving:
        """Move people, merge doubles."""
        from atma_tui.desk.seats.moving import Moving

        return Moving(self.book)

    @cached_property
    def series(self) -> SeriesMembership:
        """Hold a whole series."""
        from atma_tui.desk.seats.series import SeriesMembership

        return SeriesMembership(self.book)

    @cached_property
    def closing(self) -> Closing:
        """Close a site for some hours."""
        from atma_tui.desk.events.closing import Closing

        return Closing(self.book)

    @cached_property
    def calls(self) -> Calls:
        """Calls owed."""
        from atma_tui.desk.calls.calls import Calls

        return Calls(self.book)

    @cached_property
    def calling(self) -> Calling:
        """Who can be called now."""
        from atma_tui.desk.calls.calling import Calling

        return Calling(self.book, self.calls)

    @cached_property
    def programs(self) -> Programs:
        """Programs, places, clinicians, sites as the clinic sets them."""
        from atma_tui.desk.clinic.programs import Programs

        return Programs(self.book)

    @cached_property
    def pathways(self) -> Pathways:
        """A client's path."""
        from atma_tui.desk.clients.pathways import Pathways

        return Pathways(self.book, self.enrolments)

    @cached_property
    def appointments(self) -> FreeTimes:
        """Free times."""
        from atma_tui.desk.appointments.free_times import FreeTimes

        return FreeTimes(self.book)

    @cached_property
    def follow_ups(self) -> FollowUps:
        """What is owed and not booked."""
        from atma_tui.desk.clients.follow_ups import FollowUps

        return FollowUps(self.book)

    @cached_property
    def history(self) -> History:
        """The log and undo."""
        from atma_tui.desk.history.history import History

        return History(self.book)

    @cached_property
    def answers(self) -> Answers:
        """Answers to callers' questions."""
        from atma_tui.desk.answers import Answers

        return Answers(self.book)

    @cached_property
    def phone_line(self) -> PhoneLine:
        """One line that finds or does anything."""
        from atma_tui.desk.phone_line import PhoneLine

        return PhoneLine(self.book, self.people, self.answers)

    @cached_property
    def exports(self) -> Exports:
        """Calendars out."""
        from atma_tui.desk.calendars.exports import Exports

        return Exports(self.book, self.agenda)

    @cached_property
    def imports(self) -> Imports:
        """Calendar files in."""
        from atma_tui.desk.calendars.imports import Imports

        return Imports(self.book)

    @cached_property
    def choices(self) -> Choices:
        """What the clinic decides for itself."""
        from atma_tui.desk.clinic.choices import Choices

        return Choices(self.book)

    @cached_property
    def sources(self) -> Sources:
        """Websites and calendars, as they are set up."""
        from atma_tui.desk.websites.sources import Sources

        return Sources(self.book, undo=lambda act: self.history.undo(act))

    @cached_property
    def websites(self) -> Websites:
        """Being in step with the sources."""
        from atma_tui.desk.websites.websites import Websites

        return Websites(self.book, self.sources)

    @cached_property
    def overrides(self) -> Overrides:
        """The desk's words over a website's."""
        from atma_tui.desk.websites.overrides import Overrides

        return Overrides(self.book)

    @cached_property
    def reports(self) -> Reports:
        """Counts."""
        from atma_tui.desk.reports.reports import Reports

        return Reports(self.book)

"""The desk: every use case of the front desk, over one book, for one operator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from atma_tui.desk.agenda import Agenda
from atma_tui.desk.answers import Answers
from atma_tui.desk.appointments import Appointments
from atma_tui.desk.arrivals import Arrivals
from atma_tui.desk.book import Book, utc_now
from atma_tui.desk.calls import Calls
from atma_tui.desk.closing import Closing
from atma_tui.desk.enrolments import Enrolments
from atma_tui.desk.events import Events
from atma_tui.desk.exports import Exports
from atma_tui.desk.forgotten import NobodyForgotten
from atma_tui.desk.history import History
from atma_tui.desk.moving import Moving
from atma_tui.desk.offerings import settle_lapsed
from atma_tui.desk.pathways import Pathways
from atma_tui.desk.people import People
from atma_tui.desk.programs import Programs
from atma_tui.desk.reports import Reports
from atma_tui.desk.series import SeriesDesk
from atma_tui.desk.waiting import Waiting
from atma_tui.desk.websites import Websites
from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Site
from atma_tui.domain.text import clean
from atma_tui.store.protocol import Store


class Desk:
    """What the screens and the command line talk to. Every method is one transaction or only looks."""

    def __init__(self, store: Store, operator: str, clock: Callable[[], datetime] = utc_now) -> None:
        self.book = Book(store, operator, clock)
        self.agenda = Agenda(self.book)
        self.people = People(self.book)
        self.enrolments = Enrolments(self.book, self.people)
        self.answers = Answers(self.book)
        self.arrivals = Arrivals(self.book)
        self.events = Events(self.book)
        self.waiting = Waiting(self.book, self.people)
        self.moving = Moving(self.book)
        self.series = SeriesDesk(self.book)
        self.closing = Closing(self.book)
        self.calls = Calls(self.book)
        self.programs = Programs(self.book)
        self.pathways = Pathways(self.book, self.enrolments)
        self.appointments = Appointments(self.book)
        self.forgotten = NobodyForgotten(self.book)
        self.history = History(self.book)
        self.exports = Exports(self.book, self.agenda)
        self.websites = Websites(self.book)
        self.reports = Reports(self.book)

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

    def look(self) -> frozenset[str]:
        """Move lapsed offers on, and return the kinds of records that changed since the last look."""
        settle_lapsed(self.book)
        return self.book.store.changed()

    def close(self) -> None:
        """Let go of the book."""
        self.book.store.close()

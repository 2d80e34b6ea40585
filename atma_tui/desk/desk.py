"""The desk: every use case of the front desk, over one book, for one operator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache, cached_property
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar

from atma_tui.desk.book.book import Book, utc_now
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.domain.records import Look, LookDay, Site, Source
from atma_tui.store.protocol import Sharing, Store

if TYPE_CHECKING:
    from atma_tui.desk.answers import Answers
    from atma_tui.desk.appointments.free_times import FreeTimes
    from atma_tui.desk.calendars.exports import Exports
    from atma_tui.desk.calendars.imports import Imports
    from atma_tui.desk.calls.calling import Calling
    from atma_tui.desk.calls.calls import Calls
    from atma_tui.desk.calls.several_calls import SeveralCalls
    from atma_tui.desk.clients.booking import Bookings
    from atma_tui.desk.clients.follow_ups import FollowUps
    from atma_tui.desk.clients.pathways import Pathways
    from atma_tui.desk.clinic.choices import Choices
    from atma_tui.desk.clinic.clinician_changes import Absences
    from atma_tui.desk.clinic.first_steps import FirstSteps
    from atma_tui.desk.clinic.programs import Programs
    from atma_tui.desk.clinicians.own_calendar import ClinicianCalendars
    from atma_tui.desk.clinicians.week import ClinicianWeeks
    from atma_tui.desk.door.counting import DoorCounts
    from atma_tui.desk.door.leaving import Leaving
    from atma_tui.desk.door.walk_ins import WalkIns
    from atma_tui.desk.events.agenda import Agenda
    from atma_tui.desk.events.calls_ahead import CallsAhead
    from atma_tui.desk.events.closing import Closing
    from atma_tui.desk.events.day_board import DayBoards
    from atma_tui.desk.events.events import Events
    from atma_tui.desk.events.minimum import Minimums
    from atma_tui.desk.events.series import SeriesMembership
    from atma_tui.desk.history.history import History
    from atma_tui.desk.history.look_log import LookLog
    from atma_tui.desk.history.looks import Looks
    from atma_tui.desk.importing.people_import import PeopleImport
    from atma_tui.desk.paper.sheets import Sheets
    from atma_tui.desk.people.merging import Merging
    from atma_tui.desk.people.notes import Notes
    from atma_tui.desk.people.people import People
    from atma_tui.desk.phone_line import PhoneLine
    from atma_tui.desk.promoting.lapses import Lapses
    from atma_tui.desk.reminders.drafts import Drafts
    from atma_tui.desk.reminders.reminders import Reminders
    from atma_tui.desk.reminders.templates import Templates
    from atma_tui.desk.reports.numbers import NumbersOfDays
    from atma_tui.desk.reports.reports import Reports
    from atma_tui.desk.seats.arrivals import Arrivals
    from atma_tui.desk.seats.enrolments import Enrolments
    from atma_tui.desk.seats.holds import Holds
    from atma_tui.desk.seats.moving import Moving
    from atma_tui.desk.seats.parties import Parties
    from atma_tui.desk.seats.several import Several
    from atma_tui.desk.seats.waiting import Waiting
    from atma_tui.desk.shift.handover import Handovers
    from atma_tui.desk.shift.note_board import NoteBoard
    from atma_tui.desk.trust.masking import Masking
    from atma_tui.desk.trust.operators import Operators
    from atma_tui.desk.trust.own_copy import OwnCopies
    from atma_tui.desk.trust.retention import Retention
    from atma_tui.desk.trust.signing_in import SigningIn
    from atma_tui.desk.websites.overrides import Overrides
    from atma_tui.desk.websites.sources import Sources
    from atma_tui.desk.websites.websites import Websites


T = TypeVar("T")

_LOOKS = frozenset({Look.kind, LookDay.kind})


@cache
def _last_steps() -> tuple[Callable[[Book, UnitOfWork], None], ...]:
    """Return what every act ends with; imported for the first act, not when the desk opens nor for each act."""
    from atma_tui.desk.promoting.offered_words import say_offered
    from atma_tui.desk.promoting.opened import promote_opened

    return promote_opened, say_offered


def _promote_opened(book: Book, work: UnitOfWork) -> None:
    for step in _last_steps():
        step(book, work)


class Part(cached_property[T]):
    """A part of the desk, made when it is first used; its module is imported only then."""

    def __init__(self, where: str, *needs: str) -> None:
        """Say which class it is, as `module:Class` below `atma_tui.desk`, and which other parts it is made of."""
        module, _, name = where.partition(":")

        def make(desk: Desk) -> T:
            kind: Callable[..., T] = getattr(import_module(f"atma_tui.desk.{module}"), name)
            return kind(desk.book, *(getattr(desk, need) for need in needs))

        super().__init__(make)


class Desk:
    """What the screens and the command line talk to. Every method is one transaction or only looks."""

    agenda: Part[Agenda] = Part("events.agenda:Agenda")
    """What is on."""
    boards: Part[DayBoards] = Part("events.day_board:DayBoards")
    """A day by rooms and clinicians."""
    people: Part[People] = Part("people.people:People")
    """Find, add and change people."""
    notes: Part[Notes] = Part("people.notes:Notes")
    """The desk's own remarks."""
    people_import: Part[PeopleImport] = Part("importing.people_import:PeopleImport", "people")
    """People from a table."""
    merging: Part[Merging] = Part("people.merging:Merging")
    """Two records of one person made one."""
    enrolments: Part[Enrolments] = Part("seats.enrolments:Enrolments", "people")
    """Enrol, withdraw, offers."""
    holds: Part[Holds] = Part("seats.holds:Holds")
    """Keep seats back, and release them."""
    arrivals: Part[Arrivals] = Part("seats.arrivals:Arrivals")
    """Who is here."""
    door_counts: Part[DoorCounts] = Part("door.counting:DoorCounts")
    """People at the door who give no name."""
    leaving: Part[Leaving] = Part("door.leaving:Leaving", "arrivals")
    """Who has left again."""
    walk_ins: Part[WalkIns] = Part("door.walk_ins:WalkIns", "people")
    """Who was there, from the sign-in sheet."""
    events: Part[Events] = Part("events.events:Events")
    """Make, edit, copy, cancel events."""
    waiting: Part[Waiting] = Part("seats.waiting:Waiting", "people")
    """The waiting list."""
    parties: Part[Parties] = Part("seats.parties:Parties")
    """Make a party larger or smaller."""
    moving: Part[Moving] = Part("seats.moving:Moving")
    """Move people to another event or program."""
    several: Part[Several] = Part("seats.several:Several", "arrivals", "enrolments", "moving")
    """The same done with several people at once."""
    series: Part[SeriesMembership] = Part("events.series:SeriesMembership")
    """Hold a whole series."""
    minimums: Part[Minimums] = Part("events.minimum:Minimums")
    """Events with too few people to run."""
    calls_ahead: Part[CallsAhead] = Part("events.calls_ahead:CallsAhead")
    """How many calls cancelling or restoring would make."""
    closing: Part[Closing] = Part("events.closing:Closing")
    """Close a site for some hours."""
    calls: Part[Calls] = Part("calls.calls:Calls")
    """Calls owed."""
    several_calls: Part[SeveralCalls] = Part("calls.several_calls:SeveralCalls", "calls", "enrolments", "waiting")
    """The same noted of several calls at once."""
    calling: Part[Calling] = Part("calls.calling:Calling", "calls")
    """Who can be called now."""
    programs: Part[Programs] = Part("clinic.programs:Programs")
    """Programs, places, clinicians, sites as the clinic sets them."""
    pathways: Part[Pathways] = Part("clients.pathways:Pathways", "enrolments")
    """A client's path."""
    bookings: Part[Bookings] = Part("clients.booking:Bookings")
    """Appointments along it."""
    appointments: Part[FreeTimes] = Part("appointments.free_times:FreeTimes")
    """Free times."""
    follow_ups: Part[FollowUps] = Part("clients.follow_ups:FollowUps", "minimums")
    """What is owed and not booked."""
    weeks: Part[ClinicianWeeks] = Part("clinicians.week:ClinicianWeeks", "follow_ups")
    """A clinician's week."""
    clinician_calendars: Part[ClinicianCalendars] = Part("clinicians.own_calendar:ClinicianCalendars")
    """Clinicians' own calendar files."""
    history: Part[History] = Part("history.history:History")
    """The log and undo."""
    looks: Part[Looks] = Part("history.looks:Looks")
    """Notes who looks at whom."""
    look_log: Part[LookLog] = Part("history.look_log:LookLog")
    """Who looked at whom."""
    answers: Part[Answers] = Part("answers:Answers")
    """Answers to callers' questions."""
    phone_line: Part[PhoneLine] = Part("phone_line:PhoneLine", "people", "answers")
    """One line that finds or does anything."""
    exports: Part[Exports] = Part("calendars.exports:Exports", "agenda")
    """Calendars out."""
    imports: Part[Imports] = Part("calendars.imports:Imports")
    """Calendar files in."""
    absences: Part[Absences] = Part("clinic.clinician_changes:Absences")
    """Clinicians who are away for some time."""
    choices: Part[Choices] = Part("clinic.choices:Choices")
    """Clinic settings."""
    first_steps: Part[FirstSteps] = Part("clinic.first_steps:FirstSteps")
    """What is to be set up in a new book."""
    websites: Part[Websites] = Part("websites.websites:Websites", "sources")
    """Being in step with the sources."""
    overrides: Part[Overrides] = Part("websites.overrides:Overrides")
    """The desk's words over a website's."""
    reports: Part[Reports] = Part("reports.reports:Reports")
    """Counts of single events, and how fair the lines were."""
    numbers: Part[NumbersOfDays] = Part("reports.numbers:NumbersOfDays")
    """The clinic in numbers."""
    note_board: Part[NoteBoard] = Part("shift.note_board:NoteBoard")
    """Notes from one shift to the next."""
    handovers: Part[Handovers] = Part("shift.handover:Handovers", "note_board", "calls", "history", "leaving")
    """What whoever comes next has to know."""
    sheets: Part[Sheets] = Part(
        "paper.sheets:Sheets",
        *("agenda", "boards", "arrivals", "calls", "calling", "waiting", "follow_ups", "people", "handovers"),
        *("look_log", "numbers", "weeks"),
    )
    """Sheets of paper."""
    masking: Part[Masking] = Part("trust.masking:Masking")
    """Masked clients."""
    reminders: Part[Reminders] = Part("reminders.reminders:Reminders", "calls")
    """Who is to be reminded."""
    templates: Part[Templates] = Part("reminders.templates:Templates")
    """The clinic's words for drafts."""
    drafts: Part[Drafts] = Part("reminders.drafts:Drafts", "reminders", "templates", "masking")
    """What people are told, as files for a mail program."""
    operators: Part[Operators] = Part("trust.operators:Operators")
    """Who works at the desk, and what they may do."""
    signing_in: Part[SigningIn] = Part("trust.signing_in:SigningIn")
    """Who is at the desk."""
    retention: Part[Retention] = Part("trust.retention:Retention")
    """Whose time is over, and removing their names."""
    own_copies: Part[OwnCopies] = Part("trust.own_copy:OwnCopies", "history")
    """All that is kept about a person, for them."""
    _lapses: Part[Lapses] = Part("promoting.lapses:Lapses")
    """Offers whose time is over."""

    def __init__(self, store: Store, operator: str, clock: Callable[[], datetime] = utc_now) -> None:
        self.book = Book(store, operator, clock, at_end=_promote_opened)

    @property
    def operator(self) -> str:
        """Who is at the desk."""
        return self.book.operator

    def now(self) -> datetime:
        """Return the present instant, in UTC."""
        return self.book.now()

    def sites(self) -> list[Site]:
        """Return all sites, by name."""
        return self.book.sites()

    def site(self, words: str) -> Site:
        """Return the site of that id, prefix or name. Raises `NotFound`, `Ambiguous`."""
        return self.book.site(words)

    @property
    def sharing(self) -> Sharing | None:
        """How it stands with desks elsewhere; None for a book on this computer."""
        return self.book.store.sharing

    def listen(self, call: Callable[[], None]) -> None:
        """Have this called, from any thread, when others committed or `sharing` changed."""
        self.book.store.listen(call)

    def has_sources(self) -> bool:
        """Whether there is any website to keep in step with, asked without importing what reads them."""
        return bool(self.book.store.count(Source))

    def view(self, query: Callable[[], T]) -> T:
        """Return what several parts of the desk answer at one moment of the book; the query changes nothing."""
        with self.book.store.reading():
            return query()

    def poll(self) -> frozenset[str]:
        """Move lapsed offers on, and return the kinds of records that changed since the last call.

        A look changes nothing that a view shows.
        """
        if self.book.is_writable:
            self._lapses.promote()
        return self.book.store.changed() - _LOOKS

    def close(self) -> None:
        """Let go of the book; looks that wait are written."""
        if "looks" in vars(self):
            self.looks.close()
        self.book.store.close()

    @cached_property
    def sources(self) -> Sources:
        """Websites and calendars, as they are set up."""
        from atma_tui.desk.websites.sources import Sources

        return Sources(self.book, undo=lambda act: self.history.undo(act))

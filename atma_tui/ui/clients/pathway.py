"""A client's path: the rail, the clinician's decisions, the appointments, and every act along it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from atma_tui.desk.clients.path_cards import PathwayCard
from atma_tui.desk.desk import Desk
from atma_tui.domain.errors import NotFound
from atma_tui.domain.paths.pathway import Visit
from atma_tui.domain.records import Clinician, Enrolment, Event
from atma_tui.domain.when import today
from atma_tui.ui.clients.booking import book_any, book_run, book_step
from atma_tui.ui.clients.path_words import VISITS, facts, heading, stopped_words, visit_row
from atma_tui.ui.dialogs.screen import DeskScreen
from atma_tui.ui.enrolments.absences import no_show
from atma_tui.ui.ground.door import on_desk, on_desk_unseen, use_case
from atma_tui.ui.ground.keys import CommandsOf, bindings
from atma_tui.ui.ground.show import show
from atma_tui.ui.people.person_acts import PersonActs
from atma_tui.ui.requests import OpenEvent, OpenPerson, OpenPrint
from atma_tui.ui.widgets.long_list import LongList

_key = CommandsOf("pathway", "Path")
_NOTHING = "Nothing is booked yet. b books the next step."
_OPEN = frozenset({"book", "book_any", "book_run", "clear", "plan", "end"})


class PathwayScreen(PersonActs, DeskScreen[PathwayCard | None]):
    """One client's path through a program."""

    MODE = "programs"
    CSS_PATH = "pathway.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        _key("book", "b", "Book", "Book the next step: what is owed goes first"),
        _key("book_any", "g", "Step", "Book any step", footer=False),
        _key("book_run", "r", "Run", "Book a run of sessions, every week for instance"),
        _key("clear", "c", "Readiness", "Record readiness"),
        _key("plan", "p", "Plan", "Note the treatment plan"),
        _key("check_in", "a", "Here", "The client is here for this appointment"),
        _key("not_here", "a", "Not here", "Take the check-in back"),
        _key("no_show", "n", "No-show", "The client did not come"),
        _key("expected", "n", "Expected", "Take the no-show back"),
        _key("withdraw", "d", "Withdraw", "Withdraw from this appointment"),
        _key("pause", "z", "Pause", "Pause: nothing is booked until it goes on", footer=False),
        _key("go_on", "z", "Go on", "Go on with the program"),
        _key("end", "k", "End", "End the program, completed or withdrawn", footer=False),
        _key("notes", "i", "Notes", "Note something on the client"),
        _key("person", "o", "Card", "Open the client's card", footer=False),
        _key("log", "l", "Log", "What was done", footer=False),
        _key("back", "escape", "Back", "Go back"),
    )

    def __init__(self, pathway_id: str) -> None:
        super().__init__()
        self._pathway_id = pathway_id
        self._card: PathwayCard | None = None
        self._visits: dict[str, Visit] = {}

    def body(self) -> ComposeResult:
        """Lay out who it is, the rail, the facts, and the appointments."""
        yield Static(id="who")
        yield Static(id="rail")
        yield Static(id="facts")
        yield LongList(*VISITS, header=False, title="Appointments", empty=_NOTHING, id="visits")

    async def person_id(self) -> str:
        """Return whose path it is."""
        card = await on_desk_unseen(self.app, _card, self.desk, self._pathway_id)
        return card.person.id if card else ""

    def view_query(self) -> Callable[[], PathwayCard | None]:
        """Ask for the path."""
        return partial(_card, self.desk, self._pathway_id)

    def render_view(self, view: PathwayCard | None) -> None:
        """Show the path; close it when it is gone, such as by undoing what began it."""
        if view is None:
            self.app.notify("That path is not in the book any more.", severity="warning")
            self.action_back()
            return
        first, self._card, self.person = self._card is None, view, view.person
        private, glyphs, now = self.host.private, self.host.glyphs, self.desk.now()
        self._visits = {visit.enrolment.id: visit for visit in view.visits}
        sites = {site.id: site for site in self.host.sites}
        self.query_one("#who", Static).update(heading(view, glyphs, private=private))
        self.query_one("#rail", Static).update(show(view.rail.words(), 400, "bold $text-primary"))
        self.query_one("#facts", Static).update(facts(view, now))
        visits = self.query_one(LongList)
        visits.set_rows([visit_row(visit, view, sites) for visit in view.visits])
        if first and (near := _nearest(view, today(now).isoformat())):
            visits.move_to(near)
        self.refresh_bindings()

    def printable(self) -> OpenPrint:
        """Offer the client's own schedule."""
        return OpenPrint(person_id=self.person.id) if self.person else OpenPrint()

    # What can be done

    @property
    def visit(self) -> Visit | None:
        """The appointment under the cursor."""
        return self._visits.get(self.query_one(LongList).cursor_key or "") if self.is_mounted else None

    @property
    def under_cursor(self) -> tuple[Enrolment | None, Event | None]:
        """The client's place in the appointment, and the appointment."""
        return (self.visit.enrolment, self.visit.event) if self.visit else (None, None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what fits the path, and the appointment under the cursor."""
        state, visit = self._card.pathway.state if self._card else "", self.visit
        status = visit.enrolment.status if visit and visit.event.live else ""
        begun = visit is not None and visit.event.starts.date() <= today(self.desk.now(), visit.event.zone)
        fits = {
            "check_in": status in ("enrolled", "no_show") and begun,
            "not_here": status == "attended",
            "no_show": status == "enrolled" and begun,
            "expected": status == "no_show",
            "withdraw": status in ("enrolled", "offered"),
            "pause": state == "active",
            "go_on": state == "paused",
        }
        return state in ("active", "paused") if action in _OPEN else fits.get(action, True)

    @on(LongList.Highlighted)
    def offer_keys(self) -> None:
        """Offer what can be done with the appointment under the cursor."""
        self.refresh_bindings()

    # Booking

    @use_case
    async def action_book(self) -> None:
        """Book what is owed, or the next step."""
        step = self._card.rail.wanted if self._card else None
        if step is None:
            self.app.notify("Everything is booked or done; g books any step again.")
        else:
            await book_step(self, self._pathway_id, step.id)

    @use_case
    async def action_book_any(self) -> None:
        """Pick a step and book it."""
        if self._card is not None:
            await book_any(self, self._card)

    @use_case
    async def action_notes(self) -> None:
        """Note something on the client."""
        from atma_tui.ui.dialogs.notes import NotesForm, notes_on

        if self.person is not None:
            things = notes_on(self.person, None, None, private=self.host.private)
            await self.app.push_screen_wait(NotesForm(things))

    @use_case
    async def action_book_run(self) -> None:
        """Pick the first time of a run, look at all its dates, and book what is possible."""
        if self._card is not None:
            await book_run(self, self._card)

    # What a clinician says

    @use_case
    async def action_clear(self) -> None:
        """Note what a clinician says of readiness; says which booked sessions it stops."""
        from atma_tui.ui.clients.path_forms import ClearanceForm

        if self._card is not None and (clinicians := await self._clinicians()):
            self._say_stopped(await self.app.push_screen_wait(ClearanceForm(self._card, clinicians)))

    @use_case
    async def action_plan(self) -> None:
        """Note the treatment plan; says which booked sessions it stops."""
        from atma_tui.ui.clients.path_forms import PlanForm

        if self._card is not None and (clinicians := await self._clinicians()):
            self._say_stopped(await self.app.push_screen_wait(PlanForm(self._card, clinicians)))

    def _say_stopped(self, stopped: list[Visit] | None) -> None:
        if stopped:
            self.app.notify(f"This {stopped_words(stopped)}.", severity="warning", timeout=20)

    async def _clinicians(self) -> list[Clinician]:
        found = [one for one in await on_desk(self.app, self.desk.programs.clinicians) if one.active]
        if not found:
            self.app.notify("No clinician is in the book yet. To add one, press 5, then k.", severity="warning")
        return found

    # The appointment under the cursor

    @use_case
    async def action_no_show(self) -> None:
        """Mark the client as a no-show, once asked."""
        if (visit := self.visit) is not None:
            await no_show(self, visit.enrolment, self.shown_name, visit.event)

    @use_case
    async def action_expected(self) -> None:
        """Take the no-show back."""
        if (visit := self.visit) is not None:
            await self.host.do(self.desk.arrivals.undo_no_show, visit.enrolment.id)

    # The path as a whole

    @use_case
    async def action_pause(self) -> None:
        """Pause, with a reason that may be left out."""
        from atma_tui.ui.dialogs.reason import ReasonScreen

        text = "Nothing more is booked until it goes on. What is booked stays booked."
        why = await self.app.push_screen_wait(ReasonScreen("Pause the program", text, ok="pauses it", must=False))
        if why is not None:
            await self.host.do(self.desk.pathways.pause, self._pathway_id, why)

    @use_case
    async def action_go_on(self) -> None:
        """Go on."""
        await self.host.do(self.desk.pathways.go_on, self._pathway_id)

    @use_case
    async def action_end(self) -> None:
        """End the program, completed or withdrawn."""
        from atma_tui.ui.clients.path_forms import EndForm

        if self._card is not None:
            await self.app.push_screen_wait(EndForm(self._card))

    # Elsewhere

    @on(LongList.Selected)
    def open_event(self) -> None:
        """Open the appointment's card."""
        if (visit := self.visit) is not None:
            self.host.open(OpenEvent(visit.event.id))

    def action_person(self) -> None:
        """Open the client's card."""
        if self.person is not None:
            self.host.open(OpenPerson(self.person.id))


def _card(desk: Desk, pathway_id: str) -> PathwayCard | None:
    try:
        return desk.pathways.card(pathway_id)
    except NotFound:
        return None


def _nearest(card: PathwayCard, day: str) -> str:
    """Return the key of the appointment of today, else of the next, else of the last one."""
    ahead = [one for one in card.visits if one.event.starts.date().isoformat() >= day and one.is_kept]
    return (ahead[0] if ahead else card.visits[-1]).enrolment.id if card.visits else ""

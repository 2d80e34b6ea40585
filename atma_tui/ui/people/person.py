"""The card of one person: who it is, what is coming, what was, and who may be the same."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from atma_tui.desk.desk import Desk
from atma_tui.desk.people.people import HistoryRow, PersonCard
from atma_tui.domain.errors import NotFound
from atma_tui.domain.records import Enrolment, Event, Person
from atma_tui.domain.when import today
from atma_tui.ui.dialogs.screen import DeskScreen
from atma_tui.ui.enrolments.take_offer import take_offer
from atma_tui.ui.ground.door import on_desk, use_case
from atma_tui.ui.ground.keys import CommandsOf, bindings
from atma_tui.ui.people.masked import change_masking
from atma_tui.ui.people.person_acts import PersonActs
from atma_tui.ui.people.person_detail import person_content
from atma_tui.ui.people.person_words import LINES, card_rows
from atma_tui.ui.requests import EnrolIn, OpenEvent, OpenLooks, OpenPath, OpenPerson, OpenPrint
from atma_tui.ui.widgets.detail import NoteLine
from atma_tui.ui.widgets.long_list import LongList

_key = CommandsOf("person", "Person")


class PersonScreen(PersonActs, DeskScreen[PersonCard | None]):
    """One person."""

    MODE = "people"
    CSS_PATH = "person.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        _key("enrol", "e", "Enrol", "Enrol in an event"),
        _key("withdraw", "d", "Withdraw", "Withdraw from the line under the cursor"),
        _key("take", "o", "Take offer", "Take the seat that is offered"),
        _key("check_in", "b", "Here", "Check in for the line under the cursor"),
        _key("not_here", "b", "Not here", "Take the check-in back"),
        _key("edit", "m", "Change", "Change name, phone, e-mail"),
        _key("notes", "i", "Notes", "Note something on the person, or on the line"),
        _key("consents", "a", "Consents", "Note what they agreed to, or took back"),
        _key("copy_phone", "c", "Copy phone", "Copy the phone number for a minute"),
        _key("copy_email", "C", "Copy e-mail", "Copy the e-mail for a minute"),
        _key("merge", "j", "Merge", "Merge the duplicate under the cursor"),
        _key("path", "g", "Path", "Open the client's path through a program", footer=False),
        _key("log", "l", "Log", "What was done", footer=False),
        _key("mask", "k", "Mask", "Mask a client who asked for it, or unmask", footer=False),
        _key("looks", "w", "Who looked", "Who looked at this person", footer=False),
        _key("export", "X", "Own copy", "Save a copy of all that is kept about them", footer=False),
        _key("back", "escape", "Back", "Go back"),
    )

    def __init__(self, person_id: str) -> None:
        super().__init__()
        self._person_id = person_id
        self._lines: dict[str, HistoryRow] = {}
        self._duplicates: dict[str, Person] = {}

    def body(self) -> ComposeResult:
        """Lay out who it is, and the lines."""
        yield Static(id="person")
        yield LongList(
            *LINES,
            header=False,
            title="Events and programs",
            empty="Never enrolled in anything. Press e to enrol.",
            id="lines",
        )
        yield NoteLine(id="note")

    async def person_id(self) -> str:
        """Return whose card it is."""
        return self._person_id

    def view_query(self) -> Callable[[], PersonCard | None]:
        """Ask for the card."""
        return partial(_card, self.desk, self._person_id)

    def render_view(self, view: PersonCard | None) -> None:
        """Show the card; close it when the person is gone, such as by undoing what added them."""
        if view is None:
            self.app.notify("That person is not in the book any more.", severity="warning")
            self.action_back()
            return
        self.person = view.person
        self._lines = {line.enrolment.id: line for line in (*view.coming, *view.past)}
        self._duplicates = {person.id: person for person, _ in view.duplicates}
        sites = self.host.site_names
        about = person_content(view.person, self.host.glyphs, private=self.host.private)
        self.query_one("#person", Static).update(about)
        self.query_one(LongList).set_rows(card_rows(view, sites, private=self.host.private))
        self.offer_keys()

    def printable(self) -> OpenPrint:
        """Offer the person's own schedule."""
        return OpenPrint(person_id=self._person_id)

    # Keys

    @property
    def line(self) -> HistoryRow | None:
        """The enrolment under the cursor."""
        return self._lines.get(self.query_one(LongList).cursor_key or "") if self.is_mounted else None

    @property
    def under_cursor(self) -> tuple[Enrolment | None, Event | None]:
        """The enrolment under the cursor, and its event."""
        line = self.line
        if line is None:
            return None, None
        return line.enrolment, line.offering if isinstance(line.offering, Event) else None

    @on(LongList.Highlighted)
    def offer_keys(self) -> None:
        """Offer what can be done with the line under the cursor, and show what is noted on it."""
        self.refresh_bindings()
        note = self.line.enrolment.note if self.line and not self.host.private else ""
        self.query_one(NoteLine).say(*filter(None, [note]))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what fits the line under the cursor."""
        line = self.line
        status = line.enrolment.status if line else ""
        if action == "merge":
            return self.is_mounted and self.query_one(LongList).cursor_key in self._duplicates
        if action in ("copy_phone", "copy_email"):
            return bool(self._reached_by(action.removeprefix("copy_")))
        if action == "consents":
            return bool(self.host.clinic.consent_kinds) and not self.host.private
        if action == "path":
            return self.person is not None and self.person.status == "client"
        if action == "check_in" and line and not self._is_due(line):
            return False
        fitting = {
            "withdraw": ("enrolled", "waiting", "offered"),
            "take": ("offered",),
            "check_in": ("enrolled", "no_show"),
            "not_here": ("attended",),
        }
        return status in fitting[action] if action in fitting else True

    def _is_due(self, line: HistoryRow) -> bool:
        """Whether it is today or was before: nobody arrives for what is still to come."""
        offering = line.offering
        return isinstance(offering, Event) and offering.starts.date() <= today(self.desk.now(), offering.zone)

    @use_case
    async def action_enrol(self) -> None:
        """Enrol the person in an event."""
        from atma_tui.ui.enrolments.pick_event import EventPicker

        event = await self.app.push_screen_wait(EventPicker())
        if event is not None:
            self.host.open(EnrolIn(event, person_id=self._person_id))

    @use_case
    async def action_take(self) -> None:
        """Take the offered seat; over a clash only with a reason."""
        if (line := self.line) is not None and self.person is not None:
            await take_offer(self, line.enrolment)

    @use_case
    async def action_notes(self) -> None:
        """Note something on the person, or on the enrolment under the cursor."""
        from atma_tui.ui.dialogs.notes import NotesForm, notes_on

        if self.person is not None:
            enrolment = self.line.enrolment if self.line else None
            things = notes_on(self.person, enrolment, None, private=self.host.private)
            await self.app.push_screen_wait(NotesForm(things))

    def _reached_by(self, field: str) -> str:
        return getattr(self.person, field) if self.person is not None else ""

    def action_copy_phone(self) -> None:
        """Copy the phone number."""
        self.app.copy_to_clipboard(self._reached_by("phone"))
        self.app.notify("The phone number is in the clipboard for a minute.")

    def action_copy_email(self) -> None:
        """Copy the e-mail."""
        self.app.copy_to_clipboard(self._reached_by("email"))
        self.app.notify("The e-mail is in the clipboard for a minute.")

    def action_edit(self) -> None:
        """Change what is known."""
        from atma_tui.ui.people.person_form import PersonForm

        if self.person is not None:
            self.app.push_screen(PersonForm(self.person))

    def action_consents(self) -> None:
        """Note what they agreed to."""
        from atma_tui.ui.people.consents_form import ConsentsForm

        if self.person is not None:
            self.app.push_screen(ConsentsForm(self.person))

    @use_case
    async def action_merge(self) -> None:
        """Merge the duplicate under the cursor into this person, after both were shown side by side."""
        from atma_tui.ui.people.merge import MergeScreen

        duplicate = self._duplicates.get(self.query_one(LongList).cursor_key or "")
        if duplicate is None or self.person is None:
            return
        keep = self.person
        take = await self.app.push_screen_wait(MergeScreen(keep.id, duplicate.id))
        if take is not None:
            await self.host.do(self.desk.merging.merge, keep.id, duplicate.id, take=take)

    @use_case
    async def action_path(self) -> None:
        """Open the path that is under way, else the last one."""
        paths = await on_desk(self.app, self.desk.pathways.of_person, self._person_id)
        paths.sort(key=lambda card: not card.pathway.under_way)
        if paths:
            self.host.open(OpenPath(paths[0].pathway.id))
        else:
            self.app.notify("They are in no one-to-one program.")

    @use_case
    async def action_mask(self) -> None:
        """Mask the client, or unmask, once asked."""
        await change_masking(self, self._person_id)

    def action_looks(self) -> None:
        """Show who looked at the person."""
        if self.person is not None:
            self.host.open(OpenLooks(self.person))

    @use_case
    async def action_export(self) -> None:
        """Write the person's own copy into the folder of reports."""
        from atma_tui.desk.trust.own_copy import write_own_copy

        if self.person is None:
            return
        person, folder, copies = self.person, self.host.settings.private, self.desk.own_copies
        files = await on_desk(self.app, lambda: write_own_copy(copies.of(person.id), None, folder))
        self.desk.looks.saw([person], "person", done="export")
        self.app.notify(f"All that is kept about them is in {files[0]}, and as JSON beside it.", timeout=20)

    @on(LongList.Selected)
    def open_line(self, selected: LongList.Selected) -> None:
        """Open the event of the line, or the card of who may be the same."""
        line = self._lines.get(selected.key)
        if line is None:
            self.host.open(OpenPerson(selected.key))
        elif isinstance(line.offering, Event):
            self.host.open(OpenEvent(line.offering.id))


def _card(desk: Desk, person_id: str) -> PersonCard | None:
    try:
        return desk.people.card(person_id)
    except NotFound:
        return None

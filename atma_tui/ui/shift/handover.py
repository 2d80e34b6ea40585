"""Handover: the note board, what is still open, and what was done today or since somebody was here last."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from atma_tui.desk.shift.handover import Handover
from atma_tui.domain.records import BoardNote
from atma_tui.ui.dialogs.screen import DeskScreen
from atma_tui.ui.ground.door import on_desk, use_case
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.show import show
from atma_tui.ui.requests import OpenEvent, OpenPerson, OpenPrint, Request
from atma_tui.ui.shift.handover_rows import COLUMNS, rows_of, since_words
from atma_tui.ui.shift.note_form import BoardNoteForm
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.words import Words

_GROUP = "Handover"


class HandoverScreen(DeskScreen[Handover]):
    """What the next shift has to know; Enter opens it."""

    MODE = "today"
    CSS_PATH = "handover.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("handover.note", "n", "note", "Note", "Write a note on the board", _GROUP),
        Command("handover.done", "d", "done", "Done", "Take the note under the cursor off the board", _GROUP),
        Command("handover.read", "r", "read", "Read", "Mark all notes as read by you", _GROUP),
        Command("handover.since", "t", "since", "Since", "Today, or since you were here last", _GROUP),
        Command("handover.back", "escape", "back", "Back", "Go back", _GROUP),
    )

    def __init__(self) -> None:
        super().__init__()
        self._since: datetime | None = None
        self._notes: dict[str, BoardNote] = {}
        self._unread: frozenset[str] = frozenset()
        self._opens: dict[str, Request] = {}

    def body(self) -> ComposeResult:
        """The list, and what the line under the cursor says in full."""
        yield Words(id="since")
        yield LongList(*COLUMNS, header=False, title="Handover", empty="", id="handover")
        yield Words(id="whole")

    def view_query(self) -> Callable[[], Handover]:
        """Ask for all of it."""
        return partial(self.desk.handovers.handover, site=self.host.site, since=self._since)

    def render_view(self, view: Handover) -> None:
        """Show it under its headings."""
        self._notes, self._unread = {one.id: one for one in view.notes}, view.unread
        self._opens = {
            **{f"offer {one.enrolment.id}": OpenPerson(one.person.id) for one in view.offers},
            **{f"call {one.call.id}": OpenPerson(one.person.id) for one in view.owed},
            **{f"open {one.enrolment.id}": OpenEvent(one.event.id) for one in view.open},
            **{f"here {one.enrolment.id}": OpenEvent(one.event.id) for one in view.here},
        }
        self.query_one("#since", Words).update(show(since_words(view)))
        sites = self.host.site_names
        self.query_one(LongList).set_rows(rows_of(view, sites, private=self.host.private))
        self.show_whole()

    def printable(self) -> OpenPrint:
        """Offer the handover sheet."""
        return OpenPrint("handover")

    @property
    def _note(self) -> BoardNote | None:
        return self._notes.get(self.query_one(LongList).cursor_key or "") if self.is_mounted else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what fits the line under the cursor."""
        if action == "done":
            return self._note is not None
        return bool(self._unread) if action == "read" else True

    @on(LongList.Highlighted)
    def show_whole(self) -> None:
        """Say the note under the cursor in full, and who has read it."""
        note = self._note
        words = ""
        if note is not None and not self.host.private:
            read = f" Read by {', '.join(note.read_by)}." if note.read_by else ""
            words = f"{' '.join(note.words.split())} ({note.by}).{read}"
        self.query_one("#whole", Words).update(show(words, 600))
        self.refresh_bindings()

    @on(LongList.Selected)
    def open(self) -> None:
        """Open the person or the event, or change a note."""
        key = self.query_one(LongList).cursor_key or ""
        if (note := self._note) is not None and self.host.private:
            self.notify("Initials only: F8 shows notes, then they can be changed.", severity="warning")
        elif note is not None:
            self.app.push_screen(BoardNoteForm(note))
        elif (request := self._opens.get(key)) is not None:
            self.host.open(request)

    def action_note(self) -> None:
        """Write a note."""
        self.app.push_screen(BoardNoteForm())

    @use_case
    async def action_done(self) -> None:
        """Take the note off the board."""
        if (note := self._note) is not None:
            await self.host.do(self.desk.note_board.done, note.id)

    @use_case
    async def action_read(self) -> None:
        """Mark all notes as read."""
        await self.host.do(self.desk.note_board.read, sorted(self._unread))

    @use_case
    async def action_since(self) -> None:
        """Show what was done today, or since the operator was last here."""
        self._since = None if self._since else await on_desk(self.app, self.desk.handovers.last_here)
        self.reload()

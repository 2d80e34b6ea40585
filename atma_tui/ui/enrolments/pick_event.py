"""Picking a coming event, or another site of a program, by typing part of its title, site or day."""

from __future__ import annotations

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from atma_tui.desk.phone_targets import Target
from atma_tui.ui.dialogs.dialog import SearchDialog
from atma_tui.ui.enrolments.pick_event_words import TARGETS, target_row
from atma_tui.ui.ground.door import Refused, on_desk
from atma_tui.ui.ground.show import show
from atma_tui.ui.widgets.entry import Entry
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.long_list import LongList

_MOST = 60
"""Events shown at once; typing narrows."""


class EventPicker(SearchDialog[str]):
    """Pick a coming event, or a program's places; gives the id, None when none was picked."""

    CSS_PATH = "pick_event.tcss"
    KEEPS_NAMES = True

    def __init__(
        self, title: str = "Which event?", text: str = "", *, without: str = "", program: str = ""
    ) -> None:
        """Say in `text` what Enter does; what has the id `without` cannot be meant.

        With the id of a `program` its places are meant, not events.
        """
        super().__init__()
        self._title, self._text, self._without, self._program = title, text, without, program
        self._targets: list[Target] = []

    def compose(self) -> ComposeResult:
        """Lay out the box and the events."""
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = show(self._title)
            yield Entry(hint="Part of the title, the site or the day: open cal, sat, 8 may", id="words")
            yield LongList(*TARGETS, header=False, empty="", id="found")
            yield Static(show(self._text, 300, "$text-warning"), id="says")
            yield KeyLine()

    def on_mount(self) -> None:
        """Keep the seats true while other desks work."""
        self.query_one("#words").focus()
        self.query_one("#says").display = bool(self._text)
        self.watch(self.app, "revision", self.follow)

    def follow(self) -> None:
        """Read the events anew after a commit of this desk or another."""
        self.read()

    @work(exclusive=True, group="read")
    async def read(self) -> None:
        """Read the coming events and show those that fit."""
        try:
            targets = await on_desk(self.app, self.desk.phone_line.targets)
        except Refused:
            self.dismiss(None)
            return
        self._targets = [
            one
            for one in targets
            if one.program == self._program and not one.appointment and one.id != self._without
        ]
        self.search()

    @on(Input.Changed)
    @work(exclusive=True, group="look")
    async def search(self) -> None:
        """Show the events that fit, the soonest first."""
        words = self.query_one("#words", Entry).value
        try:
            found = await on_desk(self.app, self.desk.phone_line.fitting, words, self._targets, _MOST)
        except Refused:
            return
        rows = [target_row(target, self.host.glyphs) for target in found]
        if self.has("#found"):
            self.show_found(words, rows, empty="No other site fits." if self._program else "No coming event fits.")

    def action_enter(self) -> None:
        """Give the event under the cursor, once it fits what was typed."""
        if (
            self.query_one("#words", Entry).value == self.shown_words
            and (key := self.found.cursor_key) is not None
        ):
            self.dismiss(key)

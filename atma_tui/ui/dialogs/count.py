"""Asking for a number of people before something is done.

party = await self.app.push_screen_wait(CountScreen("Party", "Ada, with 3 seats.", 3, ok="changes the party"))
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from atma_tui.domain.errors import InputError
from atma_tui.ui.dialogs.confirm import enter_sentence
from atma_tui.ui.dialogs.form import Form
from atma_tui.ui.ground.show import show, show_lines
from atma_tui.ui.widgets.entry import Field
from atma_tui.ui.widgets.key_line import KeyLine


class CountScreen(Form[int]):
    """Ask for a number of people; gives it, None when nothing is to be done."""

    OK = "Do it"
    KEEPS_NAMES = True
    CSS_PATH = "question.tcss"
    AUTO_FOCUS: ClassVar[str | None] = "#count Input"

    def __init__(
        self, title: str, question: str, start: int, *, least: int = 1, most: int = 200, ok: str = "does it"
    ) -> None:
        """Say in `question` what it is about; `start` is the number that stands there."""
        super().__init__()
        self._heading, self._question, self._number, self._ok = title, question, start, ok
        self._least, self._most = least, most

    def compose(self) -> ComposeResult:
        """Lay out the question, the number, and what Enter does."""
        with Vertical(classes="dialog form") as dialog:
            dialog.border_title = show(self._heading)
            with VerticalScroll(id="question", can_focus=False):
                yield Static(show_lines(self._question))
            yield Field(
                "People",
                self._read,
                str(self._number),
                hint=f"{self._least} to {self._most}",
                max_length=len(str(self._most)),
                id="count",
            )
            yield Static(id="says", classes="says")
            yield self.buttons()
            yield KeyLine()

    def on_mount(self) -> None:
        """Say what Enter does."""
        self.say(enter_sentence(self._ok))

    def _read(self, words: str) -> int:
        number = int(words) if words.isascii() and words.isdigit() else -1
        if not self._least <= number <= self._most:
            raise InputError(f"Type a number of people, {self._least} to {self._most}.")
        return number

    def action_save(self) -> None:
        """Give the number."""
        try:
            self.dismiss(self.query_one(Field).answer())
        except InputError:
            return

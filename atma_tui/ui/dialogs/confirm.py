"""Asking for a yes before something is done.

if await self.app.push_screen_wait(ConfirmScreen("Remove this source?", "Its events stay.", ok="removes it")): ...
"""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from atma_tui.ui.dialogs.dialog import DIALOGS, DeskDialog
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.show import show, show_lines
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.sentence import Sentence


class ConfirmScreen(DeskDialog[bool]):
    """Ask for a yes; gives True, or None when nothing is to be done."""

    ASKS = True
    KEEPS_NAMES = True
    AUTO_FOCUS = "#yes"
    CSS_PATH = "question.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("dialog.confirm", "enter,y", "confirm", "Do it", "Do what the question says", DIALOGS),
        Command("dialog.decline", "n", "close", "No", "Close without doing anything", DIALOGS, footer=False),
    )

    def __init__(self, title: str, text: str, *, ok: str = "does it") -> None:
        """Say in `text`, one or more lines, what would happen; `ok` is what Enter does: `removes the source`."""
        super().__init__()
        self._heading, self._text, self._ok = title, text, ok

    def compose(self) -> ComposeResult:
        """Lay out what would happen, and what Enter does."""
        with Vertical(classes="dialog form") as dialog:
            dialog.border_title = show(self._heading)
            with VerticalScroll(id="question", can_focus=False):
                yield Static(show_lines(self._text))
            yield Static(enter_words(self._ok), id="says", classes="says")
            yes = Button("Yes", variant="primary", compact=True, id="yes")
            yield Horizontal(yes, Button("No", compact=True, id="no"), classes="buttons")
            yield KeyLine()

    @on(Button.Pressed, "#no")
    def press_no(self) -> None:
        """Close."""
        self.action_close()

    @on(Button.Pressed, "#yes")
    def action_confirm(self) -> None:
        """Say yes."""
        self.dismiss(True)


def enter_words(ok: str) -> Content:
    """Return the line that says what Enter does."""
    return enter_sentence(ok).show()


def enter_sentence(ok: str, enter: str = "Enter") -> Sentence:
    """Return the same as a sentence."""
    return Sentence(f"{enter} {ok}; Esc leaves everything as it is.", "warn")

"""Asking for a reason in one line."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Footer, Input, Static

from atma_tui.ui.screens.dialog import DeskDialog
from atma_tui.ui.show import show
from atma_tui.ui.widgets.entry import Field


class WhyScreen(DeskDialog[str]):
    """Ask for a reason that is kept; gives it, None when it is not to be done."""

    CSS = "WhyScreen Static { height: auto; padding: 0 1; margin-bottom: 1; color: $text-warning; }"

    def __init__(self, title: str, words: str) -> None:
        """`words` say what is in the way, and what Enter does with a reason."""
        super().__init__()
        self._title, self._words = title, words

    def compose(self) -> ComposeResult:
        """Lay out the sentence and the field."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = show(self._title)
            yield Static(show(self._words, 400))
            yield Field("Reason", str, hint="it is kept", id="why")
            yield Footer(show_command_palette=False)

    @on(Input.Submitted)
    def enter(self) -> None:
        """Give the reason."""
        field = self.query_one(Field)
        if field.value:
            self.dismiss(field.value)
        else:
            field.say("A reason is needed.")

"""Two small questions: why, and whether."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Footer, Input, Static

from atma_tui.ui.keys import Command, bindings
from atma_tui.ui.screens.dialog import DIALOGS, DeskDialog
from atma_tui.ui.show import show
from atma_tui.ui.widgets.entry import Field


class ReasonScreen(DeskDialog[str]):
    """Ask for a reason; gives it, None when it is not to be done."""

    CSS = "ReasonScreen Static { height: auto; padding: 0 1; margin-bottom: 1; }"

    def __init__(self, title: str, words: str, *, must: bool = True) -> None:
        """`words` say what Enter does; without `must` an empty reason will do."""
        super().__init__()
        self._title, self._words, self._must = title, words, must

    def compose(self) -> ComposeResult:
        """Lay out the sentence and the field."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = show(self._title)
            yield Static(show(self._words, 400))
            yield Field("Reason", str, hint="Enter does it; the reason is kept", id="why")
            yield Footer(show_command_palette=False)

    @on(Input.Submitted)
    def enter(self) -> None:
        """Give the reason."""
        field = self.query_one(Field)
        if field.value or not self._must:
            self.dismiss(field.value)
        else:
            field.say("A reason is needed.")


class ConfirmScreen(DeskDialog[bool]):
    """Ask whether to do something that cannot simply be undone; gives True, or None for no."""

    CSS = "ConfirmScreen Static { height: auto; padding: 0 1; margin-bottom: 1; }"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("dialog.confirm", "enter,y", "confirm", "Do it", "Do what the question says", DIALOGS),
        Command("dialog.decline", "n", "close", "No", "Close without doing anything", DIALOGS, footer=False),
    )

    def __init__(self, title: str, lines: Sequence[str], *, ok: str = "Do it") -> None:
        super().__init__()
        self._title, self._lines, self._ok = title, lines, ok

    def compose(self) -> ComposeResult:
        """Lay out the lines and what Enter does."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = show(self._title)
            yield Static(Content("\n").join(show(line, 300) for line in self._lines))
            yield Static(show(f"Enter: {self._ok} · Esc: leave it", style="$text-accent"))
            yield Footer(show_command_palette=False)

    def action_confirm(self) -> None:
        """Say yes."""
        self.dismiss(True)

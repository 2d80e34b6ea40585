"""Asking before something is done: for a reason that is kept, or for a yes.

why = await self.app.push_screen_wait(ReasonScreen("Cancel the event", "14 will be owed a call.", ok="cancels it"))
if await self.app.push_screen_wait(ConfirmScreen("Remove this source?", "Its events stay.", ok="removes it")): ...
"""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from atma_tui.ui.dialogs.dialog import DIALOGS, DeskDialog
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.show import show, show_lines
from atma_tui.ui.widgets.entry import Field
from atma_tui.ui.widgets.key_line import KeyLine


class ReasonScreen(DeskDialog[str]):
    """Ask for a reason in one line; gives it, None when nothing is to be done."""

    CSS_PATH = "reason.tcss"
    AUTO_FOCUS: ClassVar[str | None] = "#why Input"

    def __init__(self, title: str, question: str, *, ok: str = "does it", must: bool = True) -> None:
        """Say in `view_query` what it is about and what it leads to.

        Args:
            title: of the box.
            question: one or more lines.
            ok: what Enter does, such as `cancels the event`.
            must: whether the reason may not be left out; without one the answer is empty.
        """
        super().__init__()
        self._heading, self._question, self._ok, self._must = title, question, ok, must

    def compose(self) -> ComposeResult:
        """Lay out the question, the field, and what Enter does."""
        with Vertical(classes="dialog form") as dialog:
            dialog.border_title = show(self._heading)
            with VerticalScroll(id="question", can_focus=False):
                yield Static(show_lines(self._question))
            yield Field(
                "Reason", str, hint="the reason is kept in the log" if self._must else "may be left out", id="why"
            )
            enter = "With a reason, Enter" if self._must else "Enter"
            yield Static(enter_words(self._ok, enter), id="says", classes="says")
            yield KeyLine()

    @on(Input.Submitted)
    def enter(self) -> None:
        """Give the reason."""
        field = self.query_one(Field)
        if field.value or not self._must:
            self.dismiss(field.value)
        else:
            field.say("A reason is needed; it is kept in the log.")


class ConfirmScreen(DeskDialog[bool]):
    """Ask for a yes; gives True, or None when nothing is to be done."""

    CSS_PATH = "reason.tcss"
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
            yield KeyLine()

    def action_confirm(self) -> None:
        """Say yes."""
        self.dismiss(True)


def enter_words(ok: str, enter: str = "Enter") -> Content:
    """Return the line that says what Enter does."""
    return show(f"{enter} {ok}; Esc leaves everything as it is.", style="$text-warning")

"""Asking for a reason, which is kept, before something is done.

why = await self.app.push_screen_wait(ReasonScreen("Cancel the event", "14 calls to make.", ok="cancels it"))
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from atma_tui.ui.dialogs.confirm import enter_sentence
from atma_tui.ui.dialogs.form import Form
from atma_tui.ui.ground.show import show, show_lines
from atma_tui.ui.widgets.entry import Field
from atma_tui.ui.widgets.key_line import KeyLine


class ReasonScreen(Form[str]):
    """Ask for a reason in one line; gives it, None when nothing is to be done."""

    OK = "Do it"
    KEEPS_NAMES = True
    CSS_PATH = "question.tcss"
    AUTO_FOCUS: ClassVar[str | None] = "#why Input"

    def __init__(self, title: str, question: str, *, ok: str = "does it", must: bool = True) -> None:
        """Say in `question` what it is about and what it leads to.

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
                "Reason", str, hint="the reason is kept in the log" if self._must else "optional", id="why"
            )
            yield Static(id="says", classes="says")
            yield self.buttons()
            yield KeyLine()

    def on_mount(self) -> None:
        """Say what Enter does."""
        self.say(enter_sentence(self._ok, "With a reason, Enter" if self._must else "Enter"))

    def action_save(self) -> None:
        """Give the reason."""
        field = self.query_one(Field)
        if field.value or not self._must:
            self.dismiss(field.value)
        else:
            field.say("A reason is needed; it is kept in the log.")

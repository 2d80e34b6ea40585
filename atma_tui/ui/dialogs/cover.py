"""A cover over a dialog that names people, while only initials may be shown."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Button, Static

from atma_tui.ui.dialogs.confirm import ConfirmScreen
from atma_tui.ui.dialogs.dialog import DeskDialog
from atma_tui.ui.dialogs.form import Form

_WORDS = """What is open here shows names, so it is covered.

F8 shows names again.
Esc closes what is open, and asks first if something was typed."""


class CoverScreen(DeskDialog[None]):
    """Hides what was laid out with names, with all that was typed there, until names are shown or it is closed."""

    AUTO_FOCUS = ""
    CSS: ClassVar[str] = "CoverScreen { background: $background; }"

    _question: ConfirmScreen | None = None

    def compose(self) -> ComposeResult:
        """Say why nothing is shown, and how to go on."""
        with Vertical(classes="dialog form") as dialog:
            dialog.border_title = "Initials only"
            yield Static(_WORDS)
            show = Button("Show names", variant="primary", compact=True, id="show")
            yield Horizontal(show, Button("Close", compact=True, id="close"), classes="buttons")

    def on_mount(self) -> None:
        """Go once names are shown."""
        self.watch(self.app, "private", self.uncover, init=False)

    def uncover(self, private: bool) -> None:
        """Show again what was open."""
        if not private:
            if self._question is not None:
                self._question.dismiss(None)
            self.dismiss(None)

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Close what is covered, as its own Esc does; the question before that is asked here and names nobody."""
        covered = self._below()[-1]
        if getattr(covered, "busy", False):
            return
        if isinstance(covered, Form) and covered.unsaved:
            words = "It is not saved, and stays covered until F8 shows names again."
            self._question = ConfirmScreen("Throw away what you typed?", words, ok="throws it away")
            self.app.push_screen(self._question, self._close_if)
        else:
            self._close_covered()

    def _close_if(self, yes: bool | None) -> None:
        self._question = None
        if yes:
            self._close_covered()

    def _close_covered(self) -> None:
        """Close the last dialog, and go when those below it name nobody."""
        self._below()[-1].dismiss(None)
        if not any(names_people(screen) for screen in self._below()):
            self.dismiss(None)

    def _below(self) -> list[Screen[Any]]:
        stack = self.app.screen_stack
        return stack[: stack.index(self)]

    @on(Button.Pressed, "#show")
    async def show_names(self) -> None:
        """Show names again."""
        await self.app.run_action("privacy")


def names_people(screen: Screen[Any]) -> bool:
    """Whether a screen stays as it was laid out, with names."""
    return bool(getattr(screen, "KEEPS_NAMES", False))

"""A cover over a dialog that names people, while only initials are to be seen."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from atma_tui.ui.dialogs.dialog import DeskDialog


class CoverScreen(DeskDialog[None]):
    """Hides what was laid out with names, and keeps what was typed there, until names are shown again."""

    AUTO_FOCUS = ""
    CSS: ClassVar[str] = "CoverScreen { background: $background; }"

    def compose(self) -> ComposeResult:
        """Say why nothing is shown, and how to go on."""
        with Vertical(classes="dialog form") as dialog:
            dialog.border_title = "Initials only"
            yield Static("What is open here names people. It is hidden until F8 shows names again.")
            yield Horizontal(Button("Show names", variant="primary", compact=True), classes="buttons")

    def on_mount(self) -> None:
        """Go once names are shown."""
        self.watch(self.app, "private", self.uncover, init=False)

    def uncover(self, private: bool) -> None:
        """Show again what was open."""
        if not private:
            self.dismiss(None)

    def action_close(self) -> None:
        """Stay: Esc, pressed out of habit, shows nobody's name."""

    @on(Button.Pressed)
    async def show_names(self) -> None:
        """Show names again."""
        await self.app.run_action("privacy")

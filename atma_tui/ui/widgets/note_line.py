"""What the desk noted on the row under the cursor, in full below its list; no line at all without any."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from atma_tui.ui.ground.show import show


class NoteLine(Static):
    """Notes, at most three lines of them."""

    DEFAULT_CSS = "NoteLine { height: auto; max-height: 3; padding: 0 2; color: $text-accent; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.display = False

    def say(self, *notes: str) -> None:
        """Show notes, each in a line."""
        self.display = bool(notes)
        self.update(Content("\n").join(show(f"Note: {note}", 400) for note in notes))

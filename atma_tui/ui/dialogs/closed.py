"""The desk before anybody has signed in: nothing of the book is read or shown."""

from __future__ import annotations

from textual.screen import Screen

from atma_tui.ui.dialogs.lock import LockScreen
from atma_tui.ui.host import host_of


class ClosedScreen(Screen[None]):
    """An empty screen below the lock; whoever goes on begins with Today."""

    def on_mount(self) -> None:
        """Ask who is there."""
        self.app.push_screen(LockScreen(anybody=True), self.begin)

    def begin(self, _: None = None) -> None:
        """Begin with Today."""
        self.call_later(host_of(self).action_go, "today")

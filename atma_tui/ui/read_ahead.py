"""Loading the other screens ahead, once the first one is there and the app is idle.

To start fast, a screen's code and stylesheet are only loaded when it is first shown. A moment later there is time
to do it ahead, so that going to a screen does not wait for it.
"""

from __future__ import annotations

from atma_tui.ui.ground.quick import QuickApp
from atma_tui.ui.requests import EnrolIn, OpenEvent, OpenFind, OpenPerson, Request
from atma_tui.ui.routes import screen_class

_SECONDS = 0.15
"""Seconds between two of them, so that no key waits for more than one."""
_SOON: tuple[str | type[Request], ...] = (
    *("events", "people", "calendar", "calls", "programs", "website", "reports"),
    *(OpenEvent, EnrolIn, OpenFind, OpenPerson),
)


class ReadAhead(QuickApp):
    """Base of an app that loads its screens ahead."""

    def on_ready(self) -> None:
        """Begin to read."""
        self._unread = list(_SOON)
        self._reading = self.set_interval(_SECONDS, self._read_next)

    def _read_next(self) -> None:
        if self._unread:
            self.read_sheet(screen_class(self._unread.pop(0)))
        else:
            self._reading.stop()

    def read_all_ahead(self) -> None:
        """Load everything that is left at once."""
        while self._unread:
            self._read_next()

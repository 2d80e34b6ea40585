"""How far the server's clock is ahead of this computer's."""

from __future__ import annotations

import time
from datetime import timedelta

from atma_tui.store.postgres.server import Presence

_LEAST = 1.0
"""Seconds by which clocks may differ without harm; below, this computer's own is used."""
_HOLDS_FOR = 600.0
"""Seconds for which a good measurement is kept: clocks drift, and are set."""


class ServerClock:
    """Measured with every heartbeat; the quicker the answer, the better the measurement."""

    def __init__(self) -> None:
        self._error, self._until = float("inf"), 0.0
        self._ahead = timedelta()

    def measured(self, presence: Presence) -> timedelta:
        """Return how far the server's clock is ahead, this answer included."""
        now = time.monotonic()
        ahead, error = presence.ahead, presence.error
        differs = abs(ahead - self._ahead.total_seconds()) > _LEAST + error
        if error <= self._error or now > self._until or differs:
            self._error, self._until = error, now + _HOLDS_FOR
            self._ahead = timedelta(seconds=ahead) if abs(ahead) > _LEAST + error else timedelta()
        return self._ahead

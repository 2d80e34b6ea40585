"""Locking an idle desk after some minutes without a key or the mouse."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from textual import events

from atma_tui.ui.ground.lockable import Lockable

_LOOK_SECONDS = 5


class IdleLock(Lockable):
    """Base of an app that locks itself; `action_lock` says how, on top of everything that was being typed."""

    lock_after: timedelta = timedelta(0)
    """How long it may be idle before it locks; 0 never locks."""
    _touched: datetime | None = None

    def moment(self) -> datetime:
        """Return the present instant: the wall's, so that time asleep counts."""
        return datetime.now(UTC)

    def action_lock(self) -> None:
        """Hide everything."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Begin to watch."""
        self._touched = self.moment()
        self.set_interval(_LOOK_SECONDS, self.lock_when_idle)

    async def on_event(self, event: events.Event) -> None:
        """Note each key, paste and move of the mouse."""
        if isinstance(event, events.InputEvent | events.Paste):
            self._touched = self.moment()
        await super().on_event(event)

    def lock_when_idle(self) -> None:
        """Lock when nobody touched it for long enough."""
        if self.lock_after and self._touched and self.moment() - self._touched >= self.lock_after:
            self.action_lock()

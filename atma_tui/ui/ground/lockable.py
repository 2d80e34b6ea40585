"""A lock that stays on top: use cases that end while the desk is locked continue below it.

Textual shows whatever was pushed last and closes whatever is on top. Use cases go on after an `await`, when the
desk may have been locked: here the lock is taken off for the moment in which they open, close or go somewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.widget import AwaitMount

from atma_tui.ui.ground.clipboard import ForgetfulClipboard


def is_lock(screen: Screen[Any]) -> bool:
    """Return whether a screen locks the desk."""
    return bool(getattr(screen, "LOCKS", False))


class Lockable(ForgetfulClipboard):
    """Base of an app with a lock, which is a screen that `LOCKS`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self._kept_back: list[dict[str, Any]] = []

    @property
    def locked(self) -> bool:
        """Whether the desk is locked."""
        return bool(self._screen_stack) and is_lock(self._screen_stack[-1])

    @contextmanager
    def below_lock(self) -> Iterator[None]:
        """Do something to the screens below the lock, which follows where they go."""
        lock = self._screen_stack.pop() if self.locked else None
        try:
            yield
        finally:
            if lock is not None:
                self._screen_stack.append(lock)

    @contextmanager
    def on_top(self, screen: Screen[Any]) -> Iterator[None]:
        """Do something to a screen as if it were on top, and leave what is above it as it is."""
        stack = self._screen_stack
        above = stack[stack.index(screen) + 1 :]
        del stack[len(stack) - len(above) :]
        try:
            yield
        finally:
            stack.extend(above)

    def push_screen(self, screen: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as overloaded in Textual
        """Open a screen, below the lock."""
        with self.below_lock():
            return super().push_screen(screen, *args, **kwargs)

    def switch_mode(self, mode: str) -> AwaitMount:
        """Show another mode, below the lock."""
        with self.below_lock():
            return super().switch_mode(mode)

    def notify(
        self,
        message: Any,  # noqa: ANN401
        *,
        title: Any = "",  # noqa: ANN401
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a toast; while the desk is locked only what warns is kept, for whoever goes on."""
        told = {"title": title, "severity": severity, "timeout": timeout, "markup": markup}
        if not self.locked:
            super().notify(message, **told)
        elif severity != "information":
            self._kept_back.append({"message": message, **told})

    def tell_kept_back(self) -> None:
        """Show what was kept back while the desk was locked."""
        kept, self._kept_back = self._kept_back, []
        for one in kept:
            self.notify(**one)

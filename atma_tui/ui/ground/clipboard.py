"""Clearing what was copied here, such as a phone number, from the clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.timer import Timer

CLEAR_SECONDS = 60


if TYPE_CHECKING:
    from textual.app import App

    _App = App[None]
else:
    _App = object  # `SafeApp` is the app: each class that is one takes 0.3 ms of the start


class ForgetfulClipboard(_App):
    """Base of an app whose copies are cleared after a minute, and when it is closed.

    A terminal takes what is copied and does not tell what came after it: only another copy made in this app is
    known to be newer.
    """

    _clearing: Timer | None = None

    def copy_to_clipboard(self, text: str) -> None:
        """Copy a text for a minute."""
        super().copy_to_clipboard(text)
        if self._clearing is not None:
            self._clearing.stop()
        self._clearing = self.set_timer(CLEAR_SECONDS, self.clear_clipboard)

    def clear_clipboard(self) -> None:
        """Clear what was copied; nothing where nothing was."""
        if self._clearing is not None:
            self._clearing.stop()
            self._clearing = None
            super().copy_to_clipboard("")

    def exit(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- as in Textual
        """Clear what was copied, and close."""
        self.clear_clipboard()
        super().exit(*args, **kwargs)

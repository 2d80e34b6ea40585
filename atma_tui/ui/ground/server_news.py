"""Following the server of a shared book: its changes at once, and the state of the connection."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.reactive import var

from atma_tui.desk.sharing_words import state_words
from atma_tui.domain.when import ALBERTA
from atma_tui.ui.ground.lockable import Lockable

if TYPE_CHECKING:
    from atma_tui.desk.desk import Desk

_TOAST_SECONDS = 60


class ServerNews(Lockable):
    """Base of an app over a book that may be shared."""

    connection: var[str] = var("")
    """The state of the connection to a shared book, in words; empty for a book on this computer."""

    desk: Desk

    def poll_book(self) -> object:
        """Look whether the book has changed."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Look at the book as soon as a shared one has news, which come in a thread of their own."""
        self._told = ("", "")
        loop = asyncio.get_running_loop()

        def look() -> None:
            with suppress(RuntimeError):  # the app has just ended
                loop.call_soon_threadsafe(self.poll_book)

        self.desk.listen(look)
        self.show_connection()

    def show_connection(self) -> None:
        """Show how it stands with other desks, and tell what somebody has to know or do."""
        sharing = self.desk.sharing
        self.connection = state_words(sharing, ALBERTA)
        told = (sharing.refusal, sharing.notice) if sharing else ("", "")
        before, self._told = self._told, told
        for words, said in zip(told, before, strict=True):
            if words and words != said:
                self.notify(words, severity="error", timeout=_TOAST_SECONDS, markup=False)

"""Automatic sync: an open desk quietly reads each source when it is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.screen import ModalScreen

from atma_tui.domain.errors import BookError
from atma_tui.domain.when import ago_words
from atma_tui.ui.ground.door import Refused, on_desk_quietly
from atma_tui.ui.ground.lockable import Lockable, is_lock

if TYPE_CHECKING:
    from atma_tui.desk.desk import Desk
    from atma_tui.desk.websites.sync_results import SyncResult
    from atma_tui.domain.records import Source
    from atma_tui.sync.attempts import Outcome

LOOK_SECONDS = 30


class QuietSync(Lockable):
    """Base of an app that keeps in step with its websites."""

    desk: Desk

    def poll_book(self) -> object:
        """Look whether the book has changed."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Begin to look for sources that are due."""
        self._warned: set[str] = set()
        self._busy = False
        self._kept: tuple[Source, Outcome] | None = None
        self.set_interval(LOOK_SECONDS, self.sync_quietly)

    @work(group="quiet-sync")
    async def sync_quietly(self) -> None:
        """Read the source that is due, and apply what is new; never while a dialog is open.

        One that is still being read is waited for; what was read when a dialog has opened is kept until it closes.
        """
        if self._busy or self._is_typed_in:
            return
        self._busy = True
        try:
            self._kept = self._kept or await self._read_due()
            if self._kept and not self._is_typed_in:
                (source, outcome), self._kept = self._kept, None
                self._tell(await on_desk_quietly(self, self.desk.websites.conclude, outcome, asked=False), source)
                self.poll_book()
        except (Refused, BookError):
            return  # the source is due again later, and the masthead says how the book is and how old the copy
        finally:
            self._busy = False

    async def _read_due(self) -> tuple[Source, Outcome] | None:
        source = await on_desk_quietly(self, self._claim_due)
        if source is None:
            return None
        [outcome] = await self.desk.websites.read([source])
        return source, outcome

    def _claim_due(self) -> Source | None:
        book = self.desk.book
        may_read = book.is_writable and book.at_desk.may("write") and self.desk.has_sources()
        return self.desk.websites.claim_due() if may_read else None

    @property
    def _is_typed_in(self) -> bool:
        """Whether a dialog is open, including below the lock; the lock itself does not stop syncs."""
        return any(isinstance(one, ModalScreen) and not is_lock(one) for one in self.screen_stack)

    def _tell(self, result: SyncResult, before: Source) -> None:
        """Say what came in; a failure is only recorded, and what needs a person is said once."""
        if self.locked or result.result == "skipped":
            return
        if result.result in ("applied", "unchanged"):
            self._tell_news(result, before)
        if result.result == "held":
            self._warn(f"{result.source} {result.result}", f"{result.error} · 7 to decide")
        else:
            self._warned.discard(f"{result.source} held")
        for note in result.notes:
            self._warn(f"{result.source} {note}", f"{result.source}: {note}")

    def _tell_news(self, result: SyncResult, before: Source) -> None:
        from atma_tui.sync.planning.phrases import counts_words

        news = (counts_words(result.counts) or "synced") if result.applied else "nothing new"
        if before.failed and before.checked:
            since = ago_words(before.checked, self.desk.now())
            self.notify(
                f"{result.source} answers again; since it was read {since}: {news} · 7 shows it", timeout=8
            )
        elif result.applied:
            self.notify(f"{result.source}: {news} · 7 shows it", timeout=8)

    def _warn(self, what: str, words: str) -> None:
        if what not in self._warned:
            self._warned.add(what)
            self.notify(words, severity="warning", timeout=12)

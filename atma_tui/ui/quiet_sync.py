"""The websites by themselves: an open desk asks each source when it is due, quietly."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import work
from textual.app import App
from textual.screen import ModalScreen

from atma_tui.domain.records import Source
from atma_tui.domain.when import ago_words
from atma_tui.ui.door import Refused, on_desk_quietly

if TYPE_CHECKING:
    from atma_tui.desk.desk import Desk
    from atma_tui.desk.sync_results import SyncResult
    from atma_tui.ui.app import DeskApp

LOOK_SECONDS = 30


class QuietSync(App[None]):
    """Base of an app that keeps in step with its websites."""

    desk: Desk

    def on_mount(self) -> None:
        """Begin to look for sources that are due."""
        self._warned: set[str] = set()
        self.set_interval(LOOK_SECONDS, self.sync_quietly)

    @work(exclusive=True, group="quiet-sync")
    async def sync_quietly(self) -> None:
        """Ask the source that is due, and apply what is new; never while something is being typed in a dialog."""
        if isinstance(self.screen, ModalScreen) or not self.desk.book.store.count(Source):
            return
        websites = self.desk.websites
        try:
            source = await on_desk_quietly(websites.claim_due)
            if source is None:
                return
            [outcome] = await websites.read([source])
            result = await on_desk_quietly(websites.conclude, outcome)
        except Refused:
            return  # the book is busy: the source is due again later, and the masthead says how old the copy is
        self._tell(result, source)
        cast("DeskApp", self).look()

    def _tell(self, result: SyncResult, before: Source) -> None:
        """Say what came; a failure is only kept, and what needs a person is said once."""
        if result.result in ("applied", "unchanged"):
            self._tell_news(result, before)
        if result.result == "held":
            self._warn(f"{result.source} {result.result}", f"{result.error} · 7 to decide")
        else:
            self._warned.discard(f"{result.source} held")
        for note in result.notes:
            self._warn(f"{result.source} {note}", f"{result.source}: {note}")

    def _tell_news(self, result: SyncResult, before: Source) -> None:
        counts = ", ".join(f"{number} {word}" for word, number in result.counts.items() if number)
        news = (counts or "brought in step") if result.applied else "nothing new"
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

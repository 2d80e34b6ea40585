"""Going through the tour: the app shows one card after the other, and takes it away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, work
from textual.screen import ModalScreen

from atma_tui.ui.ground.lockable import Lockable
from atma_tui.ui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from atma_tui.ui.tour.card import TourCard


class Guide(Lockable):
    """Base of an app with a tour."""

    begins_with_tour = False
    """Whether the tour is shown as soon as the app is."""
    _card: TourCard | None = None

    def action_go(self, name: str) -> None:
        """Show the screen of that name."""
        raise NotImplementedError

    def on_ready(self) -> None:
        """Show the tour to new people."""
        if self.begins_with_tour:
            self.action_tour()

    async def on_event(self, event: events.Event) -> None:
        """End the tour with Escape, which does its work on the screen anyway."""
        if isinstance(event, events.Key) and event.key == "escape" and not isinstance(self.screen, ModalScreen):
            self.workers.cancel_group(self, "tour")
            self.end_tour()
        await super().on_event(event)

    @work(exclusive=True, group="tour")
    async def action_tour(self) -> None:
        """Begin the tour, or go on with it; after the last card it ends."""
        from atma_tui.ui.tour.card import STEPS, TourCard

        number = self._card.number + 1 if self._card else 0
        self.end_tour()
        if number == len(STEPS):
            return
        mode = STEPS[number].mode
        if mode != self.current_mode:
            await self.switch_mode(mode)
            self.action_go(mode)
        self._card = TourCard(number)
        await self.screen.mount(self._card, before=self.screen.query_exactly_one(KeyLine))

    def end_tour(self) -> None:
        """Take the card away."""
        if self._card is not None:
            self._card.remove()
            self._card = None

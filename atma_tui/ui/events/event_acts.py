"""What can be done with one event: the one a list's cursor is on, or the one a card shows.

class EventsScreen(EventActs[EventsView]):
    @property
    def event(self) -> Event | None: ...     # everything else here is about it
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from textual import on
from textual.screen import Screen

from atma_tui.desk.events.agenda import OfferingCard
from atma_tui.domain.errors import Clash, Closed
from atma_tui.domain.event_span import has_ended
from atma_tui.domain.records import Event
from atma_tui.domain.timing.minimum import minimum_words
from atma_tui.domain.when import span_words
from atma_tui.ui.dialogs.screen import DeskScreen
from atma_tui.ui.enrolments.anyway import Way, unless
from atma_tui.ui.events.event_rows import calls_words
from atma_tui.ui.ground.door import on_desk_unseen, use_case
from atma_tui.ui.host import host_of
from atma_tui.ui.requests import EnrolIn, OpenEvent, OpenPrint
from atma_tui.ui.widgets.long_list import LongList

if TYPE_CHECKING:
    from atma_tui.domain.series.dates import SeriesPart

View = TypeVar("View")

_CANCELS: dict[SeriesPart, str] = {
    "this": "cancels the event",
    "from-here": "cancels it and the later dates",
    "all": "cancels all dates to come",
}

_RESTORES = (
    Way(Closed, "override", "The site is closed"),
    Way(Clash, "override", "Somebody is booked elsewhere then"),
)
"""The refusals of restoring that a reason overrides."""


class EventActs(DeskScreen[View]):
    """A screen with an event that keys act on."""

    @property
    def event(self) -> Event | None:
        """The event that keys act on, None when there is none."""
        raise NotImplementedError

    @property
    def event_open(self) -> bool:
        """Whether there is one, still to take place or going on."""
        event = self.event
        return event is not None and event.live and not has_ended(event, self.desk.now())

    def printable(self) -> OpenPrint:
        """Offer the sheets of the event."""
        event = self.event
        return OpenPrint(offering_id=event.id, name=event.title) if event else OpenPrint()

    @on(LongList.Selected, "#events, #other-events")
    def action_card(self) -> None:
        """Open its card."""
        if (event := self.event) is not None:
            self.host.open(OpenEvent(event.id))

    def action_enrol(self) -> None:
        """Enrol somebody in it."""
        if (event := self.event) is not None:
            self.host.open(EnrolIn(event.id))

    def action_sum(self) -> None:
        """Show the sum of its seats."""
        from atma_tui.ui.events.seat_sum import SeatSumScreen

        if (event := self.event) is not None:
            self.app.push_screen(SeatSumScreen(event.id))

    @use_case
    async def action_edit(self) -> None:
        """Change it."""
        from atma_tui.ui.events.event_form import fill_in_event

        if (event := self.event) is not None:
            await fill_in_event(self, event)

    @use_case
    async def action_copy(self) -> None:
        """Make another like it."""
        from atma_tui.ui.events.event_form import fill_in_event

        if (event := self.event) is not None:
            self.show_made(await fill_in_event(self, event, copy=True))

    @use_case
    async def action_new(self) -> None:
        """Make a new one, or a series."""
        from atma_tui.ui.events.event_form import fill_in_event

        self.show_made(await fill_in_event(self, given=self.new_texts))

    @property
    def new_texts(self) -> dict[str, str]:
        """What the form of a new event begins with, such as the day that the screen shows."""
        return {}

    def show_made(self, event: Event | None) -> None:
        """Go to an event that was made just now; None when none was."""

    @use_case
    async def action_cancel(self) -> None:
        """Cancel it with a reason; everybody in it is owed a call."""
        if (event := self.event) is not None and event.live:
            await cancel_event(self, event)

    @use_case
    async def action_run_anyway(self) -> None:
        """Decide that it runs with fewer people than it needs, with a reason."""
        if (event := self.event) is not None:
            card = await on_desk_unseen(self.app, self.desk.agenda.card, event.id)
            words = minimum_words(event, card.seats.own.people, self.desk.now())
            await run_anyway(self, event.id, words)

    @use_case
    async def action_restore(self) -> None:
        """Restore it after it was cancelled; everybody in it is owed a call."""
        from atma_tui.ui.dialogs.confirm import ConfirmScreen

        event = self.event
        if event is None or event.live:
            return
        card = await on_desk_unseen(self.app, self.desk.agenda.card, event.id)
        calls = await on_desk_unseen(self.app, self.desk.calls_ahead.of_restoring, event.id)
        question = ConfirmScreen("Restore an event", restore_words(card, calls), ok="restores the event")
        if not await self.app.push_screen_wait(question):
            return
        await unless(self, partial(self.desk.events.restore, event.id), *_RESTORES, ok="restores it anyway")


async def run_anyway(screen: Screen[Any], event_id: str, words: str) -> None:
    """Ask why an event runs with fewer people than it needs, after saying so in `words`, and decide it."""
    from atma_tui.ui.dialogs.reason import ReasonScreen

    host = host_of(screen)
    question = ReasonScreen("Does it run anyway?", words, ok="decides that it runs")
    if (why := await screen.app.push_screen_wait(question)) is not None:
        await host.do(host.desk.minimums.run_anyway, event_id, why)


async def cancel_event(screen: Screen[Any], event: Event) -> bool:
    """Ask which dates and why, and cancel; returns whether that was done."""
    from atma_tui.ui.dialogs.reason import ReasonScreen
    from atma_tui.ui.series.part import ask_part

    host = host_of(screen)
    part = await ask_part(screen, event, "Cancel which dates?")
    if part is None:
        return False
    card = await on_desk_unseen(screen.app, host.desk.agenda.card, event.id)
    calls = await on_desk_unseen(screen.app, host.desk.calls_ahead.of_cancelling, event.id, part)
    question = ReasonScreen("Cancel an event", cancel_words(card, calls), ok=_CANCELS[part])
    why = await screen.app.push_screen_wait(question)
    if why is None:
        return False
    await host.do(host.desk.events.cancel, event.id, why, rev=card.event.rev, dates=part)
    return True


def cancel_words(card: OfferingCard, calls: int) -> str:
    """Say what cancelling an event, or several dates of its series, leads to."""
    return f"{_effect_words(card, calls)} Subscribed calendars show it as cancelled."


def restore_words(card: OfferingCard, calls: int) -> str:
    """Say what restoring an event leads to."""
    return f"{_effect_words(card, calls)} Subscribed calendars show that it takes place."


def _effect_words(card: OfferingCard, calls: int) -> str:
    event = card.event
    when = span_words(event.starts, event.ends, all_day=event.all_day)
    owed = f"{calls_words(calls)} will be on the call list." if calls else "Nobody needs a call."
    return f"{event.title}\n{when}, {card.site.name}\n{owed}"

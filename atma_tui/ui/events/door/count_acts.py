"""Counting people at the door of an event who give no name: one key for each, in and out, or the number typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any, TypeVar

from atma_tui.domain.errors import Full
from atma_tui.domain.records import Event
from atma_tui.ui.enrolments.anyway import Way, unless
from atma_tui.ui.events.event_acts import EventActs
from atma_tui.ui.ground.door import on_desk_unseen, use_case
from atma_tui.ui.ground.keys import Command

View = TypeVar("View")

_GROUP = "Door"
COUNTING = ("count_in", "count_out", "count_all")
"""The actions here."""
COUNT_KEYS = (
    Command(
        "door.count_in", "plus", "count_in", "Count in", "Count one in who gives no name", _GROUP, footer=False
    ),
    Command("door.count_out", "minus", "count_out", "Count out", "Count one out again", _GROUP, footer=False),
    Command("door.count_all", "asterisk", "count_all", "Count", "Type how many came in all", _GROUP, footer=False),
)
"""Their keys, for the screens that have them."""

_LET_IN = Way(Full, "override", "Let them in?")
_runs = count()


class CountActs(EventActs[View]):
    """A screen with an event at whose door people are counted."""

    def __init__(self) -> None:
        super().__init__()
        self._pressed = Counter[tuple[str, bool]]()
        """How often a key was pressed for an event, in or out, that is not in the book yet."""
        self._writing = False
        self._reasons: dict[str, str] = {}
        """Why people are let in over capacity, by event: asked once, not for each of a queue at the door."""

    @property
    def countable(self) -> bool:
        """Whether people come to it who give no name: to no appointment, and not before its day."""
        event = self.event
        return event is not None and event.live and not event.step and self.is_due(event)

    def is_due(self, event: Event) -> bool:
        """Whether people may be there for an event: it is today, or was before."""
        raise NotImplementedError

    def action_count_in(self) -> None:
        """Count one in."""
        self._press(coming=True)

    def action_count_out(self) -> None:
        """Count one out."""
        self._press(coming=False)

    def _press(self, *, coming: bool) -> None:
        if (event := self.event) is None:
            return
        self._pressed[event.id, coming] += 1
        if not self._writing:
            self._writing = True
            self._write(next(_runs))

    @use_case
    async def _write(self, run: int) -> None:
        """Keep what was pressed; keys that are pressed meanwhile are kept together after that."""
        try:
            while self._pressed:
                event_id, coming = next(iter(self._pressed))
                people = self._pressed.pop((event_id, coming))
                if coming:
                    await self._let_in(event_id, partial(self.desk.door_counts.count_in, event_id, people))
                else:
                    await self.host.do(self.desk.door_counts.count_out, event_id, people)
        finally:
            self._pressed.clear()
            self._writing = False

    async def _let_in(self, event_id: str, act: Callable[..., Any]) -> None:
        """Count people in; when it is full only with a reason, which holds from then on."""

        def count_in(override: str = self._reasons.get(event_id, "")) -> Any:  # noqa: ANN401 - what the act returns
            counted = act(override=override)
            self._reasons[event_id] = override
            return counted

        await unless(self, count_in, _LET_IN, ok="counts them in, and all who come after them")

    @use_case
    async def action_count_all(self) -> None:
        """Ask how many came in all, and keep that."""
        from atma_tui.ui.dialogs.count import CountScreen

        if (event := self.event) is None:
            return
        card = await on_desk_unseen(self.app, self.desk.agenda.card, event.id)
        question = CountScreen(
            "How many came without a name?",
            f"{event.title}: all who came in, also those who have left again.",
            card.seats.counted_in,
            least=0,
            most=1000,
            ok="keeps the number",
        )
        if (people := await self.app.push_screen_wait(question)) is not None:
            await self._let_in(event.id, partial(self.desk.door_counts.set_total, event.id, people))

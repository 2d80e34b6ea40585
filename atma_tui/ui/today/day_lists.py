"""What is on, in one list; or, where there is room and two sites are shown, in a list for each, side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message

from atma_tui.desk.events.agenda import EventRow
from atma_tui.domain.event_span import has_ended
from atma_tui.domain.records import Site
from atma_tui.ui.events.event_rows import EVENTS, event_key, under_days
from atma_tui.ui.ground.show import show
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Heading, Row

_HERE = Column("Here", 9, wide_only=60)
_TITLE = "Events"
_EMPTY = "Nothing is on. 2 Events: n makes one."
_NOTHING_TODAY = Heading("Nothing is on today")


class DayLists(Horizontal):
    """The events; the one list that keys act on is `current`."""

    class Switched(Message):
        """Keys act on the other list now."""

    def __init__(self, draw: Callable[[EventRow], Row], *, id: str) -> None:
        super().__init__(id=id)
        columns = (*EVENTS, _HERE)
        self._lists = [
            LongList(*columns, draw=draw, key=event_key, title=_TITLE, empty="", id=name)
            for name in ("events", "other-events")
        ]
        self.current = self._lists[0]
        self._lists[1].display = False

    def compose(self) -> ComposeResult:
        """Lay out both; the second has its place where there are two."""
        yield from self._lists

    @property
    def side_by_side(self) -> bool:
        """Whether each site has a list."""
        return self._lists[1].display

    def set_rows(self, rows: Iterable[EventRow], today: date, sites: Sequence[Site]) -> None:
        """Show events, already in order: of two `sites` side by side, else in one list."""
        rows, second = list(rows), self._lists[1]
        second.display = len(sites) == 2
        if not second.display:
            self.current = self._lists[0]
            self._fill(self.current, rows, today, _TITLE)
            return
        for shown, site in zip(self._lists, sites, strict=True):
            self._fill(shown, [row for row in rows if row.site.id == site.id], today, site.name)

    def _fill(self, shown: LongList, rows: Sequence[EventRow], today: date, title: str) -> None:
        nothing = [] if any(row.event.starts.date() <= today for row in rows) else [_NOTHING_TODAY]
        shown.border_title = show(title)
        shown.set_rows([*nothing, *under_days(rows, today)], empty=_EMPTY)

    def begin_with_next(self, now: datetime) -> None:
        """Put the cursor on the first event that is not over, what is over above the edge."""
        for shown in self._lists:
            rows = (row for row in shown.rows if isinstance(row, EventRow))
            if next_one := next((row for row in rows if not has_ended(row.event, now)), None):
                shown.action_last()
                shown.move_to(next_one.event.id)

    def on_descendant_focus(self, focused: events.DescendantFocus) -> None:
        """Let keys act on the list that has the focus."""
        if isinstance(focused.widget, LongList) and focused.widget is not self.current:
            self.current = focused.widget
            self.post_message(self.Switched())

    def go_to_other(self) -> None:
        """Go to the list of the other site."""
        self._lists[self.current is self._lists[0]].focus()

"""Check-in at the door: type letters of a name, Enter checks in. It lists nobody before two letters are typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from atma_tui.desk.events.agenda import EventRow
from atma_tui.desk.seats.arrivals import Expected
from atma_tui.domain.people.optional import care_words
from atma_tui.domain.records import Enrolment
from atma_tui.ui.ground.show import show
from atma_tui.ui.host import host_of
from atma_tui.ui.today.arrival_box import ArrivalBox
from atma_tui.ui.today.arrival_rows import (
    ARRIVALS,
    arrival_row,
    enough,
    fitting,
    walk_in_events,
    walk_in_rows,
)
from atma_tui.ui.today.today_view import TodayView, here_words
from atma_tui.ui.widgets.detail import NoteLine
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.mark_list import MarkList
from atma_tui.ui.widgets.rows import Heading, Row
from atma_tui.ui.widgets.words import Words

_EMPTY = "Two letters show who fits."


class Arrivals(Vertical):
    """The box, those who fit, and who was checked in last. The screen does what is asked for."""

    class Arrived(Message):
        """Somebody expected is here, or was checked in by mistake: Enter on the line of one."""

        def __init__(self, one: Expected) -> None:
            super().__init__()
            self.one = one

    class Left(Message):
        """Somebody has left."""

        def __init__(self, one: Expected) -> None:
            super().__init__()
            self.one = one

    class AllArrived(Message):
        """All who are marked are here."""

        def __init__(self, several: Sequence[Expected]) -> None:
            super().__init__()
            self.several = several

    class WalkedIn(Message):
        """Somebody is here who is not on the list."""

        def __init__(self, event_id: str, words: str) -> None:
            super().__init__()
            self.event_id, self.words = event_id, words

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, classes="pane")
        self.border_title = "Check-in"
        self._expected: Sequence[Expected] = ()
        self._events: Sequence[EventRow] = ()
        self._found: dict[str, Expected] = {}
        self._now: datetime | None = None
        self._private = False
        self._shown = ""
        self._last: tuple[object, ...] | None = None

    def compose(self) -> ComposeResult:
        """Lay the box over the list."""
        yield ArrivalBox(self.choose, self.leave, self.move, id="arriving")
        yield MarkList(*ARRIVALS, header=False, empty="", id="found")
        yield NoteLine(id="note")
        yield Words(id="last")

    def set_day(self, view: TodayView, now: datetime, *, private: bool) -> None:
        """Take over who is expected today, and at what."""
        self._expected, self._events, self._now, self._private = view.expected, view.day.rows, now, private
        self.border_title = show(f"Check-in: {here_words(view)}")
        if self._last and self._last not in {_state(one.enrolment) for one in view.expected}:
            self._last = None
            self.query_one("#last", Words).update("")
        self.find()

    def say_last(self, words: str, enrolment: Enrolment) -> None:
        """Show what was done last, as long as the enrolment stays as it is."""
        self._last = _state(enrolment)
        self.query_one("#last", Words).update(show(words))

    @property
    def words(self) -> str:
        """What is typed."""
        return self._box.value.strip()

    @property
    def typing(self) -> bool:
        """Whether the box has the focus."""
        return self._box.has_focus

    @property
    def _box(self) -> ArrivalBox:
        return self.query_one(ArrivalBox)

    @property
    def _list(self) -> MarkList:
        return self.query_one(MarkList)

    def type_on(self) -> None:
        """Put the focus on the box."""
        self._box.focus()

    def paste(self, text: str) -> None:
        """Put a text into the box, and the focus."""
        self.type_on()
        self._box.post_message(events.Paste(text))

    def move(self, how: str) -> None:
        """Move among those who fit what is typed."""
        self.search_again()
        getattr(self._list, f"action_{how}")()

    @on(Input.Changed)
    def search_again(self) -> None:
        """Show who fits what is typed now, the cursor on the first."""
        if self.words != self._shown:
            self.find()
            self._list.action_first()
            self.screen.refresh_bindings()

    def find(self) -> None:
        """Show who fits, and below a way in for whoever is not on the list."""
        words, now = self.words, self._now
        self._shown = words
        self.set_class(bool(words), "-typed")
        if self.parent is not None:
            self.parent.set_class(bool(words), "-typing")
        if now is None or not enough(words):
            self._found = {}
            self._list.set_rows([], empty="One more letter." if words else _EMPTY)
            self.show_notes()
            return
        found = fitting(self._expected, words, now)
        self._found = {one.enrolment.id: one for one in found}
        host_of(self).desk.looks.saw([one.person for one in found], "arrivals")
        rows: list[Row | Heading] = [arrival_row(one, private=self._private) for one in found]
        open_events = walk_in_events(self._events, now)
        if open_events:
            rows.append(Heading("Not on the list? Walk in to" if found else "Nobody expected fits. Walk in to"))
            rows += walk_in_rows(open_events, host_of(self).glyphs)
        self._list.set_rows(rows, empty="Nobody expected today fits.")
        self.show_notes()

    @on(LongList.Highlighted)
    def show_notes(self) -> None:
        """Show what matters when the person under the cursor comes, and what is noted on them and on the event."""
        one = self._found.get(self._list.cursor_key or "")
        if one is None:
            self.query_one(NoteLine).say()
            return
        names = not (self._private or one.masked)
        notes = (one.enrolment.note, one.person.notes, one.event.notes) if names else ()
        care = [*care_words(one.person, one.event, host_of(self).clinic, names=names)]
        self.query_one(NoteLine).say(*filter(None, notes), care=care)

    def leave(self) -> None:
        """Say who has left; the box is free for the next at once."""
        self.search_again()
        if (one := self._found.get(self._list.cursor_key or "")) is not None:
            self._box.action_clear()
            self.search_again()
            self.post_message(self.Left(one))

    @on(LongList.Selected)
    def choose(self) -> None:
        """Say who is here; the box is free for the next at once."""
        self.search_again()
        key, words = self._list.cursor_key, self.words
        if key is None:
            return
        one = self._found.get(key)
        marked = [self._found[each] for each in self._list.marked if each in self._found]
        self._box.action_clear()
        self.search_again()
        if marked:
            self.post_message(self.AllArrived(marked))
            return
        self.post_message(self.WalkedIn(key, words) if one is None else self.Arrived(one))


def _state(enrolment: Enrolment) -> tuple[object, ...]:
    return enrolment.id, enrolment.status, enrolment.left

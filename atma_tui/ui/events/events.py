"""Events: what is on by day, at one site or at all; a filter, and the event under the cursor beside the list."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Input

from atma_tui.desk.events.agenda import EventRow
from atma_tui.domain.event_span import has_ended
from atma_tui.domain.records import Event
from atma_tui.domain.timing.late_cancel import is_appointment
from atma_tui.domain.when import today
from atma_tui.ui.events.event_acts import EventActs
from atma_tui.ui.events.event_rows import EVENTS, event_cells, event_key, event_tone, under_days
from atma_tui.ui.events.events_view import EventsView, Wanted, count_words, event_detail, fitting, read_events
from atma_tui.ui.ground.door import looking
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.show import show
from atma_tui.ui.widgets.detail import Beside, Detail, DetailPane
from atma_tui.ui.widgets.entry import Entry
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Row
from atma_tui.ui.widgets.words import Words

_GROUP = "Events"
_EMPTY = "No event is coming. n makes one, p shows past ones."


class EventsScreen(EventActs[EventsView]):
    """All events."""

    MODE = "events"
    AUTO_FOCUS = "#events"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("events.enrol", "e", "enrol", "Enrol", "Enrol somebody in the event under the cursor", _GROUP),
        Command("events.new", "n", "new", "New", "Make a new event, or a series", _GROUP),
        Command("events.filter", "f", "filter", "Filter", "Show only events with the words you type", _GROUP),
        Command("events.edit", "m", "edit", "Change", "Change the event under the cursor", _GROUP),
        Command("events.sum", "equals_sign", "sum", "Seats", "Show the sum of its seats", _GROUP),
        Command("events.copy", "c", "copy", "Copy", "Make one like it at another time", _GROUP, footer=False),
        Command("events.cancel", "k", "cancel", "Cancel", "Cancel it, with a reason", _GROUP, footer=False),
        Command("events.restore", "k", "restore", "Restore", "Put it on again", _GROUP, footer=False),
        Command("events.free", "v", "free", "Free seats", "Only with free seats, or all", _GROUP, footer=False),
        Command("events.days", "d", "days", "Days", "Only today, 7 days, 31 days, or all", _GROUP, footer=False),
        Command("events.kind", "t", "kind", "Kind", "One kind, then the next, or all", _GROUP, footer=False),
        Command("events.past", "p", "past", "Past", "Show past events too, or hide them", _GROUP, footer=False),
        Command(
            "events.cancelled",
            "K",
            "cancelled",
            "Cancelled",
            "Hide cancelled events, or show them",
            _GROUP,
            footer=False,
        ),
        Command(
            "events.appointments",
            "o",
            "appointments",
            "Appointments",
            "Show one-to-one appointments too, or hide them",
            _GROUP,
            footer=False,
        ),
        Command("events.list", "escape,down", "to_list", "List", "Go from the filter to the list", _GROUP),
        Command("events.all", "escape", "all", "All", "Show all events again", _GROUP),
    )

    def __init__(self) -> None:
        super().__init__()
        self._view: EventsView = ()
        self._wanted = Wanted()

    def body(self) -> ComposeResult:
        """The filter, the list, and the event under the cursor."""
        with Horizontal(id="bar", classes="search"):
            yield Entry(hint="f: title, site, kind, 8 dec, full", max_length=60, id="words")
            yield Words(id="count")
        with Beside():
            yield LongList(*EVENTS, draw=self._draw, key=event_key, empty="", title="Events", id="events")
            yield DetailPane("#events", title="Event")

    def view_query(self) -> Callable[[], EventsView]:
        """Ask for the events."""
        return partial(read_events, self.desk, site=self.host.site, past=self._wanted.past)

    def render_view(self, view: EventsView) -> None:
        """Show the list, the cursor where it was; at first on what is coming."""
        self._view = view
        at_first = self._events.cursor_key is None
        self._show_rows()
        now = self.desk.now()
        if at_first and (coming := next((one.row for one in view if not has_ended(one.row.event, now)), None)):
            self._events.move_to(coming.event.id)

    def _show_rows(self) -> None:
        wanted = self._wanted = self._wanted._replace(words=self._words.value)
        rows = fitting(self._view, wanted, today(self.desk.now()))
        empty = "No event fits. Esc shows all." if wanted.narrowed else _EMPTY
        self._events.set_rows(list(under_days(rows, today(self.desk.now()))), empty=empty)
        self.query_one("#count", Words).update(show(count_words(len(rows), self._view, wanted)))
        self.refresh_bindings()

    def _draw(self, row: EventRow) -> Row:
        now = self.desk.now()
        return Row(row.event.id, event_cells(row, now, self.host.glyphs), event_tone(row.event, now))

    @property
    def _events(self) -> LongList:
        return self.query_one("#events", LongList)

    @property
    def _words(self) -> Entry:
        return self.query_one("#words", Entry)

    @property
    def event(self) -> Event | None:
        """The event under the cursor."""
        row: EventRow | None = self._events.cursor_row if self.is_mounted else None
        return row.event if row else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with the event under the cursor, and each way between filter and list."""
        event = self.event
        typing = self.is_mounted and self._words.has_focus
        fits = {
            "enrol": self.event_open,
            "edit": event is not None,
            "copy": event is not None,
            "sum": event is not None,
            "cancel": event is not None and event.live,
            "restore": event is not None and not event.live,
            "to_list": typing,
            "all": self.is_mounted and not typing and (self._wanted.narrowed or bool(self._words.value)),
        }
        return fits.get(action, True)

    def detail_of(self, pane: DetailPane, key: str) -> Detail:
        """Show the event under the cursor."""
        say = partial(event_detail, now=self.desk.now(), glyphs=self.host.glyphs, private=self.host.private)
        return Detail(partial(self.desk.agenda.card, key), say)

    @on(LongList.Highlighted, "#events")
    def offer_keys(self) -> None:
        """Offer what can be done with the event under the cursor."""
        self.refresh_bindings()

    # What is shown

    def action_filter(self) -> None:
        """Type words."""
        self._words.focus()

    @on(Input.Changed, "#words")
    def filter(self) -> None:
        """Show what fits, the cursor on the first."""
        self._show_rows()
        self._events.action_first()

    @on(Input.Submitted, "#words")
    def action_to_list(self) -> None:
        """Go to the list."""
        self._events.focus()

    def action_all(self) -> None:
        """Forget the words and what else narrows the list; the cursor stays on its event."""
        self._wanted = self._wanted._replace(kind="", days=0, free=False)
        with self._words.prevent(Input.Changed):
            self._words.value = ""
        self._show_rows()

    def action_kind(self) -> None:
        """Show only events of one kind, then of the next."""
        self._narrow(self._wanted.next_kind(self._view))

    def action_days(self) -> None:
        """Show only the events of today, of a week, of a month, or all."""
        self._narrow(self._wanted.next_days())

    def action_free(self) -> None:
        """Show only events with free seats, or all."""
        self._narrow(self._wanted._replace(free=not self._wanted.free))

    def _narrow(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._show_rows()

    def action_past(self) -> None:
        """Show past events too, or hide them."""
        self._wanted = self._wanted._replace(past=not self._wanted.past)
        self.reload()

    def action_cancelled(self) -> None:
        """Hide cancelled events, or show them."""
        self._wanted = self._wanted._replace(cancelled=not self._wanted.cancelled)
        self._show_rows()

    def action_appointments(self) -> None:
        """Show one-to-one appointments too, or hide them."""
        self._wanted = self._wanted._replace(appointments=not self._wanted.appointments)
        self._show_rows()

    def show_made(self, event: Event | None) -> None:
        """Go to an event that was made."""
        if event is not None:
            self._wanted = self._wanted._replace(appointments=is_appointment(event) or self._wanted.appointments)
            self.action_all()
            self.go_to(event.id)

    @looking("go")
    async def go_to(self, event_id: str) -> None:
        """Put the cursor on an event once it is in the list."""
        self.render_view(await self.ask())
        self._events.move_to(event_id)

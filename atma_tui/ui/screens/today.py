"""The day at the desk: who is here, what is on, what is owed. Checking in is a, letters, Enter."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from msgspec import Struct
from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from atma_tui.desk.agenda import Day, EventRow
from atma_tui.desk.arrivals import Expected
from atma_tui.desk.calls import CallSheet
from atma_tui.desk.forgotten import Forgotten
from atma_tui.domain.text import clean
from atma_tui.domain.when import ALBERTA, today
from atma_tui.ui.door import Refused, on_desk_quietly, use_case
from atma_tui.ui.keys import Command, bindings
from atma_tui.ui.screens.base import DeskScreen
from atma_tui.ui.screens.event_words import by_day, event_list
from atma_tui.ui.show import plain, show, who
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.entry import Entry
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Row

_GROUP = "Today"
_SOON = 30
"""How many coming events are shown below those of today."""
_MOST = 9
"""People shown for the letters typed."""
_ENOUGH = 2
"""Letters that must be typed before names are shown: the list of who comes is not for browsing."""


class Morning(Struct, frozen=True, kw_only=True):
    """What the screen shows."""

    day: Day
    soon: tuple[EventRow, ...]
    calls: CallSheet
    forgotten: tuple[Forgotten, ...]


class TodayScreen(DeskScreen[Morning]):
    """Arrivals, today's events, and what is owed."""

    MODE = "today"
    CSS_PATH = "today.tcss"
    AUTO_FOCUS = "#events"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("today.arrivals", "a", "arrivals", "Check in", "Go to the check-in box", _GROUP),
        Command(
            "today.leave", "escape", "leave", "Events", "Leave the box: letters and numbers are keys again", _GROUP
        ),
        Command("today.walk_in", "w", "walk_in", "Walk-in", "Enrol and check in somebody who just came", _GROUP),
        Command("today.enrol", "e", "enrol", "Enrol", "Enrol somebody in the event under the cursor", _GROUP),
        Command("today.no_shows", "n", "no_shows", "No-shows", "Mark all who did not come to the event", _GROUP),
        Command("today.up", "up", "move('cursor_up')", "Up", "Move up while typing", _GROUP, footer=False),
        Command(
            "today.down", "down", "move('cursor_down')", "Down", "Move down while typing", _GROUP, footer=False
        ),
    )

    def __init__(self) -> None:
        super().__init__()
        self._found: dict[str, Expected] = {}

    def body(self) -> ComposeResult:
        """The box with who fits, the events, and what is owed."""
        yield Static(id="banner")
        with Container(id="parts"):
            with Vertical(id="arrivals", classes="panel"):
                yield Static("Arrivals", classes="title")
                yield Entry(hint="Check in: letters of the name, or the phone", id="arrival")
                yield LongList(
                    Column("Person", 14, flex=2),
                    Column("Event", 12, flex=2),
                    Column("", 9),
                    header=False,
                    empty="Type two letters; Enter checks in.",
                    id="who",
                )
                yield Static(id="owed")
            with Vertical(id="on", classes="panel"):
                yield Static(id="day", classes="title")
                yield event_list(self.desk_app.glyphs, id="events", empty="Nothing is on.")

    def question(self) -> Callable[[], Morning]:
        """Ask for the day."""
        site, desk = self.desk_app.site, self.desk

        def morning() -> Morning:
            day = desk.agenda.day(site=site)
            coming = desk.agenda.events(site=site)
            soon = [row for row in coming if row.event.starts.date() > day.day][:_SOON]
            return Morning(
                day=day,
                soon=tuple(soon),
                calls=desk.calls.sheet(site),
                forgotten=tuple(desk.forgotten.list(site=site)),
            )

        return morning

    def show_view(self, view: Morning) -> None:
        """Show the day."""
        now = today(self.desk.now(), ALBERTA)
        day = view.day
        self.query_one("#day", Static).update(show(f"{day.here} here of {day.expected} expected today"))
        self.query_one("#events", LongList).set_rows(by_day([*day.rows, *view.soon], now))
        banner = self.query_one("#banner", Static)
        banner.update("Starter events: examples until you edit them, or a website replaces them.")
        banner.display = day.starters
        self.query_one("#owed", Static).update(_owed_words(view))
        self.find(self.query_one("#arrival", Entry).value)

    # Arrivals

    @on(Input.Changed, "#arrival")
    def look_for(self, changed: Input.Changed) -> None:
        """Show who fits the letters."""
        self.find(changed.value)

    @work(exclusive=True, group="find")
    async def find(self, words: str) -> None:
        """Ask who is expected by those letters."""
        words = clean(words, 60)
        names = self.query_one("#who", LongList)
        if len(words) < _ENOUGH:
            self._found = {}
            names.set_rows([], empty="Type two letters; Enter checks in.")
            return
        try:
            found = await on_desk_quietly(self.desk.arrivals.expected, words, site=self.desk_app.site)
        except Refused:
            return
        self._found = {one.enrolment.id: one for one in found[:_MOST]}
        empty = "Nobody expected today fits. Enter takes them as a walk-in."
        names.set_rows([self._who_row(one) for one in found[:_MOST]], empty=empty)

    def _who_row(self, one: Expected) -> Row:
        party = f" +{one.enrolment.party - 1}" if one.enrolment.party > 1 else ""
        words = {"attended": "here", "no_show": "no-show", "offered": "offered"}.get(one.enrolment.status, "")
        name = who(one.person.name, private=self.desk_app.private)
        cells = (f"{name}{party}", f"{one.event.starts:%H:%M} {one.event.title}", words)
        return Row(one.enrolment.id, cells, "dim" if one.enrolment.status == "attended" else "")

    @on(Input.Submitted, "#arrival")
    def arrive(self) -> None:
        """Check in whoever the cursor is on; when nobody fits, go on as a walk-in."""
        box, names = self.query_one("#arrival", Entry), self.query_one("#who", LongList)
        if names.cursor_key is not None:
            self.check_in(names.cursor_key)
        elif len(box.value.strip()) >= _ENOUGH:
            self.action_walk_in()

    @on(LongList.Selected, "#who")
    def arrive_by_click(self, selected: LongList.Selected) -> None:
        """Check in who was chosen in the list."""
        self.check_in(selected.key)

    @use_case
    async def check_in(self, enrolment_id: str) -> None:
        """Check in, or take it back when they are here already; empty the box for the next."""
        one = self._found.get(enrolment_id)
        here = one is not None and one.enrolment.status == "attended"
        act = self.desk.arrivals.undo_check_in if here else self.desk.arrivals.check_in
        await self.desk_app.do(act, enrolment_id)
        self.query_one("#arrival", Entry).value = ""

    def action_move(self, how: str) -> None:
        """Move through who fits while the box has the focus."""
        if self.query_one("#arrival", Entry).has_focus:
            getattr(self.query_one("#who", LongList), f"action_{how}")()

    def action_arrivals(self) -> None:
        """Go to the box."""
        self.query_one("#arrival", Entry).focus()

    def action_leave(self) -> None:
        """Go to the events."""
        self.query_one("#events", LongList).focus()

    # Events

    @property
    def event_id(self) -> str | None:
        """The event under the cursor."""
        return self.query_one("#events", LongList).cursor_key

    @on(LongList.Selected, "#events")
    def open_card(self, selected: LongList.Selected) -> None:
        """Open the card of an event."""
        from atma_tui.ui.screens.event_card import EventCardScreen

        self.app.push_screen(EventCardScreen(selected.key))

    def action_walk_in(self) -> None:
        """Enrol and check in somebody who just came."""
        from atma_tui.ui.screens.enrol import EnrolScreen

        if self.event_id is not None:
            self.app.push_screen(EnrolScreen(self.event_id, arrived=True))

    def action_enrol(self) -> None:
        """Enrol somebody."""
        from atma_tui.ui.screens.enrol import EnrolScreen

        if self.event_id is not None:
            self.app.push_screen(EnrolScreen(self.event_id))

    @use_case
    async def action_no_shows(self) -> None:
        """Mark all who did not come."""
        from atma_tui.ui.screens.reason import ConfirmScreen

        row: EventRow | None = self.query_one("#events", LongList).cursor_row
        if row is None:
            return
        missing = row.seats.own.enrolled - row.seats.attended
        says = f"{missing} of {row.seats.own.enrolled} people have not come to {row.event.title}."
        if await self.app.push_screen_wait(ConfirmScreen("No-shows", says, ok=f"marks {missing} as not come")):
            await self.desk_app.do(self.desk.arrivals.no_shows, row.event.id)


_OWED = {
    "integration": "integration visits owed",
    "clearance": "clearances ending",
    "next_step": "next steps not booked",
    "follow_up": "follow-ups due",
    "minimum": "events below their minimum",
}


def _owed_words(view: Morning) -> Content:
    """Say what is owed in a few lines."""
    lines: list[Content] = []
    offers, owed = len(view.calls.offers), len(view.calls.owed)
    if offers:
        lines.append(show(f"{offers} seats offered, waiting for a yes · key 6", style="$text-warning"))
    if owed:
        lines.append(show(f"{owed} people to call · key 6", style="$text-warning"))
    for reason, words in _OWED.items():
        count = sum(1 for one in view.forgotten if one.reason == reason)
        if count:
            style = "$text-warning" if reason == "integration" else ""
            lines.append(show(f"{count} {words} · key 5", style=style))
    return Content("\n").join(lines) if lines else show(plain("Nobody is owed a call."), style="$text-muted")

"""The card of one event: what it is, the sum of its seats, and everybody who is, was or wants to be in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical, VerticalScroll

from atma_tui.desk.events.agenda import OfferingCard, RosterRow
from atma_tui.domain.event_span import has_begun
from atma_tui.domain.records import Event, Hold
from atma_tui.domain.timing.minimum import is_too_small
from atma_tui.domain.when import today
from atma_tui.ui.enrolments.people_acts import SEVERAL
from atma_tui.ui.events.door.count_acts import COUNT_KEYS, COUNTING
from atma_tui.ui.events.event_card_words import (
    PEOPLE,
    about_content,
    card_rows,
    facts,
    line_notes,
    sum_content,
)
from atma_tui.ui.events.roster_acts import RosterActs
from atma_tui.ui.ground.door import use_case
from atma_tui.ui.ground.keys import CommandsOf, bindings
from atma_tui.ui.requests import EnrolIn, OpenEvent
from atma_tui.ui.widgets.detail import NoteLine
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.mark_list import MarkList
from atma_tui.ui.widgets.words import Words

_key = CommandsOf("event", "Event", footer=False)
_TICK_SECONDS = 20.0
_NOBODY = "Nobody yet. Press e to enrol somebody."
_NOBODY_WAS = "Nobody was enrolled."
_LINE_ACTS = {
    "check_in": ("enrolled", "no_show", "offered", "waiting"),
    "no_show": ("enrolled",),
    "not_here": ("attended",),
    "withdraw": ("enrolled", "waiting", "offered"),
    "take": ("offered",),
    "left": ("attended",),
    "stays": ("attended",),
    "call": ("enrolled", "waiting", "offered"),
    "party": ("enrolled", "waiting", "offered", "attended"),
    "move": ("enrolled", "waiting", "offered"),
    "waive": ("cancelled",),
    "invite": ("enrolled", "waiting", "offered"),
}
"""What can be done with somebody, by how their enrolment stands."""


class EventCardScreen(RosterActs):
    """One event and its people."""

    MODE = "events"
    CSS_PATH = "event_card.tcss"
    AUTO_FOCUS = "#people"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        _key("enrol", "e", "Enrol", "Enrol somebody in this event", footer=True),
        _key("walk_in", "w", "Walk-in", "Enrol and check in somebody who is here", footer=True),
        _key("notes", "i", "Notes", "Note something on the person, or on the event", footer=True),
        _key("check_in", "b", "Here", "Check in the person under the cursor", footer=True),
        _key("not_here", "b", "Not here", "Take the check-in back", footer=True),
        _key("no_show", "a", "No-show", "Mark the person as a no-show; the seat is free again"),
        _key("left", "o", "Has left", "Check out the person; they still count as having come"),
        _key("stays", "o", "Not left", "Take the check-out back"),
        _key("take", "o", "Take offer", "Take the seat that the person is offered", footer=True),
        _key("withdraw", "d", "Withdraw", "Withdraw the person under the cursor", footer=True),
        _key("move", "t", "Move", "Move the person under the cursor to another event"),
        _key("call", "l", "Call", "Put the person on the call list, with what to tell"),
        _key("party", "p", "Party", "Make the party of the person larger or smaller"),
        _key("series", "y", "Series", "Enrol in the series, leave it, or add dates"),
        _key("waive", "f", "Waive", "Do not count the late cancel of the person"),
        _key("invite", "v", "Invitation", "Write the calendar invitation of the person"),
        *COUNT_KEYS,
        _key("sheet", "j", "Sign-in sheet", "Enter who was there, however full it was"),
        _key("hold", "h", "Hold", "Keep seats back, with a name and a reason"),
        _key("release", "r", "Release", "Release the held seats under the cursor"),
        _key("no_shows", "n", "No-shows", "Mark all who did not come"),
        _key("sum", "equals_sign", "Seat sum", "Show how the seats add up"),
        _key("run_anyway", "g", "Runs anyway", "Decide that it runs with fewer people than it needs"),
        _key("edit", "m", "Change", "Change title, time, room, seats"),
        _key("copy", "c", "Copy", "Make one like it at another time"),
        _key("cancel", "k", "Cancel", "Cancel the event, with a reason"),
        _key("restore", "k", "Restore", "Restore the cancelled event"),
        _key("back", "escape", "Back", "Go back", footer=True),
    )

    def __init__(self, event_id: str) -> None:
        super().__init__()
        self._event_id = event_id
        self._card: OfferingCard | None = None

    def body(self) -> ComposeResult:
        """What it is, and who is in it."""
        with Container(id="parts"):
            with VerticalScroll(id="about-it", classes="pane", can_focus=False) as about:
                about.border_title = "Event"
                yield Words(id="facts")
                yield Words(id="sum")
                yield Words(id="about")
            with Vertical(id="roster"):
                yield MarkList(*PEOPLE, header=False, title="People", empty=_NOBODY, id="people")
                yield NoteLine(id="note")

    def on_mount(self) -> None:
        """Let it be seen how long ago somebody came."""
        self.set_interval(_TICK_SECONDS, self.tick)

    def view_query(self) -> Callable[[], OfferingCard]:
        """Ask for the card."""
        return partial(self.desk.agenda.card, self._event_id)

    def render_view(self, view: OfferingCard) -> None:
        """Show the card."""
        self._card = view
        self.lines = {line.enrolment.id: line for line in (*view.roster, *view.waiting, *view.ended)}
        private = self.host.private
        self.query_one("#facts", Words).update(facts(view, self.desk.now(), self.host.glyphs))
        self.query_one("#sum", Words).update(sum_content(view, private=private))
        self.query_one("#about", Words).update(about_content(view.event))
        empty = _NOBODY if self.event_open else _NOBODY_WAS
        self.people.set_rows(card_rows(view, self.desk.now(), private=private), empty=empty)
        self.offer_keys()

    def tick(self) -> None:
        """Say anew how long ago somebody came."""
        if self.is_current and self._card is not None:
            self.render_view(self._card)

    # What keys act on

    @property
    def event(self) -> Event | None:
        """The event, None until it was read."""
        return self._card.event if self._card else None

    def show_made(self, event: Event | None) -> None:
        """Open the card of an event that was copied from this one."""
        if event is not None:
            self.host.open(OpenEvent(event.id))

    @property
    def held(self) -> Hold | None:
        """The hold under the cursor, or the only one there is."""
        holds = self._card.seats.holds if self._card else ()
        under = next((hold for hold in holds if hold.id == self.people.cursor_key), None)
        return holds[0] if under is None and len(holds) == 1 else under

    @property
    def due(self) -> bool:
        """Whether the event is today or was before: nobody arrives for what is still to come."""
        event = self.event
        return event is not None and event.live and self.is_due(event)

    def is_due(self, event: Event) -> bool:
        """Whether an event is today or was before."""
        return event.starts.date() <= today(self.desk.now(), event.zone)

    @on(LongList.Highlighted)
    def offer_keys(self) -> None:
        """Offer what can be done with the line under the cursor, and show what is noted on it."""
        self.refresh_bindings()
        line = self.line
        self.query_one(NoteLine).say(*line_notes(line, private=self.host.private) if line else ())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what fits the event and the line under the cursor."""
        if not self.is_mounted or self._card is None:
            return action not in _LINE_ACTS
        if action in _LINE_ACTS:
            return self._fits_line(action)
        event = self._card.event
        fitting = {
            "enrol": self.event_open,
            "walk_in": self.event_open and self.due,
            **dict.fromkeys(COUNTING, self.countable),
            "sheet": self.countable and has_begun(event, self.desk.now()),
            "hold": self.event_open,
            "series": bool(event.series),
            "release": self.held is not None,
            "run_anyway": self.event_open and is_too_small(event, self._card.seats.own.people),
            "no_shows": has_begun(event, self.desk.now()) and bool(self.missing),
            "cancel": event.live,
            "restore": not event.live,
        }
        return fitting.get(action, True)

    def _fits_line(self, action: str) -> bool:
        if action in SEVERAL and (marked := self.marked):
            return any(one.enrolment.status in _LINE_ACTS[action] for one in marked)
        line, event = self.line, self.event
        if line is None or event is None:
            return False
        if action in ("left", "stays") and line.enrolment.status == "attended":
            return (line.enrolment.left is None) == (action == "left")
        if line.enrolment.came and action in ("check_in", "not_here"):
            return action == "check_in"  # the others of the party may follow
        if line.enrolment.status not in _LINE_ACTS[action]:
            return False
        if action == "party":
            return self.event_open
        if action == "no_show":
            return event.live and has_begun(event, self.desk.now())
        if action == "waive":
            ended = line.enrolment.cancelled
            return ended is not None and ended.late and not ended.waived
        return self.due if action == "check_in" else event.live or action in ("withdraw", "not_here")

    @property
    def missing(self) -> list[RosterRow]:
        """Those who are enrolled and not here."""
        return [line for line in self.lines.values() if line.enrolment.status == "enrolled"]

    @property
    def noted_event(self) -> Event | None:
        """The event."""
        return self.event

    # Seats

    def action_walk_in(self) -> None:
        """Enrol and check in somebody who is here."""
        self.host.open(EnrolIn(self._event_id, arrived=True))

    def action_hold(self) -> None:
        """Keep seats back."""
        from atma_tui.ui.events.hold import HoldScreen

        self.app.push_screen(HoldScreen(self._event_id))

    @use_case
    async def action_release(self) -> None:
        """Give held seats free, once asked: whoever waits is offered them."""
        from atma_tui.ui.dialogs.confirm import ConfirmScreen

        if (hold := self.held) is None:
            return
        waiting = self._card.waiting if self._card else ()
        onward = "Those on the waiting list are offered them." if waiting else "They are open to anyone."
        text = f"{hold.seats} held for {hold.name}: {hold.why}\n{onward}"
        if await self.app.push_screen_wait(ConfirmScreen("Release held seats", text, ok="releases them")):
            await self.host.do(self.desk.holds.release, hold.id)

"""Closing a site for some hours: everybody touched, new dates proposed, one undoable act, then the call list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Select, Static

from atma_tui.desk.closing import Touched
from atma_tui.domain.errors import InputError
from atma_tui.domain.when import read_wall, today, wall
from atma_tui.ui.door import Refused, on_desk_quietly, use_case
from atma_tui.ui.keys import Command, bindings
from atma_tui.ui.screens.dialog import DeskDialog
from atma_tui.ui.show import show, who
from atma_tui.ui.widgets.choice import Choice
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.entry import Field, Labelled
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Row
from atma_tui.ui.widgets.spans import Span

_GROUP = "Closing"
_COLUMNS = (
    Column("When", 16),
    Column("Event", 16, flex=1),
    Column("People", 6, align="right"),
    Column("Then", 19),
)


def touched_row(one: Touched, *, moves: bool) -> Row:
    """Return an event that would be touched, and what becomes of it."""
    people = sum(enrolment.party for enrolment, _ in one.people)
    then = Span(f"to {_short(one.proposed)}", "good") if moves and one.proposed else Span("cancelled", "warn")
    return Row(one.event.id, (_short(one.event.starts), one.event.title, str(people), (then,)))


def effect_words(touched: Sequence[Touched], moves: Sequence[str]) -> str:
    """Say what closing would do."""
    if not touched:
        return "Nothing is on there in those hours."
    calls = sum(len(one.people) for one in touched)
    moved = sum(1 for one in touched if one.event.id in moves)
    parts = [
        f"{moved} moved" if moved else "",
        f"{len(touched) - moved} cancelled" if moved < len(touched) else "",
    ]
    events = "1 event" if len(touched) == 1 else f"{len(touched)} events"
    done = " and ".join(filter(None, parts))
    return f"{events}: {done}, {calls} to call. Enter after the reason does it; u undoes all of it."


def names_words(one: Touched | None, *, private: bool) -> str:
    """Return everybody touched by one event."""
    if one is None:
        return ""
    names = [who(person.name, private=private) for _, person in one.people]
    return ", ".join(names) or "Nobody is enrolled or waits."


def _short(moment: datetime | None) -> str:
    return f"{moment:%a} {moment.day} {moment:%b} {moment:%H:%M}" if moment else ""


class ClosingScreen(DeskDialog[bool]):
    """Close a site for some hours; gives True when it was done, and goes to the call list."""

    CSS_PATH = "closing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("closing.fate", "space", "change_fate", "Move/cancel", "Move the event, or cancel it", _GROUP),
    )

    def __init__(self) -> None:
        super().__init__()
        self._touched: dict[str, Touched] = {}
        self._cancelled: set[str] = set()

    def compose(self) -> ComposeResult:
        """Lay out where and when, who is touched, and why."""
        sites = [(site.id, site.name) for site in self.desk_app.sites]
        now = wall(self.desk.now(), self.desk_app.sites[0].zone) if self.desk_app.sites else None
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = "Close a site for some hours"
            yield Labelled(
                "Site", Choice(sites, none="Which site?", value=self.desk_app.site, id="site"), id="site-field"
            )
            with Horizontal(id="hours"):
                yield Field("From", self._read, f"today {now:%H:%M}" if now else "", id="from", required=True)
                yield Field("To", self._read, "today 23:59", id="to", required=True)
            yield LongList(*_COLUMNS, empty="Pick the site and the hours.", id="touched")
            yield Static(id="names", classes="muted")
            yield Field("Reason", str, hint="Told to everybody who is called", id="why", required=True)
            yield Static(id="effect")
            yield KeyLine()

    def on_mount(self) -> None:
        """Begin with what is missing."""
        first = self._field("from").entry if self.desk_app.site else self.query_one("#site")
        first.focus()
        self.watch(self.app, "revision", self.look_again, init=False)

    @on(Input.Changed, "#from Input, #to Input")
    @on(Select.Changed)
    def look_again(self) -> None:
        """Look who is touched whenever where or when was changed."""
        self.look()

    @work(exclusive=True, group="look")
    async def look(self) -> None:
        """Show everybody touched in the hours as they are typed."""
        asked = self._asked()
        if asked is None:
            self._show([], "Pick the site and the hours.")
            return
        try:
            touched = await on_desk_quietly(self.desk.closing.touched, *asked)
        except Refused as refused:
            self._show([], str(refused.error))
            return
        self._show(touched, "Nothing is on there in those hours.")

    def _show(self, touched: Sequence[Touched], empty: str) -> None:
        self._touched = {one.event.id: one for one in touched}
        rows = [touched_row(one, moves=one.event.id in self._moves) for one in touched]
        self._list.set_rows(rows, empty=empty)
        words = effect_words(touched, list(self._moves)) if touched else ""
        self.query_one("#effect", Static).update(show(words, 300))
        self.show_names()
        self.refresh_bindings()

    @on(LongList.Highlighted)
    def show_names(self) -> None:
        """Show who is in the event under the cursor."""
        one = self._touched.get(self._list.cursor_key or "")
        words = names_words(one, private=self.private)
        self.query_one("#names", Static).update(show(words, 1000))

    @property
    def _list(self) -> LongList:
        return self.query_one(LongList)

    @property
    def _moves(self) -> dict[str, datetime]:
        """The new start of each event that is moved."""
        kept = (one for one in self._touched.values() if one.event.id not in self._cancelled)
        return {one.event.id: one.proposed for one in kept if one.proposed is not None}

    def _asked(self) -> tuple[str, datetime, datetime] | None:
        site = self.query_one("#site", Choice).picked
        try:
            hours = [self._read(self._field(id).value) for id in ("from", "to")]
        except InputError:
            return None
        return (site, hours[0], hours[1]) if site else None

    def _read(self, words: str) -> datetime:
        return read_wall(words, today(self.desk.now()))

    def _field(self, id: str) -> Field[datetime]:
        return self.query_one(f"#{id}", Field)

    # Keys

    def action_change_fate(self) -> None:
        """Move the event under the cursor to its proposed date, or cancel it; go to the next."""
        one = self._touched.get(self._list.cursor_key or "")
        if one is None or not self._list.has_focus:
            return
        if one.proposed is None:
            self.app.notify("No free date was found in the next weeks; it can only be cancelled.")
            return
        self._cancelled ^= {one.event.id}
        self._show(list(self._touched.values()), "")
        self._list.action_cursor_down()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to toggle only when there is something to toggle."""
        return bool(self._touched) if action == "change_fate" else True

    @on(LongList.Selected)
    def go_to_reason(self) -> None:
        """Go on to the reason."""
        self.query_one("#why", Field).entry.focus()

    @on(Input.Submitted, "#from Input, #to Input")
    def go_on(self) -> None:
        """Go on to the next field."""
        self.focus_next()

    @on(Input.Submitted, "#why Input")
    def enter(self) -> None:
        """Do it, when all is said."""
        site = self.query_one("#site", Choice).picked
        if not site:
            self.query_one("#site-field", Labelled).say("Say which site is closed.")
            self.query_one("#site").focus()
            return
        try:
            first, last = self._field("from").answer(), self._field("to").answer()
            why = str(self.query_one("#why", Field).answer())
        except InputError:
            return
        self.close_hours(site, first, last, why)

    @use_case
    async def close_hours(self, site: str, first: datetime, last: datetime, why: str) -> None:
        """Close the site, then go to the call list."""
        await self.desk_app.do(self.desk.closing.close, site, first, last, why, moves=self._moves)
        self.dismiss(True)
        self.desk_app.action_go("calls")

"""Closing a site for some hours: who is affected, proposed new dates, one undoable act, then the call list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from atma_tui.desk.events.closing import Touched
from atma_tui.domain.errors import InputError
from atma_tui.domain.when import read_wall, today, wall
from atma_tui.ui.calls.closing_words import (
    STAYS,
    TOUCHED,
    Fate,
    effect_words,
    first_fate,
    names_words,
    next_fate,
    other_week,
    touched_row,
)
from atma_tui.ui.dialogs.form import Form
from atma_tui.ui.ground.door import Refused, on_desk_quietly, use_case
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.show import show
from atma_tui.ui.widgets.choice import Choice
from atma_tui.ui.widgets.entry import Field, Labelled
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.sentence import Sentence

_GROUP = "Closing"


class ClosingScreen(Form[bool]):
    """Close a site for some hours; gives True when it was done, and goes to the call list."""

    OK = "Close the site"
    MADE_ANEW = True
    CSS_PATH = "closing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command(
            "closing.fate",
            "space",
            "change_fate",
            "Move, cancel, keep",
            "Move the event, cancel it, or let it take place",
            _GROUP,
        ),
        Command("closing.later", "right,plus", "week(1)", "Later", "Move it to the next free week", _GROUP),
        Command("closing.sooner", "left,minus", "week(-1)", "Sooner", "Move it to the free week before", _GROUP),
    )

    def __init__(self) -> None:
        super().__init__()
        self._touched: dict[str, Touched] = {}
        self._fates: dict[str, Fate] = {}

    def compose(self) -> ComposeResult:
        """Lay out where and when, who is touched, and why."""
        sites = [(site.id, site.name) for site in self.host.sites]
        now = wall(self.desk.now(), self.host.sites[0].zone) if self.host.sites else None
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = "Close a site for some hours"
            site = Choice(sites, none="choose…", value=self.host.site, must=True, id="site")
            yield Labelled("Site", site)
            with Horizontal(id="hours"):
                yield Field("From", self._read, f"today {now:%H:%M}" if now else "", id="from", required=True)
                yield Field("To", self._read, "today 23:59", id="to", required=True)
            yield LongList(*TOUCHED, empty="Pick the site and the hours.", id="touched")
            yield Static(id="names", classes="muted")
            yield Field("Reason", str, hint="Told to everybody who is called", id="why", required=True)
            yield Static(id="says")
            yield self.buttons()
            yield KeyLine()

    def on_mount(self) -> None:
        """Begin with what is missing."""
        first = self._field("from").entry if self.host.site else self.query_one("#site")
        first.focus()
        self.watch(self.app, "revision", self.reload_soon, init=False)
        for change in (self.show_names, self.reload_soon):
            self.watch(self.app, "private", change, init=False)

    @on(Input.Changed, "#from Input, #to Input")
    @on(Choice.Changed)
    def reload_soon(self) -> None:
        """Reload after a change of place or time."""
        self.reload()

    @work(exclusive=True, group="reload")
    async def reload(self) -> None:
        """Show everybody affected in the hours that are typed."""
        asked = self._asked()
        if asked is None:
            self._show([], "Pick the site and the hours.")
            return
        try:
            touched = await on_desk_quietly(self.app, self.desk.closing.touched, *asked)
        except Refused as refused:
            self._show([], str(refused.error))
            return
        self._show(touched, "Nothing is on there in those hours.")

    def _show(self, touched: Sequence[Touched], empty: str) -> None:
        if not self.has("#touched", "#names", "#says"):
            return
        self._touched = {one.event.id: one for one in touched}
        self._fates = {one.event.id: self._fate(one) for one in touched}
        rows = [touched_row(one, self._fates[one.event.id]) for one in touched]
        self._list.set_rows(rows, empty=empty)
        self._say()
        self.show_names()
        self.remove_class("-blank")
        self.refresh_bindings()

    def _fate(self, one: Touched) -> Fate:
        """Return what was chosen for an event, if that is still possible."""
        chosen = self._fates.get(one.event.id)
        gone = isinstance(chosen, datetime) and chosen not in one.free
        return first_fate(one) if chosen is None or gone else chosen

    def _say(self) -> None:
        words = effect_words(list(self._touched.values()), self._fates) if self._touched else ""
        self.say(Sentence(words))

    @on(LongList.Highlighted)
    def show_names(self) -> None:
        """Show who is in the event under the cursor."""
        one = self._touched.get(self._list.cursor_key or "")
        words = names_words(one, private=self.private)
        self.query_one("#names", Static).update(show(words, 1000))

    @property
    def _list(self) -> LongList:
        return self.query_one(LongList)

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
        """Move the event under the cursor to its proposed date, cancel it, or let it take place."""
        if (one := self._under) is not None:
            self._decide(one, next_fate(one, self._fates[one.event.id]))

    def action_week(self, by: int) -> None:
        """Move the event under the cursor to another free week."""
        if (one := self._under) is not None:
            self._decide(one, other_week(one, self._fates[one.event.id], by))

    @property
    def _under(self) -> Touched | None:
        return self._touched.get(self._list.cursor_key or "") if self._list.has_focus else None

    def _decide(self, one: Touched, fate: Fate) -> None:
        self._fates[one.event.id] = fate
        self._show(list(self._touched.values()), "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to decide about an event if there is one."""
        return self._under is not None if action in ("change_fate", "week") else True

    @on(LongList.Selected)
    def go_to_reason(self) -> None:
        """Go on to the reason."""
        self.query_one("#why", Field).entry.focus()

    def action_save(self) -> None:
        """Close the site, once everything is filled in."""
        try:
            site = self.chosen("site", "Choose the site.")
            first, last = self._field("from").answer(), self._field("to").answer()
            why = str(self.query_one("#why", Field).answer())
        except InputError:
            return
        self.close_hours(site, first, last, why)

    @use_case
    async def close_hours(self, site: str, first: datetime, last: datetime, why: str) -> None:
        """Close the site, then go to the call list; a refusal is shown here."""
        moves = {id: fate for id, fate in self._fates.items() if isinstance(fate, datetime)}
        stay = [id for id, fate in self._fates.items() if fate == STAYS]
        try:
            await self.do(self.desk.closing.close, site, first, last, why, moves=moves, stay=stay)
        except Refused as refused:
            self.refuse(str(refused.error))
            return
        self.dismiss(True)
        self.host.action_go("calls")

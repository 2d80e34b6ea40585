"""The clients: every path that is under way, its rail in one line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import ClassVar

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from atma_tui.desk.clients.path_cards import PathwayCard
from atma_tui.desk.people.nicknames import nicknames
from atma_tui.domain.paths.pathway import Rail
from atma_tui.domain.people.finding import among
from atma_tui.domain.text import fold
from atma_tui.domain.when import day_words
from atma_tui.ui.clients.booking import book_any
from atma_tui.ui.clients.path_detail import path_detail
from atma_tui.ui.clients.path_words import STATES
from atma_tui.ui.dialogs.screen import DeskScreen
from atma_tui.ui.dialogs.search_keys import SearchKeys
from atma_tui.ui.ground.door import use_case
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.show import show, who
from atma_tui.ui.requests import OpenPath
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.detail import Beside, Detail, DetailPane
from atma_tui.ui.widgets.entry import Entry
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Row
from atma_tui.ui.widgets.spans import Tone

_GROUP = "Clients"
HOLD = "ON HOLD"
_WIDE = 116
"""From so many cells on the whole rail has the room."""
_COLUMNS = (
    Column("Client", 20, flex=3),
    Column("Next", 17),
    Column("Path", 24, flex=9),
    Column("Site", 9, wide_only=126),
    Column("Program", 12, flex=2, wide_only=130),
)


class ClientsScreen(SearchKeys, DeskScreen[list[PathwayCard]]):
    """All paths under way; the box narrows them."""

    MODE = "programs"
    AUTO_FOCUS = "#words"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("clients.open", "enter", "open", "Path", "Open the path of the client under the cursor", _GROUP),
        Command("clients.up", "up", "move('cursor_up')", "Up", "Move up a line", _GROUP, footer=False),
        Command("clients.down", "down", "move('cursor_down')", "Down", "Move down a line", _GROUP, footer=False),
        Command("clients.page_up", "pageup", "move('page_up')", "Up", "Move up a page", _GROUP, footer=False),
        Command(
            "clients.page_down", "pagedown", "move('page_down')", "Down", "Move down a page", _GROUP, footer=False
        ),
        Command("clients.back", "escape", "back", "Back", "Empty the box, then go back", _GROUP),
    )

    def __init__(self, day: date | None = None, clinician: str = "") -> None:
        """Show all; with a day, Enter books an appointment from it on, with a clinician when one is given."""
        super().__init__()
        self._day, self._clinician = day, clinician
        self._cards: list[PathwayCard] = []

    def body(self) -> ComposeResult:
        """Lay out the box, how many fit, and the list."""
        with Horizontal(id="bar", classes="search"):
            yield Entry(hint="Name, step or state: owed, hold, paused, session", id="words")
            yield Static(id="count")
        with Beside():
            title = f"Whose appointment, {day_words(self._day)}?" if self._day else "Clients"
            yield LongList(*_COLUMNS, draw=self._draw, key=_key, empty="", title=title, id="clients")
            yield DetailPane("#clients", title="Path")

    def view_query(self) -> Callable[[], list[PathwayCard]]:
        """Ask for all paths under way."""
        return partial(self.desk.pathways.under_way, site=self.host.site)

    def render_view(self, view: list[PathwayCard]) -> None:
        """Show those that fit."""
        self._cards = view
        self.narrow()

    def on_resize(self) -> None:
        """Draw as much of the rails as there is room for."""
        self.narrow()

    @on(Input.Changed)
    def narrow(self) -> None:
        """Show the clients who fit what is in the box."""
        found = fitting(self._cards, self.query_one(Entry).value)
        none = "Nobody fits." if self._cards else "Nobody is in a one-to-one program yet."
        self.query_one(LongList).set_rows(found, empty=none)
        self.query_one("#count", Static).update(show(f"{len(found)} of {len(self._cards)}"))

    def detail_of(self, pane: DetailPane, key: str) -> Detail:
        """Show the path under the cursor."""
        own = self.host
        say = partial(path_detail, now=self.desk.now(), glyphs=own.glyphs, private=own.private)
        return Detail(partial(self.desk.pathways.card, key), say)

    def _draw(self, card: PathwayCard) -> Row:
        private = self.host.private
        cells = (
            who(card.person.name, private=private),
            remark(card),
            (card.rail if self.query_one(LongList).size.width >= _WIDE else where_they_are(card.rail)).words(),
            card.site.name,
            card.program.title,
        )
        return Row(_key(card), cells, card_tone(card))

    @on(Input.Submitted)
    @on(LongList.Selected)
    def action_open(self) -> None:
        """Open the path under the cursor, or book an appointment of it."""
        if (key := self.query_one(LongList).cursor_key) is None:
            return
        if self._day is None:
            self.host.open(OpenPath(key))
        else:
            self.book(key, self._day)

    @use_case
    async def book(self, pathway_id: str, day: date) -> None:
        """Pick a step of the client and a free time for it."""
        card = next(card for card in self._cards if _key(card) == pathway_id)
        if await book_any(self, card, first=day, clinician=self._clinician) and self.is_current:
            self.dismiss(None)

    def action_move(self, how: str) -> None:
        """Move in the list while the box has the focus."""
        getattr(self.query_one(LongList), f"action_{how}")()

    def action_back(self) -> None:
        """Empty the box, or go back."""
        entry = self.query_one(Entry)
        if entry.value:
            entry.value = ""
        else:
            super().action_back()


def _key(card: PathwayCard) -> str:
    return card.pathway.id


def where_they_are(rail: Rail) -> Rail:
    """Return two steps of a rail, for a narrow list: where a client is, and what is next."""
    steps = rail.steps
    now = max((number for number, one in enumerate(steps) if one.done or one.booked), default=0)
    wanted = next((number for number, one in enumerate(steps) if one.step == rail.wanted), now)
    other = wanted if wanted != now else now + 1
    return replace(rail, steps=tuple(one for number, one in enumerate(steps) if number in (now, other)))


def remark(card: PathwayCard) -> str:
    """Return what to do next for a client, in a few words."""
    place = card.place.status
    if card.pathway.state != "active":
        return STATES[card.pathway.state]
    if place in ("waiting", "offered"):
        return "waits for a place" if place == "waiting" else "place offered"
    if card.hold is not None:
        return HOLD
    wanted = card.rail.wanted
    if wanted is None:
        return "all booked"
    verb = "OWED" if card.rail.owed_since is not None else "book"
    return f"{verb}: {wanted.short or wanted.title}"


def card_tone(card: PathwayCard) -> Tone:
    """Return how a client's line stands out: what is owed most, who is paused least."""
    if card.pathway.state != "active":
        return "dim"
    if remark(card) == HOLD:
        return "bad"
    return "warn" if card.rail.owed_since is not None else ""


def fitting(cards: Sequence[PathwayCard], words: str) -> list[PathwayCard]:
    """Return the cards of people who fit, or that hold every word in rail, state, remark, site or program."""
    wanted = fold(words).split()
    if not wanted:
        return list(cards)
    called = {match.person.id for match in among([card.person for card in cards], words, nicknames())}
    return [card for card in cards if card.person.id in called or all(word in _text(card) for word in wanted)]


def _text(card: PathwayCard) -> str:
    parts = (card.person.name, card.person.known_as, card.rail.words(), card.pathway.state)
    return fold(" ".join((*parts, remark(card), card.site.name, card.program.title)))

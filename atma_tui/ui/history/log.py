"""The log: what was done at all desks, newest first; any act can be undone while nothing later depends on it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from atma_tui.desk.history.history import History
from atma_tui.domain.records import Act, Person
from atma_tui.domain.text import fold
from atma_tui.domain.when import ALBERTA, day_hour, day_words, wall
from atma_tui.ui.dialogs.dialog import DeskDialog
from atma_tui.ui.dialogs.screen import DeskScreen
from atma_tui.ui.ground.door import on_desk, use_case
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.show import show, who
from atma_tui.ui.requests import OpenLooks
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.detail import Beside, Detail, DetailPane
from atma_tui.ui.widgets.entry import Entry
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Row
from atma_tui.ui.widgets.spans import Tone

_GROUP = "Log"
_COLUMNS = (Column("When", 16), Column("Who", 9, flex=1), Column("What", 20, flex=9), Column("", 6))
_RECENT = 300
_SEARCHED = 3000


class LogRow(NamedTuple):
    """An act, and whether it was undone since."""

    act: Act
    undone: bool


def read_log(history: History, words: str, record_id: str = "") -> list[LogRow]:
    """Return the last acts, or those about a record, that hold every word; newest first."""
    acts = history.acts_about(record_id) if record_id else history.recent(_SEARCHED if words else _RECENT)
    wanted = fold(words).split()
    fitting = [act for act in acts if all(word in fold(f"{act.summary} {act.by} {act.verb}") for word in wanted)]
    undone = history.undone_among(fitting[:_RECENT])
    return [LogRow(act, act.id in undone) for act in fitting[:_RECENT]]


def log_row(line: LogRow, *, private: bool) -> Row:
    """Return an act as a row; in privacy mode without what it says, which names people."""
    act = line.act
    at = wall(act.at, ALBERTA)
    text = act.verb if private else act.summary
    tone: Tone = "cancelled" if line.undone else "dim" if act.verb in ("viewed", "lapse") else ""
    return Row(act.id, (day_hour(at), act.by, text, "undone" if line.undone else ""), tone)


class LogScreen(DeskScreen[list[LogRow]]):
    """All acts, or those about one person."""

    MODE = ""
    CSS_PATH = "log.tcss"
    AUTO_FOCUS = "#log"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("log.undo", "z", "undo_line", "Undo this", "Undo the act under the cursor", _GROUP),
        Command("log.search", "f", "search", "Search", "Search in the log", _GROUP),
        Command("log.looks", "w", "looks", "Looks", "Looks at clients that a lead should ask about", _GROUP),
        Command("log.back", "escape", "back", "Back", "Go from the box to the list, then back", _GROUP),
    )

    def __init__(self, person: Person | None = None) -> None:
        """Show all acts, or those about `person`."""
        super().__init__()
        self._person = person
        self._lines: dict[str, LogRow] = {}

    def body(self) -> ComposeResult:
        """Lay out what it is about, the box and the acts."""
        with Horizontal(id="bar", classes="search"):
            yield Static(id="about")
            yield Entry(hint="f: search in the log", id="words")
        with Beside():
            yield LongList(
                *_COLUMNS, empty="Nothing in the log.", title="What was done, the latest first", id="log"
            )
            yield DetailPane("#log", title="Act")

    def view_query(self) -> Callable[[], list[LogRow]]:
        """Ask for the acts that hold the words."""
        words = self.query_one("#words", Entry).value
        return partial(read_log, self.desk.history, words, self._person.id if self._person else "")

    def render_view(self, view: list[LogRow]) -> None:
        """Show the acts."""
        private = self.host.private
        self._lines = {line.act.id: line for line in view}
        name = who(self._person.name, private=private) if self._person else ""
        self.query_one("#about", Static).update(show(f"Log of {name}" if name else "Log", style="bold"))
        self.query_one(LongList).set_rows([log_row(line, private=private) for line in view])

    def detail_of(self, pane: DetailPane, key: str) -> Detail:
        """Show the act under the cursor."""
        line = self._lines[key]
        return Detail(lambda: line, partial(act_content, private=self.host.private))

    @on(Input.Changed)
    def search_again(self) -> None:
        """Search anew."""
        self.query_one(LongList).action_first()
        self.reload()

    @on(Input.Submitted)
    def to_list(self) -> None:
        """Go to the list."""
        self.query_one(LongList).focus()

    def action_search(self) -> None:
        """Go to the box."""
        self.query_one("#words").focus()

    def action_looks(self) -> None:
        """Show the looks that a lead should ask about."""
        self.host.open(OpenLooks())

    def action_back(self) -> None:
        """Go to the list from the box, else back."""
        if isinstance(self.focused, Entry):
            self.to_list()
        elif self.is_current:
            self.dismiss(None)

    @use_case
    async def action_undo_line(self) -> None:
        """Undo the act under the cursor, one's own last one at once, any other once asked."""
        line = self._lines.get(self.query_one(LongList).cursor_key or "")
        if line is None:
            return
        why = await on_desk(self.app, self.desk.history.why_ask, line.act)
        if not why or await self._is_meant(line.act, why):
            await self.host.do(self.desk.history.undo, line.act.id)

    async def _is_meant(self, act: Act, why: str) -> bool:
        from atma_tui.ui.dialogs.confirm import ConfirmScreen

        private = self.host.private
        text = act.verb if private else f"“{act.summary}” {why}."
        return await self.app.push_screen_wait(ConfirmScreen("Undo this?", text, ok="undoes it")) is True

    @on(LongList.Selected)
    def open_act(self, selected: LongList.Selected) -> None:
        """Show everything that is kept of an act."""
        self.app.push_screen(ActScreen(self._lines[selected.key]))


class ActScreen(DeskDialog[None]):
    """Everything that is kept of one act."""

    CSS_PATH = "log.tcss"
    KEEPS_NAMES = True

    def __init__(self, line: LogRow) -> None:
        super().__init__()
        self._line = line

    def compose(self) -> ComposeResult:
        """Lay the facts out."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "In the log"
            with VerticalScroll():
                yield Static(act_content(self._line, private=self.private))
            yield KeyLine()


def act_content(line: LogRow, *, private: bool) -> Content:
    """Return an act in full: what, when, who, and which records it made or changed."""
    act = line.act
    at = wall(act.at, ALBERTA)
    facts = [
        ("What", act.verb if private else act.summary),
        ("When", f"{day_words(at.date())}, {at:%H:%M:%S} Alberta time"),
        ("Who", act.by),
        ("Kind", act.verb + (" · undone since" if line.undone else "")),
        ("Number", act.id),
        ("Undid", act.undoes),
        *(("Changed" if change.before else "Made", f"{change.kind} {change.id}") for change in act.changes[:50]),
    ]
    more = len(act.changes) - 50
    if more > 0:
        facts.append(("", f"and {more} more"))
    parts = [(f"{name:<9}", show(text, 400)) for name, text in facts if text]
    lines = [Content.assemble((name, "$foreground-muted"), text) for name, text in parts]
    return Content("\n").join(lines)

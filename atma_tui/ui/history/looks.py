"""Who looked at somebody; without anybody, the looks that a lead should ask about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from atma_tui.desk.desk import Desk
from atma_tui.desk.history.look_log import LookRow
from atma_tui.domain.records import Person
from atma_tui.domain.trust.unusual import WORDS
from atma_tui.domain.when import ALBERTA, day_hour, today, wall
from atma_tui.ui.dialogs.screen import DeskScreen
from atma_tui.ui.ground.door import on_desk, use_case
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.show import show, who
from atma_tui.ui.requests import OpenPrint
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Row

_GROUP = "Looks"
_COLUMNS = (Column("When", 16), Column("Who", 9, flex=1), Column("Where", 14, flex=2), Column("", 20, flex=6))
_DAYS = 30
"""So far back unusual looks are listed."""


class LookLine(NamedTuple):
    """A look, and why it is unusual or was allowed."""

    row: LookRow
    why: tuple[str, ...]


def read_looks(desk: Desk, person_id: str) -> list[LookLine]:
    """Return who looked at a person; without one, the unusual looks of the last days."""
    if person_id:
        return [LookLine(row, ()) for row in desk.look_log.at_person(person_id)]
    last = today(desk.now())
    found = desk.look_log.unusual(last - timedelta(days=_DAYS), last)
    return [LookLine(row, tuple(WORDS[why] for why in one.why)) for row, one in found]


def look_row(line: LookLine, *, names: bool, private: bool) -> Row:
    """Return a look as a row: when, who, what was done where, at whom, and why."""
    look, at = line.row.look, wall(line.row.look.at, ALBERTA)
    seen = ", ".join(who(name, private=private) or id for id, name in line.row.people) if names else ""
    more = "; ".join(filter(None, (seen, look.reason, *line.why)))
    return Row(look.id, (day_hour(at), look.by, f"{look.done}: {look.place}", more))


class LooksScreen(DeskScreen[list[LookLine]]):
    """Who looked at somebody, newest first; without anybody, the unusual looks of the last month."""

    MODE = ""
    CSS_PATH = "log.tcss"
    AUTO_FOCUS = "#looks"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("looks.file", "c", "write", "File", "Write the looks to a file for a spreadsheet", _GROUP),
        Command("looks.back", "escape", "back", "Back", "Go back", _GROUP),
    )

    def __init__(self, person: Person | None = None) -> None:
        """Show the looks at `person`, or the unusual ones."""
        super().__init__()
        self._person = person
        self._lines: Sequence[LookLine] = ()

    def body(self) -> ComposeResult:
        """Lay out whom it is about, and the looks."""
        yield Static(id="about")
        yield LongList(*_COLUMNS, empty="No such look.", title="Looks, the latest first", id="looks")

    def view_query(self) -> Callable[[], list[LookLine]]:
        """Ask for the looks."""
        return partial(read_looks, self.desk, self._person.id if self._person else "")

    def render_view(self, view: list[LookLine]) -> None:
        """Show the looks."""
        private, self._lines = self.host.private, view
        name = who(self._person.name, private=private) if self._person else ""
        title = f"Who looked at {name}" if name else f"Looks to ask about, last {_DAYS} days"
        self.query_one("#about", Static).update(show(title, style="bold"))
        rows = [look_row(line, names=self._person is None, private=private) for line in view]
        self.query_one(LongList).set_rows(rows)

    def printable(self) -> OpenPrint:
        """Offer the looks at the person on paper."""
        return OpenPrint("looks", person_id=self._person.id) if self._person else OpenPrint()

    @use_case
    async def action_write(self) -> None:
        """Write the looks to a file in the folder for reports."""
        from atma_tui.desk.history.look_file import write_looks

        rows = [line.row for line in self._lines]
        name = self._person.id if self._person else "unusual"
        file = await on_desk(self.app, write_looks, self.host.settings.private, name, rows)
        self.desk.looks.saw(rows, "looks", done="export")
        self.notify(f"{len(rows)} looks are in {file}.")

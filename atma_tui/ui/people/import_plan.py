"""What importing people would do, row by row, before anything is done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from atma_tui.desk.importing.plan import ImportPlan, PlanRow, RowKind
from atma_tui.ui.dialogs.dialog import DeskDialog
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.show import show, who
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Heading, Row
from atma_tui.ui.widgets.spans import Tone

_COLUMNS = (Column("Row", 5, align="right"), Column("Name", 14, flex=1), Column("Result", 20, flex=2))
_GROUPS: dict[RowKind, tuple[str, Tone]] = {
    "bad": ("Bad", "bad"),
    "duplicate": ("Perhaps known", "warn"),
    "cancelled": ("Cancelled there, left out", "dim"),
    "double": ("Twice in the file", "dim"),
    "known": ("In the book already", "dim"),
    "new": ("New", "good"),
}
"""What needs a look first comes first."""
_SEAT_TONES: dict[str, Tone] = {"waiting": "warn", "offered": "warn", "refused": "bad"}
"""Rows whose people get no seat at once."""
_BAD = "Nothing is imported while rows are bad. Esc goes back: correct the file, or leave bad rows out."


class ImportPlanScreen(DeskDialog[bool]):
    """Show what an import would do; gives whether it is wanted."""

    CSS_PATH = "import_plan.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command(
            "people_plan.apply", "ctrl+s", "apply", "Import", "Import as shown, in one act", "Plan", first=True
        ),
    )

    def __init__(self, plan: ImportPlan, name: str) -> None:
        super().__init__()
        self._plan, self._file_name = plan, name

    def compose(self) -> ComposeResult:
        """Counts, columns, the rows, and the row under the cursor in full."""
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = show(f"What {self._file_name} would change")
            counts = self._plan.counts_words()
            yield Static(show(f"{counts[:1].upper()}{counts[1:]}", 400), id="counts")
            yield Static(show(" ".join(_columns_words(self._plan)), 1_000), id="columns")
            yield LongList(*_COLUMNS, empty="The file has no rows.", id="rows")
            yield Static(id="row")
            yield KeyLine()

    def on_mount(self) -> None:
        """Show the rows, also when initials are wanted or not any more."""
        self.query_one(LongList).focus()
        self.watch(self.app, "private", self.show_rows)

    def show_rows(self) -> None:
        """Show the rows, and the one under the cursor in full."""
        rows = self.query_one(LongList)
        rows.set_rows([*_rows(self._plan, private=self.private)])
        self._show_row(rows.cursor_key)

    @on(LongList.Highlighted)
    def follow_cursor(self, moved: LongList.Highlighted) -> None:
        """Show the row under the cursor in full."""
        self._show_row(moved.key)

    def _show_row(self, key: str | None) -> None:
        found = next((row for row in self._plan.rows if str(row.number) == key), None)
        words = _words(found, private=self.private) if found else ""
        self.query_one("#row", Static).update(show(words, 600))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to import what changes something and has no bad rows in the way."""
        return self._plan.changes and not self._plan.stopped if action == "apply" else True

    def action_apply(self) -> None:
        """Import it."""
        self.dismiss(True)


def _columns_words(plan: ImportPlan) -> Iterator[str]:
    if plan.stopped:
        yield _BAD
    yield from plan.columns_words()
    yield from plan.notes


def _rows(plan: ImportPlan, *, private: bool) -> Iterator[Row | Heading]:
    for kind, (title, tone) in _GROUPS.items():
        members = [row for row in plan.rows if row.kind == kind]
        if members:
            yield Heading(f"{title} ({len(members)})")
        for row in members:
            name = who(row.name, private=private) if row.name else ""
            cells = (str(row.number), name, _words(row, private=private))
            yield Row(str(row.number), cells, _SEAT_TONES.get(row.seat.status, tone) if row.seat else tone)


def _words(row: PlanRow, *, private: bool) -> str:
    """Say what becomes of a row; with initials only, what stands in its cells is not repeated."""
    if private and row.problems:
        return "bad; F8 shows why"
    if private and row.seat is not None:
        named = row.seat.why
        for name in filter(None, (row.like, row.name)):
            named = named.replace(name, who(name, private=True))
        row = replace(row, seat=replace(row.seat, why=named))
    return replace(row, like=who(row.like, private=private) if row.like else "").words()

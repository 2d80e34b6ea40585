"""Before two records of one person are merged: both side by side, and which value of each field stays."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from atma_tui.desk.people.merging import Side
from atma_tui.domain.people.merging import MergeField
from atma_tui.ui.dialogs.confirm import enter_words
from atma_tui.ui.dialogs.dialog import ViewDialog
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.show import show
from atma_tui.ui.people.merge_words import SIDES, choosable, merge_rows
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.long_list import LongList

_FOLLOWS = (
    "Seats, places in line, paths, calls and history go to the record that stays. "
    "Values that are not chosen (*) still find the person."
)


class MergeScreen(ViewDialog[frozenset[MergeField], tuple[Side, Side]]):
    """Gives the fields that are taken from the double, None when the two are not merged."""

    CSS_PATH = "merge.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("merge.other", "space", "other", "Other value", "Choose the other value of the field", "Merge"),
    )

    def __init__(self, keep_id: str, double_id: str) -> None:
        super().__init__()
        self._ids = keep_id, double_id
        self._take: frozenset[MergeField] = frozenset()
        self._sides: tuple[Side, Side] | None = None

    def compose(self) -> ComposeResult:
        """Lay out both records, what follows, and what Enter does."""
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = "The same person?"
            yield LongList(*SIDES, id="sides")
            yield Static(Content("\n").join([show(_FOLLOWS, 300), enter_words("merges the two")]), id="says")
            yield KeyLine()

    def view_query(self) -> Callable[[], tuple[Side, Side]]:
        """Ask for both records."""
        return partial(self.desk.merging.compare, *self._ids)

    def render_view(self, view: tuple[Side, Side]) -> None:
        """Show them side by side."""
        self._sides = view
        self.query_one(LongList).set_rows(merge_rows(*view, self._take, private=self.private))

    def action_other(self) -> None:
        """Choose the other value of the field under the cursor."""
        if self._sides is None:
            return
        key = self.query_one(LongList).cursor_key
        self._take ^= frozenset(field for field in choosable(*self._sides) if field == key)
        self.render_view(self._sides)

    @on(LongList.Selected)
    def merge(self) -> None:
        """Say yes."""
        if self._sides is not None:
            self.dismiss(self._take)

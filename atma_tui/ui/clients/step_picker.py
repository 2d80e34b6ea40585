"""Picking a step of a client's path."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from atma_tui.desk.clients.path_cards import PathwayCard
from atma_tui.ui.clients.path_words import step_row
from atma_tui.ui.dialogs.dialog import DeskDialog
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.long_list import LongList

_COLUMNS = (Column("Step", 20, flex=1), Column("", 18), Column("Cannot be booked", 12, flex=2, wide_only=60))


class StepPicker(DeskDialog[str]):
    """Pick a step; gives its id, None when none was picked."""

    CSS_PATH = "slots.tcss"

    def __init__(self, card: PathwayCard) -> None:
        super().__init__()
        self._card = card

    def compose(self) -> ComposeResult:
        """Lay out the steps."""
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = "Which step?"
            yield LongList(*_COLUMNS, header=False, id="steps")
            yield KeyLine()

    def on_mount(self) -> None:
        """Show the steps, the cursor on the one that is wanted."""
        gates = dict(self._card.gates)
        steps = self.query_one(LongList)
        steps.set_rows([step_row(one, gates.get(one.step.id, ())) for one in self._card.rail.steps])
        if (wanted := self._card.rail.wanted) is not None:
            steps.move_to(wanted.id)
        steps.focus()

    @on(LongList.Selected)
    def pick(self, selected: LongList.Selected) -> None:
        """Give the step."""
        self.dismiss(selected.key)

"""Picking a clinician."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from atma_tui.domain.records import Clinician
from atma_tui.ui.dialogs.dialog import DeskDialog
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Row

_COLUMNS = (Column("Name", 20, flex=2), Column("Role", 14, flex=1))


class ClinicianPicker(DeskDialog[str]):
    """Pick a clinician; gives the id, None when none was picked."""

    CSS_PATH = "clinician_week.tcss"

    def __init__(self, clinicians: Sequence[Clinician], clinician_id: str) -> None:
        """Begin on the one of that id."""
        super().__init__()
        self._clinicians, self._current = clinicians, clinician_id

    def compose(self) -> ComposeResult:
        """Lay out the names."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "Whose week?"
            yield LongList(*_COLUMNS, header=False, id="clinicians")
            yield KeyLine()

    def on_mount(self) -> None:
        """Show them, those who left dimmed."""
        names = self.query_one(LongList)
        names.set_rows(
            [Row(one.id, (one.name, one.role), "" if one.active else "dim") for one in self._clinicians]
        )
        names.move_to(self._current)
        names.focus()

    @on(LongList.Selected)
    def pick(self, selected: LongList.Selected) -> None:
        """Give the one under the cursor."""
        self.dismiss(selected.key)

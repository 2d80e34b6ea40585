"""Which days a report is about."""

from __future__ import annotations

from datetime import date

from textual.app import ComposeResult
from textual.containers import Vertical

from atma_tui.domain.errors import InputError
from atma_tui.domain.when import read_day, read_last_day, today
from atma_tui.ui.dialogs.form import Form
from atma_tui.ui.widgets.entry import Field
from atma_tui.ui.widgets.key_line import KeyLine

_HINT = "In the past: 2026-12-08, 8 dec, fri, -7"


class DaysScreen(Form[tuple[date, date]]):
    """Ask for the first and the last day; gives both, None when nothing was chosen."""

    OK = "Count"

    def __init__(self, first: date, last: date) -> None:
        super().__init__()
        self._first, self._last = first, last

    def compose(self) -> ComposeResult:
        """Lay out both days."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "Which days?"
            yield Field(
                "First day", self._read_first, self._first.isoformat(), hint=_HINT, required=True, id="first"
            )
            yield Field("Last day", self._read_last, self._last.isoformat(), hint=_HINT, required=True, id="last")
            yield self.buttons()
            yield KeyLine()

    def _read_first(self, words: str) -> date:
        return read_day(words, today(self.desk.now()), past=True)

    def _read_last(self, words: str) -> date:
        try:
            first = self._read_first(self.query_one("#first", Field).value)
        except InputError:
            first = None
        return read_last_day(words, first, today(self.desk.now()))

    def action_save(self) -> None:
        """Give both days, when they make sense."""
        first, last = self.query_one("#first", Field), self.query_one("#last", Field)
        try:
            days = first.answer(), last.answer()
        except InputError:
            return
        if days[1] < days[0]:
            last.say("The last day is before the first.")
        else:
            self.dismiss(days)

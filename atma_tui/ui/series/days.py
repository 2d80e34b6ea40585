"""Asking on which dates a series goes on."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from atma_tui.desk.events.series import Outlook
from atma_tui.domain.errors import Closed, InputError
from atma_tui.domain.records import Event
from atma_tui.domain.series.rhythm import EVERY_WORDS, Repeat
from atma_tui.ui.dialogs.form import Form
from atma_tui.ui.enrolments.anyway import Way, unless
from atma_tui.ui.ground.door import Refused, use_case
from atma_tui.ui.ground.show import show
from atma_tui.ui.series.words import read_dates
from atma_tui.ui.widgets.entry import Field
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.sentence import Sentence

_CLOSED = Way(Closed, "override", "The site is closed")


class SeriesDaysScreen(Form[list[Event]]):
    """Ask for how many dates, until when, or for days; gives the events that were added."""

    KEEPS_NAMES = True
    CSS = "SeriesDaysScreen Static { height: auto; padding: 0 1; margin-bottom: 1; }"
    AUTO_FOCUS: ClassVar[str | None] = "#dates Input"

    def __init__(self, series: str, outlook: Outlook, today: date) -> None:
        super().__init__()
        self._series, self._outlook, self._today = series, outlook, today

    def compose(self) -> ComposeResult:
        """Lay out what the series is, the dates, and what Enter does."""
        hint = "4, until 30 jun; or days: 22 dec, 5 jan"
        with Vertical(classes="dialog form") as dialog:
            dialog.border_title = "Add dates to the series"
            yield Static(show(f"{self._outlook.title}, {EVERY_WORDS[self._outlook.every]}", 300))
            yield Field("Dates", self._read, "", hint=hint, required=True, max_length=300, id="dates")
            yield Static(id="says")
            yield self.buttons()
            yield KeyLine()

    def _read(self, words: str) -> Repeat:
        return read_dates(words, self._today)

    def on_mount(self) -> None:
        """Say what Enter does."""
        super().on_mount()
        self.say(
            Sentence(
                "Enter adds them; people in the whole series are enrolled in them. A left-out day may be one.",
                "warn",
            )
        )

    @use_case
    async def action_save(self) -> None:
        """Add them."""
        field: Field[Repeat] = self.query_one("#dates", Field)
        try:
            repeat = field.answer()
        except InputError:
            return
        extend = partial(self.desk.series.extend, self._series, repeat)
        try:
            made = await unless(self, extend, _CLOSED, ok="adds them anyway", tells=False)
        except Refused as refused:
            self.refuse(str(refused.error))
            return
        if made is not None:
            self.dismiss(made)

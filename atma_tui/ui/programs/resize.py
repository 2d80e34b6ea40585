"""Setting the number of places of a program at a site."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from atma_tui.desk.events.agenda import ProgramSeatsRow
from atma_tui.domain.errors import InputError, TooSmall
from atma_tui.ui.dialogs.form import Form
from atma_tui.ui.enrolments.anyway import Way, unless
from atma_tui.ui.ground.door import use_case
from atma_tui.ui.ground.show import show
from atma_tui.ui.widgets.entry import Field
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.seats import seat_cell
from atma_tui.ui.widgets.sentence import Sentence
from atma_tui.ui.widgets.spans import text_of

_FEWER = Way(TooSmall, "override", "Fewer places than people")


class ResizeScreen(Form[bool]):
    """Ask for the number of places; gives True when it was set."""

    CSS = "ResizeScreen Static { height: auto; padding: 0 1; margin-bottom: 1; }"
    AUTO_FOCUS: ClassVar[str | None] = "#places Input"

    def __init__(self, row: ProgramSeatsRow) -> None:
        super().__init__()
        self._row = row

    def compose(self) -> ComposeResult:
        """Lay out how it is now, the number, and what Enter does."""
        row = self._row
        capacity = row.places.capacity
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "How many places?"
            now = text_of(seat_cell(row.seats, glyphs=self.host.glyphs))
            yield Static(show(f"{row.program.title}, {row.site.name}: {now}", 300))
            yield Field(
                "Places",
                _number,
                "" if capacity is None else str(capacity),
                hint="a number; empty: no limit",
                max_length=4,
                id="places",
            )
            yield Static(id="says")
            yield self.buttons()
            yield KeyLine()

    def on_mount(self) -> None:
        """Say what Enter does."""
        self.say(Sentence("Enter sets it; what becomes free is offered to those who wait.", "warn"))

    def action_save(self) -> None:
        """Set it, when it is a number."""
        field: Field[int | None] = self.query_one("#places", Field)
        try:
            capacity = field.answer()
        except InputError:
            return
        self.resize(capacity)

    @use_case
    async def resize(self, capacity: int | None) -> None:
        """Set the number; one that is too small for those who are in it only with a reason."""
        resize = partial(self.desk.programs.resize, self._row.places.id, capacity)
        if await unless(self, resize, _FEWER, ok="sets it anyway") is not None:
            self.dismiss(True)


def _number(words: str) -> int | None:
    if words and not (words.isascii() and words.isdigit()):
        raise InputError("Type a number of places, or leave it empty for no limit.")
    return int(words) if words else None

"""Who may come to an event: a small form beside that of the event, for what is rarely set. Texts in, texts out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from atma_tui.domain.errors import InputError
from atma_tui.ui.dialogs.dialog import DIALOGS
from atma_tui.ui.dialogs.form import Form
from atma_tui.ui.events.event_limits_words import LIMITS, read_at, read_count, read_days_before
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.widgets.entry import Field
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.sentence import Sentence


class EventLimitsScreen(Form[dict[str, str]]):
    """Ask when people may enrol, how many may wait and how many it needs; gives the texts, None when given up."""

    AUTO_FOCUS: ClassVar[str | None] = "#opens Input"
    OK = "Done"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command(
            "limits.take", "ctrl+s", "save", "Done", "Use these limits in the event's form", DIALOGS, first=True
        ),
    )

    def __init__(self, limits: Mapping[str, str], day: date, today: date) -> None:
        """Begin with the texts of an event on a `day`."""
        super().__init__()
        self._limits, self._day, self._today = limits, day, today

    def compose(self) -> ComposeResult:
        """Lay out the fields."""
        hints = {
            "opens": "of enrolment; empty: open from the start",
            "closes": "of enrolment; empty: open until it is over",
            "waiting": "people on the waiting list; 0: none, empty: no limit",
            "minimum": "fewest people it needs to run",
            "decide": "4 dec, or 3 days before; empty: on the day itself",
        }
        reads = {
            "opens": self._read_at,
            "closes": self._read_at,
            "waiting": read_count,
            "minimum": read_count,
            "decide": self._read_decide,
        }
        with Vertical(classes="dialog form") as dialog:
            dialog.border_title = "Who may come"
            for name, label in LIMITS.items():
                yield Field(label, reads[name], self._limits.get(name, ""), hint=hints[name], id=name)
            yield Static(id="says", classes="says")
            yield self.buttons()
            yield KeyLine()

    def on_mount(self) -> None:
        """Say what comes of it."""
        self.say(Sentence("It is saved with the event.", "dim"))

    def _read_at(self, words: str) -> datetime | None:
        return read_at(words, self._today)

    def _read_decide(self, words: str) -> int:
        return read_days_before(words, self._day, self._today)

    def action_save(self) -> None:
        """Take the texts, once every field makes sense."""
        fields = {name: self.query_one(f"#{name}", Field) for name in LIMITS}
        try:
            answers = {name: field.answer() for name, field in fields.items()}
            if answers["opens"] and answers["closes"] and answers["closes"] <= answers["opens"]:
                raise InputError("Enrolment closes before it opens.")
        except InputError as error:
            self.refuse(str(error))
            return
        self.dismiss({name: field.value for name, field in fields.items()})

"""Printing a sheet from any screen: which one, with names or initials, and into a file or to the printer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar, NamedTuple, cast

from msgspec import Struct
from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from atma_tui.desk.paper.printing import has_printer, print_sheet, write_into
from atma_tui.desk.paper.words import Paper
from atma_tui.domain.errors import AtmaError
from atma_tui.domain.numbers.figures import Span
from atma_tui.domain.when import read_day, today
from atma_tui.paper.sheet import PaperSize
from atma_tui.ui.dialogs.dialog import DIALOGS
from atma_tui.ui.dialogs.setup_form import SetupForm
from atma_tui.ui.ground.door import Refused, on_desk_quietly
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.widgets.choice import Choice
from atma_tui.ui.widgets.entry import Field, Labelled
from atma_tui.ui.widgets.sentence import Sentence

_OF_A_DAY = ("day-sheet", "sign-in-day", "week")
_IN_THE_OPEN = ("day-sheet", "sign-in-day", "sign-in", "week")
"""Sheets that lie in the open, and have initials unless names are picked."""
_OF_ONE = ("schedule", "looks")
"""Sheets about one person, who is named on them."""
_OF_NOBODY = ("numbers",)
"""Sheets that name nobody."""
_TOAST_SECONDS = 10
_SIZES = [("letter", "Letter"), ("a4", "A4")]


class _Made(Struct, frozen=True, kw_only=True):
    """A sheet that is not drawn yet; that it is printed is a look already."""

    SHOWN_LATER: ClassVar[bool] = True
    paper: Paper


class _Printed(NamedTuple):
    """What became of a sheet."""

    file: Path | None
    note: str


class PrintForm(SetupForm[bool]):
    """Ask which sheet is to be printed, and print it."""

    OK = "Print"
    AUTO_FOCUS: ClassVar[str | None] = "#sheet"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("dialog.print", "ctrl+s", "save", "Print", "Print the sheet", DIALOGS, first=True),
    )

    def __init__(
        self,
        sheet: str = "",
        offering_id: str = "",
        person_id: str = "",
        name: str = "",
        clinician_id: str = "",
        day: date | None = None,
        span: Span | None = None,
    ) -> None:
        super().__init__("Print a sheet")
        self._wanted, self._offering, self._person = sheet, offering_id, person_id
        self._clinician, self._day, self._span = clinician_id, day, span
        self._of = f" of {name}" if name else ""

    def fields(self) -> Iterator[Widget]:
        """Which sheet, of which day, and how."""
        yield Labelled("Sheet", Choice(self._offered(), value=self._wanted or None, id="sheet"))
        day = self._day.isoformat() if self._day else ""
        yield Field("Day", self._read_day, day, hint="empty: today", id="day")
        yield Labelled("Names", Choice([("names", "Names in full"), ("initials", "Initials")], id="names"))
        yield Labelled("Paper", Choice(_SIZES, id="size"))
        printer = [("printer", "The printer")] if has_printer() else []
        places = [*printer, ("file", f"A file in {self.host.settings.private}")]
        yield Labelled("Goes to", Choice(places, id="to"))

    def on_mount(self) -> None:
        """Show what goes with the sheet that is offered first."""
        self.fit()
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        """Take what the sheet that is offered first brings with it for untouched."""
        self._start = self.typed()

    @on(Choice.Changed, "#sheet")
    def fit(self) -> None:
        """Show what goes with the sheet that is picked."""
        sheet = self.picked("sheet")
        self.query_one("#day", Field).display = sheet in _OF_A_DAY
        names = self.query_one("#names", Choice)
        names.query_ancestor(Labelled).display = sheet not in (*_OF_ONE, *_OF_NOBODY)
        names.value = "initials" if sheet in _IN_THE_OPEN else "names"

    @on(Choice.Changed, "#names")
    def warn(self) -> None:
        """Say what names in full mean for a sheet that lies in the open."""
        if self.picked("sheet") in _IN_THE_OPEN and self.picked("names") == "names":
            self.say(Sentence("This sheet often lies in the open: keep it out of sight.", "warn"))
        else:
            self.say()

    def _offered(self) -> list[tuple[str, str]]:
        """Return the sheets that can be printed from here, what is under the cursor first."""
        own = [
            *([("week", f"Week{self._of}")] if self._clinician else []),
            *(
                [("schedule", f"Own schedule{self._of}"), ("looks", f"Who looked{self._of}")]
                if self._person
                else []
            ),
            *(
                [
                    ("roster", f"Roster{self._of}"),
                    ("sign-in", f"Sign-in sheet{self._of}"),
                    ("waiting", f"Waiting list{self._of}"),
                ]
                if self._offering
                else []
            ),
        ]
        return [
            *own,
            *([("numbers", "Numbers of the days shown")] if self._span else []),
            ("day-sheet", "Day sheet"),
            ("sign-in-day", "Sign-in sheet of a day"),
            ("call-sheet", "Call sheet"),
            ("handover", "Handover"),
        ]

    def _read_day(self, words: str) -> date | None:
        return read_day(words, today(self.desk.now())) if words.strip() else None

    async def submit(self) -> bool:
        """Print it, and say where it is."""
        made = await on_desk_quietly(self.app, self._make, self._sheet())
        to, size = self.picked("to"), cast("PaperSize", self.picked("size"))
        try:  # not in the desk's thread: drawing takes a moment, and a printer as long as it likes
            printed = await asyncio.to_thread(_send, made.paper, to, size, self.host.settings.private)
        except AtmaError as error:
            raise Refused(error) from error
        where = f"Wrote {printed.file}." if printed.file else "Sent to the printer."
        self.notify(" ".join(filter(None, (where, printed.note))), timeout=_TOAST_SECONDS)
        return True

    def _sheet(self) -> Callable[[], Paper]:
        """Return what makes the sheet. Raises `InputError`, said beside the day."""
        sheets, names = self.desk.sheets, self.picked("names") == "names"
        day = self.query_one("#day", Field).answer()
        makers: dict[str, Callable[[], Paper]] = {
            "day-sheet": partial(sheets.day, site=self.host.site, day=day, names=names),
            "sign-in-day": partial(sheets.sign_in, site=self.host.site, day=day, names=names),
            "sign-in": partial(sheets.sign_in, self._offering, names=names),
            "call-sheet": partial(sheets.calls, site=self.host.site, names=names),
            "handover": partial(sheets.handover, site=self.host.site, names=names),
            "waiting": partial(sheets.calls, self._offering, names=names),
            "roster": partial(sheets.roster, self._offering, names=names),
            "week": partial(sheets.week, self._clinician, day=day, names=names),
            "schedule": partial(sheets.schedule, self._person),
            "looks": partial(sheets.looks, self._person),
        }
        if self._span is not None:
            makers["numbers"] = partial(sheets.numbers, self._span, site=self.host.site)
        return makers[self.picked("sheet")]

    def _make(self, make: Callable[[], Paper]) -> _Made:
        """Make a sheet; runs in the desk's thread."""
        paper = self.desk.masking.hide(make())
        self.desk.looks.saw(paper.people, "print", done="print")
        return _Made(paper=paper)


def _send(paper: Paper, to: str, size: PaperSize, folder: Path) -> _Printed:
    """Draw a sheet and send it where it goes."""
    if to == "printer":
        return _Printed(None, print_sheet(paper, size))
    return _Printed(*write_into(paper, folder, size))

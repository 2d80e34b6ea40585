"""An app that shows every part once, with harmless or hostile texts: for tests, pictures and real terminals.

`python -m tests.ui.gallery CRASH_LOG [hostile]` runs it in this terminal.
"""

import os
import sys
from datetime import date
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Button, Static

from atma_tui.domain.when import read_day
from atma_tui.ui.dialogs.help import HelpScreen
from atma_tui.ui.ground.keys import ActiveCommand, Command, bindings
from atma_tui.ui.ground.palette import ActiveCommands
from atma_tui.ui.ground.safe import SafeApp, SafeModal
from atma_tui.ui.ground.show import plain, show
from atma_tui.ui.widgets.choice import Choice
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.entry import Entry, Field, Labelled
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Heading, Row
from atma_tui.ui.widgets.seats import say_seats
from atma_tui.ui.widgets.spans import Span

TODAY = date(2026, 12, 1)
HOSTILE = (
    "[/",
    "a[/red]b [bold]x",
    "[@click=app.quit]press[/]",
    "[link='file:///etc/passwd']here",
    "\x1b]0;owned\x07title",
    "\x1b]52;c;aGk=\x1b\\clip",
    "\x1b[2Jwiped \x9b2J",
    "nul\x00 del\x7f bell\x07 tab\t line\nend",
    "bidi \u202eevil\u202c \u2066x\u2069",
    "zero\u200bwidth\ufeff",
    "e" + "\u0301" * 300,
    "\ud800 lone",
    "漢字かな 👩‍👩‍👧 👍🏽 ☂️ 🇨🇦",
    "x" * 10_000,
    "trailing\\",
    "=cmd|' /C calc'!A0",
)
"""What a feed, an import or a caller's spelling could hold."""

EVENTS = (
    ("Tue 8 Dec", "18:00", "Open house: a first look around", 17, 3, 0, ""),
    ("Tue 8 Dec", "19:30", "Integration circle", 12, 0, 2, ""),
    ("Wed 9 Dec", "12:00", "Talk: sleep and mood", 5, None, 0, ""),
    ("Wed 9 Dec", "17:00", "Workshop: breathing", 8, 1, 0, ""),
    ("Thu 10 Dec", "18:00", "Mental Health Month open house with a long name", 21, -1, 1, ""),
    ("Thu 10 Dec", "19:00", "Family evening", 3, 9, 0, "cancelled"),
    ("Fri 11 Dec", "10:00", "漢字 workshop", 19, 1, 2, "dim"),
)


class FormScreen(SafeModal[str]):
    """A dialog with a field of each kind."""

    BINDINGS = bindings(Command("form.close", "escape", "close", "Cancel", "Close without saving", "Form"))

    def __init__(self, words: str = "") -> None:
        super().__init__()
        self.words = words

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = show(self.words or "New event")
            yield Field("Title", str, self.words, required=True, max_length=80, id="title")
            yield Field("Day", lambda day: read_day(day, TODAY), hint="2026-12-08, 8 dec, fri, +7", id="day")
            yield Labelled("Site", Choice([("e", self.words or "Edmonton"), ("c", "Calgary")], value="e"))
            with Vertical(classes="buttons"):
                yield Button(show(self.words or "Save"), id="save", compact=True)

    def on_button_pressed(self) -> None:
        self.dismiss("saved")

    def action_close(self) -> None:
        self.dismiss(None)


class Gallery(SafeApp):
    """All parts on one screen."""

    CSS_PATH = Path(__file__).parents[2] / "atma_tui/ui/app.tcss"
    COMMANDS = {ActiveCommands}
    BINDINGS = bindings(
        Command("gallery.form", "n", "form", "New", "Make a new event", "Events"),
        Command("gallery.toast", "t", "toast", "Toast", "Show all texts as toasts", "Events"),
        Command("gallery.crash", "ctrl+x", "crash", "Crash", "Raise an error", "Events", footer=False),
        Command("gallery.help", "f1,question_mark", "help", "Help", "All keys of this screen"),
    )

    def __init__(self, crash_log: Path = Path(os.devnull), texts: tuple[str, ...] = ()) -> None:
        super().__init__(crash_log=crash_log)
        self.texts = texts
        self.seen: list[object] = []

    def compose(self) -> ComposeResult:
        yield Static(show(self.texts[2] if self.texts else "Both sites"), id="head", classes="title")
        yield LongList(
            Column("When", 5),
            Column("Event", 18, flex=1),
            Column("Seats", 24, wide_only=60),
            Column("Lead", 12, wide_only=100, align="right"),
            id="events",
        )
        yield Entry(hint=self.texts[4] if self.texts else "Type to find", id="find")
        yield KeyLine()

    def on_mount(self) -> None:
        rows: list[Row | Heading] = []
        for text in self.texts:
            rows += [Heading(text), Row(text, (text, text, (Span(text, "warn"), Span(text)), text))]
        day = ""
        for place, (on_day, at, title, taken, free, waiting, tone) in enumerate(() if self.texts else EVENTS):
            if on_day != day:
                rows.append(Heading(on_day))
            day = on_day
            seats = say_seats(taken=taken, free=free, waiting=waiting, width=24)
            rows.append(Row(f"e{place}", (at, title, seats, "R. Sample"), tone))
        self.query_one(LongList).set_rows(rows)
        self.query_one("#head").tooltip = show(self.texts[0]) if self.texts else None
        self.title = plain(self.texts[4]) if self.texts else "Gallery"

    def action_form(self) -> None:
        self.push_screen(FormScreen(self.texts[2] if self.texts else ""), self.seen.append)

    def action_toast(self) -> None:
        for text in self.texts or ("Enrolled Ada Sample",):
            self.notify(text, title=text)

    def action_help(self) -> None:
        self.push_screen(HelpScreen(), self.run_chosen)

    def run_chosen(self, command: ActiveCommand | None) -> None:
        if command is not None:
            self.call_later(self.run_action, command.action, command.node)

    def action_crash(self) -> None:
        name = "Ada Sample"
        raise RuntimeError(f"no seat for {len(name)}")


if __name__ == "__main__":
    app = Gallery(Path(sys.argv[1]), HOSTILE if "hostile" in sys.argv else ())
    app.run()
    sys.exit(app.return_code)

"""What to do with a series: enrol somebody in all of it or from a date on, leave it, or add dates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from atma_tui.desk.events.series import Outlook
from atma_tui.domain.records import Event, Person
from atma_tui.domain.series.rhythm import EVERY_WORDS
from atma_tui.domain.when import short_day_words
from atma_tui.ui.dialogs.dialog import ViewDialog
from atma_tui.ui.ground.show import show, who
from atma_tui.ui.series.words import dates_words
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Row


def choices(outlook: Outlook, event: Event, name: str) -> Iterator[Row]:
    """Yield what can be done, with its effect; `name` is whom the cursor is on, empty for nobody."""
    dates = outlook.dates
    later = [one for one in dates if one.starts >= event.starts]
    if name and outlook.holds:
        yield Row("leave", (f"Leave: {name} is withdrawn from its dates to come",))
    elif name and dates:
        yield Row("all", (f"Enrol {name} in all {dates_words(len(dates))} to come, and in those added later",))
        if 0 < len(later) < len(dates):
            day = short_day_words(event.starts)
            yield Row("from", (f"Enrol {name} from {day} on: {dates_words(len(later))}, and those added later",))
    if outlook.every != "chosen":
        yield Row(
            "next",
            (f"Add the next date, {EVERY_WORDS[outlook.every]}; people in the whole series are enrolled in them",),
        )
    yield Row("extend", ("Add several dates or a chosen day, such as one that was left out",))


class SeriesScreen(ViewDialog[str, Outlook]):
    """Ask what to do with a series; gives `all`, `from`, `leave`, `next` or `extend`, None for nothing."""

    CSS = "SeriesScreen #choices { height: auto; min-height: 4; margin-bottom: 1; }"
    AUTO_FOCUS: ClassVar[str | None] = "#choices"

    def __init__(self, event: Event, person: Person | None) -> None:
        super().__init__()
        self._event, self._person = event, person

    def compose(self) -> ComposeResult:
        """Lay out what it is about, and the choices."""
        with Vertical(classes="dialog form wide") as dialog:
            dialog.border_title = "The series"
            yield Static(id="what", classes="about")
            yield LongList(Column("", 20, flex=1), header=False, empty="", id="choices")
            yield KeyLine()

    def view_query(self) -> Callable[[], Outlook]:
        """Ask what is to come."""
        return partial(self.desk.series.outlook, self._event.series, self._person.id if self._person else "")

    def render_view(self, view: Outlook) -> None:
        """Show what can be done."""
        name = who(self._person.name, private=self.private) if self._person else ""
        last = f", the last on {short_day_words(view.dates[-1].starts)}" if view.dates else ""
        self.query_one("#what", Static).update(
            show(f"{view.title}: {dates_words(len(view.dates))} to come{last}", 300)
        )
        self.query_one(LongList).set_rows(list(choices(view, self._event, name)))

    @on(LongList.Selected)
    def choose(self, selected: LongList.Selected) -> None:
        """Give what was chosen."""
        self.dismiss(selected.key)

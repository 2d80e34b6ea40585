"""Asking which dates of a series a change or a cancellation is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Static

from atma_tui.domain.records import Event
from atma_tui.domain.series.dates import SeriesPart, dates_of_part
from atma_tui.domain.when import short_day_words
from atma_tui.ui.dialogs.dialog import DeskDialog
from atma_tui.ui.ground.door import on_desk
from atma_tui.ui.ground.show import show
from atma_tui.ui.host import host_of
from atma_tui.ui.series.words import dates_words
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Row


async def ask_part(screen: Screen[Any], event: Event, title: str) -> SeriesPart | None:
    """Return which dates are meant, None when the question was closed; alone an event is not asked about."""
    if not event.series:
        return "this"
    desk = host_of(screen).desk
    dates = await on_desk(screen.app, desk.series.events, event.series)
    parts: list[SeriesPart] = ["from-here", "all"]
    coming = {part: dates_of_part(event, dates, part, desk.now()) for part in parts}
    if not any(one.id != event.id for one in coming["all"]):
        return "this"
    return await screen.app.push_screen_wait(SeriesPartScreen(title, event, coming["from-here"], coming["all"]))


def part_rows(event: Event, later: Sequence[Event], coming: Sequence[Event]) -> Iterator[Row]:
    """Yield the choices, each with how many dates it is about."""
    yield Row("this", (f"Only this one, {short_day_words(event.starts)}",))
    if any(one.id != event.id for one in later) and len(later) < len(coming):
        yield Row("from-here", (f"From {short_day_words(later[0].starts)} on: {dates_words(len(later))}",))
    yield Row(
        "all", (f"All to come: {dates_words(len(coming))}, the last on {short_day_words(coming[-1].starts)}",)
    )


class SeriesPartScreen(DeskDialog[SeriesPart]):
    """Ask which dates are meant; gives the part, None for nothing."""

    KEEPS_NAMES = True
    CSS = "SeriesPartScreen #choices { height: auto; min-height: 3; margin-bottom: 1; }"
    AUTO_FOCUS: ClassVar[str | None] = "#choices"

    def __init__(self, title: str, event: Event, later: Sequence[Event], coming: Sequence[Event]) -> None:
        super().__init__()
        self._title, self._event = title, event
        self._rows = list(part_rows(event, later, coming))

    def compose(self) -> ComposeResult:
        """Lay out the choices."""
        with Vertical(classes="dialog form") as dialog:
            dialog.border_title = show(self._title)
            about = f"{self._event.title} is one of a series. A date that was changed by itself keeps that change."
            yield Static(show(about, 300), classes="about")
            yield LongList(Column("", 20, flex=1), header=False, empty="", id="choices")
            yield KeyLine()

    def on_mount(self) -> None:
        """Show the choices."""
        self.query_one(LongList).set_rows(self._rows)

    @on(LongList.Selected)
    def choose(self, selected: LongList.Selected) -> None:
        """Give what was chosen."""
        self.dismiss(cast("SeriesPart", selected.key))

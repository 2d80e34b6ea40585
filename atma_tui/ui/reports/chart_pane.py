"""The place of a chart, and what its bars or lines mean. The chart itself is imported when one is first shown."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from atma_tui.ui.ground.glyphs import ASCII
from atma_tui.ui.host import host_of
from atma_tui.ui.reports.chart_words import Picture
from atma_tui.ui.widgets.words import Words

if TYPE_CHECKING:
    from atma_tui.ui.reports.chart import Chart

_STYLES = {"": "$text-primary", "good": "$text-success", "warn": "$text-warning", "bad": "$text-error"}


class ChartPane(Vertical):
    """A chart, where there is something to compare and the terminal can draw it."""

    DEFAULT_CSS = "ChartPane > Words { padding: 0 2; height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._picture = Picture()
        self._chart: Chart | None = None

    def compose(self) -> ComposeResult:
        """Lay out what the colours mean; the chart comes below it."""
        yield Words()

    def show(self, picture: Picture) -> None:
        """Show a chart, or nothing where it would say nothing."""
        self._picture = picture
        self.display = picture.worth_it and host_of(self).glyphs is not ASCII
        if not self.display:
            return
        self.query_one(Words).update(_legend(picture))
        if self._chart is not None:
            self._chart.show(picture)
        else:
            self._bring()

    @work(exclusive=True)
    async def _bring(self) -> None:
        """Import the chart beside the screen, which goes on meanwhile."""
        made = await asyncio.to_thread(_chart_class)
        if self.is_attached and self._chart is None:
            self._chart = made()
            await self.mount(self._chart)
            self._chart.show(self._picture)


def _chart_class() -> type[Chart]:
    from atma_tui.ui.reports.chart import Chart

    return Chart


def _legend(picture: Picture) -> Content:
    named = (
        Content.styled("■ ", _STYLES[one.tone]) + Content.styled(one.name, "$foreground-muted")
        for one in picture.series
    )
    return Content("  ").join(named)

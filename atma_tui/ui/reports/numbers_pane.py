"""Numbers: the totals, a chart where groups have an order, and a row for each group."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical

from atma_tui.domain.numbers.figures import Numbers
from atma_tui.ui.host import host_of
from atma_tui.ui.reports.chart_pane import ChartPane
from atma_tui.ui.reports.chart_words import Picture
from atma_tui.ui.reports.number_views import NUMBER_VIEWS, NumberView, columns
from atma_tui.ui.reports.number_words import NO_EVENT, by_words, picture, rows, totals
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.words import Words

_HIGH_ENOUGH = 17
"""Lines from which on there is room for a chart above some rows."""
_FEWEST = 8
_CELLS = 11
"""Where there is room, a bar has one cell of so many: longer bars tell more apart."""
_MARGINS = 4
"""Cells beside the totals."""


class NumbersPane(Vertical):
    """The totals, a chart and a list of the same groups."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Numbers, NumberView] | None = None

    def compose(self) -> ComposeResult:
        """Lay out all three."""
        yield Words(id="figures")
        yield ChartPane()
        first = next(iter(NUMBER_VIEWS.values()))
        yield LongList(*columns(first, _FEWEST), title="Groups", empty=NO_EVENT, id="groups")

    def show(self, numbers: Numbers, view: NumberView) -> None:
        """Show the groups of a view; the list has all the room where there is no chart."""
        self._shown = numbers, view
        glyphs, width = host_of(self).glyphs, self.size.width
        words = totals(numbers.totals.figures, view, glyphs.gap, width - _MARGINS)
        self.query_one("#figures", Words).update(words)
        chart = self.query_one(ChartPane)
        chart.show(picture(numbers, view) if self.size.height >= _HIGH_ENOUGH else Picture())
        self.set_class(not chart.display, "-alone")
        groups = self.query_one("#groups", LongList)
        bar = max(_FEWEST, width // _CELLS)
        groups.set_columns(*columns(view, bar))
        groups.set_rows(rows(numbers, view, glyphs, bar))
        groups.border_title = by_words(numbers.tables[0].by)

    def on_resize(self) -> None:
        """Use the new width."""
        if self._shown is not None:
            self.show(*self._shown)

"""A chart, drawn by textual-plot.

It brings numpy along, 0.2 s to import: `chart_pane.py` imports this module when a chart is first shown.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual_plot import HiResMode, PlotWidget
from textual_plot.axis_formatter import AxisFormatter

from atma_tui.ui.reports.chart_words import (
    Picture,
    axis,
    bar_width,
    bars,
    highest,
    labels,
    points,
)
from atma_tui.ui.widgets.spans import Tone

_LEFT = 6
"""Cells beside the chart for the numbers of its axis."""
_FRAME = 2
"""Cells of the chart's frame, in each direction."""
_COLOURS: dict[Tone, str] = {"": "primary", "good": "success", "warn": "warning", "bad": "error"}


class _Written(AxisFormatter):
    """The words at the ticks of an axis."""

    def __init__(self, words: dict[float, str]) -> None:
        self._words = words

    def get_ticks(self, min_: float, max_: float, max_ticks: int = 8) -> list[float]:
        """Return where words stand."""
        return list(self._words)

    def get_labels_for_ticks(self, ticks: Sequence[float]) -> list[str]:
        """Return the words that stand there."""
        return [self._words[tick] for tick in ticks]


class Chart(PlotWidget, can_focus=False, inherit_bindings=False):
    """Groups from left to right: bars side by side, or lines where bars have no room. It cannot be moved.

    Across it is measured in cells, so that all bars are equally wide.
    """

    DEFAULT_CSS = """
    Chart { height: 1fr; padding: 0 1; }
    Chart > .plot--axis, Chart > .plot--tick { color: $foreground-muted; text-style: none; }
    """
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__(allow_pan_and_zoom=False)
        self.set_reactive(PlotWidget.margin_top, 0)
        self.set_reactive(PlotWidget.margin_bottom, 1)
        self.set_reactive(PlotWidget.margin_left, _LEFT)
        self._picture = Picture()

    def show(self, picture: Picture) -> None:
        """Draw something else."""
        if picture != self._picture:
            self._picture = picture
            self._draw()

    def on_mount(self) -> None:
        """Draw in the colours of the theme, also once there is another."""
        self.app.theme_changed_signal.subscribe(self, lambda _: self._draw())

    def on_resize(self) -> None:
        """Share the new width among the groups; textual-plot sizes its canvas only when a layout is asked for."""
        self.refresh(layout=True)
        self._draw()

    def _draw(self) -> None:
        picture = self._picture
        width = self.content_size.width - _LEFT - _FRAME
        lines = self.content_size.height - 1 - _FRAME
        if width <= 0 or lines <= 0 or not self.is_mounted:
            return
        top = highest(picture.series) or 1
        group = width / max(1, len(picture.labels))
        bar = bar_width(len(picture.series), group)
        self.clear()
        self.set_xlimits(0, width)
        self.set_ylimits(0, top)
        self.set_y_formatter(_Written(dict(axis(top, lines, percent=picture.percent))))
        self.set_x_formatter(_Written(dict(labels(picture.labels, group))))
        self._draw_bars(bar, group) if bar else self._draw_lines(group)

    def _draw_bars(self, bar: int, group: float) -> None:
        series = self._picture.series
        for place, one in enumerate(series):
            drawn = list(bars(one.values, place, bar, group, len(series)))
            self.bar(
                [(each.left + each.right) / 2 for each in drawn],
                [each.height for each in drawn],
                width=float(bar),
                bar_style=self._colour(one.tone),
                hires_mode=HiResMode.HALFBLOCK,
            )

    def _draw_lines(self, group: float) -> None:
        for one in self._picture.series:
            across, up = zip(*points(one.values, group), strict=True) if any(one.values) else ((), ())
            self.plot(across, up, line_style=self._colour(one.tone), hires_mode=HiResMode.BRAILLE)

    def _colour(self, tone: Tone) -> str:
        return self.app.theme_variables[f"text-{_COLOURS[tone]}"]

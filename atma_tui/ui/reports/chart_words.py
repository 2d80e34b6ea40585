"""What a chart shows, and where: pure functions, counted in cells of the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil, floor, log10
from typing import NamedTuple

from rich.cells import cell_len

from atma_tui.ui.widgets.spans import Tone

_STEPS = (1, 2, 5, 10)
_EPSILON = 1e-9
_LINES_A_TICK = 4
_FEWEST_TICKS = 3
_DRAWN_UPON = 0.8
"""Part of a group's cells that has bars, at most."""


class Series(NamedTuple):
    """One figure of all groups."""

    name: str
    tone: Tone
    values: tuple[float | None, ...]
    """One for each group; None where there is none."""


class Picture(NamedTuple):
    """What a chart shows of groups that have an order."""

    labels: tuple[str, ...] = ()
    """One for each group, in words of the desk's own: no text from outside, no wide letters."""
    series: tuple[Series, ...] = ()
    percent: bool = False
    """Whether the values are parts of 1."""

    @property
    def worth_it(self) -> bool:
        """Whether there is anything to compare: two groups at least, and not all of them empty."""
        return len(self.labels) > 1 and any(value for one in self.series for value in one.values)


class Bar(NamedTuple):
    """A bar from the axis up, over the cells from `left` to before `right`."""

    left: int
    right: int
    height: float


def axis(highest: float, lines: int, *, percent: bool = False) -> tuple[tuple[float, str], ...]:
    """Return the numbers beside an axis of so many lines that ends at `highest`: even ones, from 0 up."""
    step = max(0.01 if percent else 1.0, _nice(highest / max(_FEWEST_TICKS, lines // _LINES_A_TICK)))
    ticks = (n * step for n in range(floor(highest / step + _EPSILON) + 1))
    return tuple((tick, f"{round(100 * tick)} %" if percent else f"{tick:g}") for tick in ticks)


def _nice(step: float) -> float:
    """Return the number nearest to it that is easy to count with: 1, 2, 5, 10, 20, 50..."""
    if step <= 0:
        return 0
    power: float = 10.0 ** floor(log10(step))
    return min((one * power for one in _STEPS), key=lambda one: max(one / step, step / one))


def bar_width(series: int, group: float) -> int:
    """Return the cells of each bar, with some free between groups; 0 when there is no room: lines are drawn."""
    return max(0, min(int(group * _DRAWN_UPON), int(group) - 1)) // max(1, series)


def bars(values: Sequence[float | None], place: int, bar: int, group: float, all_bars: int) -> Iterator[Bar]:
    """Yield the bars of a series, in the middle of their groups; nothing is no bar.

    Args:
        values: the heights.
        place: how many series stand before it.
        bar: cells of each bar.
        group: cells of each group.
        all_bars: how many bars stand in each group.
    """
    for n, value in enumerate(values):
        if value:
            left = int(n * group + (group - all_bars * bar) / 2) + place * bar
            yield Bar(left, left + bar, value)


def points(values: Sequence[float | None], group: float) -> Iterator[tuple[float, float]]:
    """Yield the points of a line, each in the middle of its group."""
    return (((n + 0.5) * group, value) for n, value in enumerate(values) if value is not None)


def labels(texts: Sequence[str], group: float) -> Iterator[tuple[float, str]]:
    """Yield as many of the labels below a chart as have room, evenly, each with the middle of its group."""
    every = max(1, ceil((max(map(cell_len, texts), default=0) + 1) / group))
    return (((n + 0.5) * group, texts[n]) for n in range(0, len(texts), every))


def highest(series: Iterable[Series]) -> float:
    """Return the highest value."""
    return max((value for one in series for value in one.values if value is not None), default=0)

"""A grid of hours on a page: days across, hours down, and a box for whatever fills some of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast

from fpdf.enums import MethodReturnValue, YPos
from fpdf.errors import FPDFException

if TYPE_CHECKING:
    from fpdf import FPDF

    from atma_tui.paper.sheet import Box, Grid

HEIGHT = 330.0
"""Points that the hours take, however many there are: it leaves room for more on the same page."""
_CLOCK = 32.0
_LINE = 1.2
_HEAD, _SMALL = 9.0, 7.0
_SIZES = (8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0)
_PAD = 2.0
_PALE, _GREY, _DARK = 232, 150, 90
_SEE_BELOW = "*"
_ORDER = ("blocked", "open", "taken")
"""What is drawn first; the later lies over it."""


class _Frame(NamedTuple):
    """Where the hours are on the page."""

    left: float
    top: float
    column: float
    """Width of a day."""
    hour: float
    """Height of an hour."""


def draw_grid(page: FPDF, grid: Grid, drawable: Callable[[str], str]) -> list[str]:
    """Draw a grid below what is on the page; returns the texts for which a box was too small.

    `drawable` makes outside text harmless, and fit for the fonts.
    """
    size = page.font_size_pt
    column = (page.epw - _CLOCK) / max(1, len(grid.columns))
    top = _draw_heads(page, grid, column, drawable)
    frame = _Frame(page.l_margin + _CLOCK, top, column, HEIGHT / (grid.last_hour - grid.first_hour))
    _draw_hours(page, grid, frame)
    boxes = sorted(grid.boxes, key=lambda box: _ORDER.index(box.kind))
    left_out = [text for box in boxes if (text := _draw_box(page, grid, box, frame, drawable))]
    page.set_draw_color(0)
    page.set_text_color(0)
    page.set_dash_pattern()
    page.rect(frame.left, top, column * len(grid.columns), HEIGHT)
    page.set_font_size(size)
    page.set_xy(page.l_margin, top + HEIGHT)
    return left_out


def _draw_heads(page: FPDF, grid: Grid, column: float, drawable: Callable[[str], str]) -> float:
    """Draw what is above each day, and return where the hours begin."""
    y, lowest = page.get_y(), 0.0
    for number, title in enumerate(grid.columns):
        page.set_y(y)
        for place, line in enumerate(drawable(title).splitlines()):
            page.set_font_size(_SMALL if place else _HEAD)
            page.set_x(page.l_margin + _CLOCK + number * column)
            page.multi_cell(column, page.font_size_pt * _LINE, line, align="L", new_y=YPos.NEXT)
        lowest = max(lowest, page.get_y())
    return lowest + _PAD


def _draw_hours(page: FPDF, grid: Grid, frame: _Frame) -> None:
    page.set_font_size(_SMALL)
    page.set_draw_color(_GREY)
    page.set_line_width(0.3)
    right = frame.left + frame.column * len(grid.columns)
    for hour in range(grid.first_hour, grid.last_hour):
        y = frame.top + (hour - grid.first_hour) * frame.hour
        page.line(frame.left, y, right, y)
        page.set_xy(page.l_margin, y + 1)
        page.cell(_CLOCK, _SMALL, f"{hour:02}:00")
    for number in range(1, len(grid.columns)):
        x = frame.left + number * frame.column
        page.line(x, frame.top, x, frame.top + HEIGHT)


def _draw_box(page: FPDF, grid: Grid, box: Box, frame: _Frame, drawable: Callable[[str], str]) -> str:
    """Draw a box with its text as large as it fits; returns the text when it does not fit at all."""
    first, last = (min(max(at, grid.first_hour * 60), grid.last_hour * 60) for at in (box.starts, box.ends))
    if last <= first:
        return ""
    width = frame.column / box.beside
    x = frame.left + box.column * frame.column + box.place * width
    y = frame.top + (first / 60 - grid.first_hour) * frame.hour
    height = (last - first) / 60 * frame.hour
    page.set_draw_color(0 if box.kind == "taken" else _GREY)
    page.set_line_width(0.8 if box.kind == "taken" else 0.3)
    page.set_fill_color(_PALE if box.kind == "blocked" else 255)
    page.set_dash_pattern(*((2, 2) if box.kind == "open" else (0, 0)))
    inset = 0.0 if box.kind == "blocked" else 1.0
    page.rect(x + inset, y + inset, width - 2 * inset, height - 2 * inset, style="DF")
    if not (words := drawable(box.text)):
        return ""
    page.set_text_color(0 if box.kind == "taken" else _DARK)
    for text, size in _fitting(words):
        page.set_font_size(size)
        page.set_xy(x + _PAD, y + 2)
        write = partial(page.multi_cell, width - 2 * _PAD, size * _LINE, text, align="L")
        with suppress(FPDFException):  # not a single character is as narrow
            if cast("float", write(dry_run=True, output=MethodReturnValue.HEIGHT)) <= height - 2:
                write()
                return ""
    page.set_xy(x + _PAD, y + 2)
    page.cell(text=_SEE_BELOW)
    return f"{_SEE_BELOW} {grid.columns[box.column].partition(chr(10))[0]} {box.text}"


def _fitting(text: str) -> Iterator[tuple[str, float]]:
    """Yield how a text may be written, the best first: with its lines, then as one, smaller and smaller."""
    joined = " · ".join(text.splitlines())
    yield from ((text, size) for size in _SIZES if size >= 6.5)
    yield from ((joined, size) for size in _SIZES)

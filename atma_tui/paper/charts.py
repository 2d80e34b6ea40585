"""Bars on paper, in black and white."""

from __future__ import annotations

from collections.abc import Callable

from fpdf import FPDF

from atma_tui.paper.sheet import Bar, Chart

_TITLE, _TEXT, _NOTE = 9.5, 8.5, 7.5
_LINE = 10.8
_HEAD, _FOOT, _AFTER = 17.0, 10.0, 9.0
_LABEL, _BAR = 0.42, 0.3
"""Parts of the width; the text of a bar gets the rest."""
_THICK = 6.5
_FILLED, _OUTLINE, _QUIET = 70, 150, 110
"""Greys."""


def height_of(chart: Chart) -> float:
    """Return the points that a chart takes, with the room below it."""
    return _HEAD + len(chart.bars) * _LINE + (_FOOT if chart.note else 0) + _AFTER


def draw_chart(
    page: FPDF, chart: Chart, left: float, top: float, width: float, drawable: Callable[[str], str]
) -> None:
    """Draw a chart; `drawable` makes of words what the fonts of the page have letters for."""
    page.set_xy(left, top)
    _put(page, drawable(chart.title), width, _HEAD - 4, _TITLE)
    page.set_draw_color(_OUTLINE)
    page.line(left, top + _HEAD - 3, left + width, top + _HEAD - 3)
    for number, bar in enumerate(chart.bars):
        _draw_bar(page, bar, left, top + _HEAD + number * _LINE, width, drawable)
    if chart.note:
        page.set_xy(left, top + _HEAD + len(chart.bars) * _LINE)
        page.set_text_color(_QUIET)
        _put(page, drawable(chart.note), width, _FOOT, _NOTE)
        page.set_text_color(0)
    page.set_draw_color(0)


def _draw_bar(page: FPDF, bar: Bar, left: float, top: float, width: float, drawable: Callable[[str], str]) -> None:
    label, all_of_it = width * _LABEL, width * _BAR
    page.set_xy(left, top)
    _put(page, drawable(bar.label), label - 4 if bar.part is not None else label + all_of_it, _LINE, _TEXT)
    if bar.part is not None:
        above = top + (_LINE - _THICK) / 2
        page.set_fill_color(_FILLED)
        page.rect(left + label, above, all_of_it * min(max(bar.part, 0), 1), _THICK, style="F")
        page.rect(left + label, above, all_of_it, _THICK)
    page.set_xy(left + label + all_of_it, top)
    _put(page, drawable(bar.text), width - label - all_of_it, _LINE, _TEXT, align="R")


def _put(page: FPDF, text: str, width: float, height: float, size: float, *, align: str = "L") -> None:
    """Write a line, cut where it is too long for its place."""
    page.set_font_size(size)
    room = width - 2 * page.c_margin
    if page.get_string_width(text) > room:
        while text and page.get_string_width(f"{text}…") > room:
            text = text[:-1]
        text = f"{text}…"
    page.cell(width, height, text, align=align)

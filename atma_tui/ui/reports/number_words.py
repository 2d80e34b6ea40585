"""Numbers in rows, in a line of totals and in a chart: pure functions of what the desk counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from textual.content import Content

from atma_tui.domain.numbers.columns import value, written
from atma_tui.domain.numbers.figures import GROUPINGS, Figures, Grouping, Numbers, NumbersRow
from atma_tui.ui.ground.glyphs import Glyphs
from atma_tui.ui.ground.show import show
from atma_tui.ui.reports.chart_words import Picture, Series
from atma_tui.ui.reports.number_views import COLUMN, NumberView
from atma_tui.ui.widgets.rows import Row
from atma_tui.ui.widgets.spans import Cell, Span, Tone

_IN_ORDER: frozenset[Grouping] = frozenset({"day", "week", "month", "lead"})
"""Groupings whose rows follow each other; the rows of others are compared by their bars."""
CHOSEN: tuple[Grouping, ...] = tuple(one for one in GROUPINGS if one != "lead")
"""What a key goes through."""
NO_EVENT = "No event in these days."


def rows(numbers: Numbers, view: NumberView, glyphs: Glyphs, cells: int) -> list[Row]:
    """Return the groups, each with a bar of the first figure in so many cells, and all together last."""
    groups = numbers.tables[0].rows
    if not groups:
        return []
    first = COLUMN[view.figures[0]]
    highest = max(value(one.figures, first) or 0 for one in groups)
    bar_tone = dict(view.chart).get(first.name, "good")
    whole = 1 if first.written == "percent" else highest

    def row(group: NumbersRow, key: str, tone: Tone = "") -> Row:
        bar = _bar(value(group.figures, first) or 0, whole, glyphs, cells, bar_tone)
        return Row(key, (group.label, *_cells(group.figures, view, bar)), tone)

    return [*(row(one, group_key(one)) for one in groups), row(numbers.totals, "all", "strong")]


def group_key(group: NumbersRow) -> str:
    """Return the key of a group's row."""
    return f"group {group.key}"


def totals(figures: Figures, view: NumberView, gap: str, width: int) -> Content:
    """Return all figures together in lines of that width; but for the first, what is nothing is left out."""
    parts = (
        show(COLUMN[name].title, style="$foreground-muted") + Content.styled(f" {_written(figures, name)}", "bold")
        for place, name in enumerate(view.figures)
        if place == 0 or _value(figures, name)
    )
    lines: list[Content] = []
    for part in parts:
        if lines and lines[-1].cell_length + len(gap) + part.cell_length <= width:
            lines[-1] += Content(gap) + part
        else:
            lines.append(part)
    return Content("\n").join(lines)


def picture(numbers: Numbers, view: NumberView) -> Picture:
    """Return what is drawn of groups that have an order; nothing of others."""
    table = numbers.tables[0]
    groups = table.rows if table.by in _IN_ORDER else ()
    series = (
        Series(COLUMN[name].title, tone, tuple(_value(one.figures, name) for one in groups))
        for name, tone in view.chart
    )
    percent = all(COLUMN[name].written == "percent" for name, _ in view.chart)
    return Picture(tuple(_short(one, table.by) for one in groups), tuple(series), percent)


def _short(row: NumbersRow, by: Grouping) -> str:
    """Return the label of a group below a chart."""
    if by == "lead":
        return row.key
    day = date.fromisoformat(f"{row.key}-01"[:10])
    return f"{day:%b %Y}" if by == "month" else f"{day.day} {day:%b}"


def _value(figures: Figures, name: str) -> int | float | None:
    return value(figures, COLUMN[name])


def _written(figures: Figures, name: str) -> str:
    return written(figures, COLUMN[name])


def _cells(figures: Figures, view: NumberView, bar: tuple[Span, ...]) -> Iterator[Cell]:
    """Yield the figures of a row, the first after its bar; nothing is a dot, so that what is there stands out."""
    for place, name in enumerate(view.figures):
        figure, words = _value(figures, name), _written(figures, name)
        span = Span(words) if figure else Span("·" if figure == 0 else words, "dim")
        yield (*bar, Span(" "), span) if place == 0 else (span,)


def _bar(figure: float, whole: float, glyphs: Glyphs, cells: int, tone: Tone) -> tuple[Span, ...]:
    """Return a bar; what is not nothing has one cell at least."""
    filled = max(1, min(cells, round(cells * figure / whole))) if figure else 0
    return (Span(glyphs.taken * filled, tone), Span(glyphs.free * (cells - filled), "dim"))


def by_words(by: Grouping) -> Content:
    """Return by what rows are made, among what they can be made by."""
    if by == "lead":
        return Content("By the days between booking and event")
    words = (Content.styled(f"[{one}]", "bold") if one == by else Content(one) for one in CHOSEN)
    return Content("By ") + Content(" ").join(words)

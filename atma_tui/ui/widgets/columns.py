"""How a list's columns share its width, and how a text is made to fit one: pure functions over terminal cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len, set_cell_size

from atma_tui.ui.widgets.spans import Cell, Look, Span

GAP = 2
"""Cells between two columns."""


@dataclass(frozen=True)
class Column:
    """A column of a `LongList`."""

    title: str
    min: int
    """Cells it has at least."""
    flex: int = 0
    """Its share of the cells that are left over; 0 keeps it at `min`."""
    align: Literal["left", "right"] = "left"
    wide_only: int = 0
    """The column is left out while the list is narrower than this many cells."""


def fit_columns(columns: Sequence[Column], width: int) -> list[tuple[int, int]]:
    """Return (index of the column, cells) for each column shown in `width` cells, from left to right.

    Columns that are too much go from the right, as long as one is left; what remains is shared by `flex`.
    """
    shown = [index for index, column in enumerate(columns) if width >= column.wide_only]
    while len(shown) > 1 and _least(columns, shown) > width:
        shown.pop()
    spare = max(0, width - _least(columns, shown))
    shares = sum(columns[index].flex for index in shown)
    fitted = []
    for index in shown:
        flex = columns[index].flex
        extra = spare * flex // shares if flex else 0
        spare, shares = spare - extra, shares - flex
        fitted.append((index, columns[index].min + extra))
    return fitted


def _least(columns: Sequence[Column], shown: Sequence[int]) -> int:
    return sum(columns[index].min for index in shown) + GAP * (len(shown) - 1)


def fit_text(text: str, width: int, *, cut: str = "…") -> str:
    """Return `text` in exactly `width` cells: padded with blanks, or cut with `cut` at its end."""
    size = cell_len(text)
    if size > width:
        return set_cell_size(text, width - 1) + cut if width > 0 else ""
    return text + " " * (width - size)


def fit_cell(cell: Cell, width: int, column: Column, cut: str = "…") -> list[tuple[str, Look | None]]:
    """Return a cell as pieces that are exactly `width` cells wide together; the padding has the look None."""
    spans = (Span(cell),) if isinstance(cell, str) else cell
    pieces: list[tuple[str, Look | None]] = []
    for text, look in spans:
        size = min(width, cell_len(text))
        pieces.append((fit_text(text, size, cut=cut), look))
        width -= size
    padding = (" " * width, None)
    return [padding, *pieces] if column.align == "right" else [*pieces, padding]

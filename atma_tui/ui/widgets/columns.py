"""How a list's columns share its width, and how a text is made to fit one: pure functions over terminal cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct
from rich.cells import cell_len, set_cell_size

from atma_tui.ui.widgets.spans import Cell, Span, Tone

GAP = 2
"""Cells between two columns."""
_AIR = 6
"""Cells that a column gets at most beyond what its texts need, but for the last."""


class Column(Struct, frozen=True):
    """A column of a `LongList`."""

    title: str
    min: int
    """Cells it has at least, unless its texts need fewer."""
    flex: int = 0
    """Its weight where cells are shared out; 0 keeps it at what its texts need."""
    align: Literal["left", "right"] = "left"
    wide_only: int = 0
    """The column is left out while the list is narrower than this many cells, unless all texts fit anyway."""


def fit_columns(
    columns: Sequence[Column], width: int, needs: Sequence[int] | None = None
) -> list[tuple[int, int]]:
    """Return (index of the column, cells) for each column shown in `width` cells, from left to right.

    `needs` are the cells of the widest text of each column. A column that needs less than its `min` leaves the
    rest to the others, and one without any text is left out. Columns that are too much go from the right, as long
    as one is left. What remains is shared by weight: first among the columns whose texts are longer than they have
    room for, then among those with `flex`, which get a little more: lines stay easy to follow.
    """
    wanted = _wanted(columns, needs)
    shown = [index for index, cells in enumerate(wanted) if cells]
    if sum(wanted[index] for index in shown) + GAP * (len(shown) - 1) > width:
        shown = [index for index in shown if width >= columns[index].wide_only]
    given = {index: min(columns[index].min, wanted[index]) for index in shown}
    while len(given) > 1 and sum(given.values()) + GAP * (len(given) - 1) > width:
        given.popitem()
    spare = max(0, width - sum(given.values()) - GAP * (len(given) - 1))
    while spare and (short := [index for index in given if given[index] < wanted[index]]):
        weights = {index: columns[index].flex or 1 for index in short}
        spare = _share(given, spare, weights, wanted)
    flexible = {index: columns[index].flex for index in given if columns[index].flex}
    _share(given, spare, flexible, None if needs is None else [cells + _AIR for cells in wanted])
    return list(given.items())


def _wanted(columns: Sequence[Column], needs: Sequence[int] | None) -> list[int]:
    """Return the cells that each column would take at best; without any text yet, the least that it has."""
    if needs is None or not any(needs):
        return [column.min for column in columns]
    return [max(need, cell_len(column.title)) if need else 0 for need, column in zip(needs, columns, strict=True)]


def _share(
    given: dict[int, int], spare: int, weights: Mapping[int, int], wanted: Sequence[int] | None = None
) -> int:
    """Share cells out by weight, to nobody more than is wanted; return how many are left."""
    shares = sum(weights.values())
    for index, weight in weights.items():
        extra = spare * weight // shares
        if wanted is not None:
            extra = min(extra, wanted[index] - given[index])
        given[index] += extra
        spare, shares = spare - extra, shares - weight
    return spare


def fit_text(text: str, width: int, *, cut: str = "…") -> str:
    """Return `text` in exactly `width` cells: padded with blanks, or cut with `cut` at its end."""
    size = cell_len(text)
    if size > width:
        return set_cell_size(text, width - 1) + cut if width > 0 else ""
    return text + " " * (width - size)


def wrap_text(text: str, widths: Sequence[int], *, cut: str = "…") -> list[str]:
    """Return `text` broken at blanks into lines of these cells; what is too much is cut off."""
    lines: list[str] = []
    for number, width in enumerate(widths):
        later = max(widths[number + 1 :], default=0)
        if cell_len(text) <= width or not later:
            lines.append(fit_text(text, min(width, cell_len(text)), cut=cut))
            break
        line = _first_words(text, width)
        if not line and width >= later:
            line = set_cell_size(text, width)
        lines.append(line.strip())
        text = text[len(line) :].lstrip()
    return lines


def _first_words(text: str, width: int) -> str:
    """Return as many whole words as fit."""
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if cell_len(longer) > width:
            break
        line = longer
    return line


def fit_cell(cell: Cell, width: int, column: Column, cut: str = "…") -> list[tuple[str, Tone | None]]:
    """Return a cell as pieces that are exactly `width` cells wide together; the padding has the tone None."""
    spans = (Span(cell),) if isinstance(cell, str) else cell
    pieces: list[tuple[str, Tone | None]] = []
    for text, tone in spans:
        size = min(width, cell_len(text))
        pieces.append((fit_text(text, size, cut=cut), tone))
        width -= size
    padding = (" " * width, None)
    return [padding, *pieces] if column.align == "right" else [*pieces, padding]

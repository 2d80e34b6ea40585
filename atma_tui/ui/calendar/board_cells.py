"""What is in the cells of a grid of hours: a column's blocks, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from atma_tui.ui.ground.show import plain
from atma_tui.ui.widgets.columns import wrap_text
from atma_tui.ui.widgets.spans import Tone


class Block(NamedTuple):
    """Hours in a column: taken by an event, blocked, or free to book."""

    starts: datetime
    ends: datetime
    words: str
    """Lines of text; a long one continues in the rows that are left."""
    event: str = ""
    """Id of the event; empty for other hours."""
    open: bool = False
    """Whether something could be booked then."""


class BoardLane(NamedTuple):
    """A column."""

    title: str
    blocks: Sequence[Block]
    """Events first, if several share the same hours; then blocked hours."""
    day: date
    tone: Tone = ""


class Cell(NamedTuple):
    """The contents of a column in one row."""

    block: Block | None = None
    line: int = 0
    """Rows since its block began, or since the first row of the day."""
    lines: int = 1
    """How many rows it has from there on."""
    more: int = 0
    """How many other events are in the same hours."""


def cell_at(lane: BoardLane, starts: datetime, step: timedelta, top: datetime) -> Cell:
    """Return what is in a column from `starts` on for one row; `top` is the first row of the day."""
    taken = [one for one in lane.blocks if one.starts < starts + step and starts < one.ends]
    if not taken:
        return Cell()
    block = next((one for one in taken if one.event), taken[0])
    begun = top + max(0, (block.starts - top) // step) * step
    lines = -((begun - block.ends) // step)
    return Cell(
        block, (starts - begun) // step, lines, sum(bool(one.event) for one in taken) - 1 if block.event else 0
    )


def row_words(cell: Cell, width: int, cut: str = "…") -> str:
    """Return the text of a cell: the block's line for this row; open hours have a mark in each row."""
    block = cell.block
    if block is None:
        return "·"
    more = f"+{cell.more} " if cell.more else ""
    lines = _in_rows(f"{more}{block.words}".splitlines(), cell.lines, width, cut)
    if cell.line < len(lines):
        return f" {lines[cell.line]}"
    return "+" if block.open else ""


def _in_rows(texts: Sequence[str], rows: int, width: int, cut: str) -> list[str]:
    """Return texts as lines: each goes on in the next row, as far as there are rows beyond one for each text."""
    lines: list[str] = []
    for number, text in enumerate(texts):
        left = rows - len(lines) - (len(texts) - number - 1)
        lines += wrap_text(plain(text), [width] * max(1, left), cut=cut)
    return lines


def part_of(cell: Cell) -> str:
    """Return how a cell is painted: `free`, `open`, `blocked` or `event`."""
    block = cell.block
    if block is None:
        return "free"
    if block.event:
        return "event"
    return "open" if block.open else "blocked"


def beside_words(left: int, right: int) -> str:
    """Say that there are columns at the left of those shown, and how many more at the right: `← 11→`."""
    return f"{'←' if left else ' '} {f'{right}→' if right else '':>3} "

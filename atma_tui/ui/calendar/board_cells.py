"""What is in the cells of a grid of hours: a column's blocks, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from atma_tui.ui.ground.show import plain
from atma_tui.ui.widgets.spans import Look


class Block(NamedTuple):
    """Hours of a column: taken by an event, with nothing to be booked, or offered."""

    starts: datetime
    ends: datetime
    words: str
    """A line for each row, as many as there are rows for."""
    event: str = ""
    """Id of the event; empty for other hours."""
    open: bool = False
    """Whether something could be booked then."""


class BoardLane(NamedTuple):
    """A column."""

    title: str
    blocks: Sequence[Block]
    """Events first, where several hold the same hours; then what is blocked."""
    day: date
    look: Look = ""


class Cell(NamedTuple):
    """What is in a column during a row."""

    block: Block | None = None
    line: int = 0
    """Rows since it began, or since the first row that is shown."""
    more: int = 0
    """How many events besides are in the same hours."""


def cell_at(lane: BoardLane, starts: datetime, step: timedelta, top: datetime) -> Cell:
    """Return what is in a column from `starts` on for one row; `top` is the first row of the day."""
    taken = [one for one in lane.blocks if one.starts < starts + step and starts < one.ends]
    if not taken:
        return Cell()
    block = next((one for one in taken if one.event), taken[0])
    line = (starts - top) // step - max(0, (block.starts - top) // step)
    return Cell(block, line, sum(bool(one.event) for one in taken) - 1 if block.event else 0)


def row_words(cell: Cell) -> str:
    """Return what a cell says: its line of the block's words; what is open has a mark in each row."""
    block = cell.block
    if block is None:
        return "·"
    lines = block.words.splitlines()
    more = f"+{cell.more} " if cell.more and cell.line == 0 else ""
    words = plain(lines[cell.line]) if cell.line < len(lines) else "·" if block.open else ""
    return f" {more}{words}" if words != "·" else words


def part_of(cell: Cell) -> str:
    """Return how a cell is painted: `free`, `open`, `blocked`, `first` row of an event, or `event`."""
    block = cell.block
    if block is None:
        return "free"
    if block.event:
        return "event" if cell.line else "first"
    return "open" if block.open else "blocked"

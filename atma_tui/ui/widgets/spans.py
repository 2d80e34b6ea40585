"""A cell's text, plain or in pieces that look different."""

from __future__ import annotations

from typing import Literal, NamedTuple

from rich.cells import cell_len

Look = Literal[
    "",
    "dim",
    "strong",
    "good",
    "warn",
    "bad",
    "cancelled",
    "blue",
    "red",
    "green",
    "purple",
    "orange",
    "teal",
    "pink",
    "brown",
]
"""How a text stands out. Looks repeat what the words already say; no meaning is in the colour alone.

The names of colours are those of sites.
"""


class Span(NamedTuple):
    """A piece of text with one look."""

    text: str
    look: Look = ""


Cell = str | tuple[Span, ...]
"""What a cell shows: one text, or pieces one after the other."""


def text_of(cell: Cell) -> str:
    """Return the words of a cell."""
    return cell if isinstance(cell, str) else "".join(span.text for span in cell)


def cell_width(cell: Cell) -> int:
    """Return how many cells of the terminal the words of a cell take."""
    return cell_len(cell) if isinstance(cell, str) else sum(cell_len(span.text) for span in cell)

"""A cell's text, plain or in pieces that look different."""

from __future__ import annotations

from typing import Literal, NamedTuple

Look = Literal["", "dim", "strong", "good", "warn", "bad", "cancelled"]
"""How a text stands out. Looks repeat what the words already say; no meaning is in the colour alone."""


class Span(NamedTuple):
    """A piece of text with one look."""

    text: str
    look: Look = ""


Cell = str | tuple[Span, ...]
"""What a cell shows: one text, or pieces one after the other."""


def text_of(cell: Cell) -> str:
    """Return the words of a cell."""
    return cell if isinstance(cell, str) else "".join(span.text for span in cell)

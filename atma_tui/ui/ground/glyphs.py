"""The few drawn characters, in Unicode and in plain ASCII for consoles without them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Glyphs(NamedTuple):
    """Characters of one cell each, except `gap`."""

    cursor: str
    """Marks the line of the cursor, so that it is seen without colour."""
    mark: str
    """Marks a line that is to be done together with others."""
    taken: str
    free: str
    cut: str
    """Stands at the end of a text that was cut."""
    gap: str
    """Separates two words about the same thing."""


UNICODE = Glyphs(cursor="▌", mark="✓", taken="▰", free="▱", cut="…", gap=" · ")
ASCII = Glyphs(cursor=">", mark="*", taken="#", free="-", cut="~", gap=", ")


def glyphs_of(environ: Mapping[str, str]) -> Glyphs:
    """Return what the terminal can draw: the font of Linux's own console has no bars."""
    return ASCII if environ.get("TERM") == "linux" else UNICODE

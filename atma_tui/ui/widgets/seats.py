"""How full something is, said three times: a bar, a number and a word. Pure functions.

say_seats(capacity=20, enrolled=14, held=2, offered=1, free=3, waiting=0)      ▰▰▰▱ 3 free of 20
... free=1                                                                     ▰▰▰▱ 1 left of 20
... free=0, waiting=2                                                          ▰▰▰▰ FULL · 2 waiting
... free=1, waiting=2                                                          ▰▰▰▱ 1 for 2 waiting
... 21 of 20 taken                                                             ▰▰▰▰ OVER by 1
... capacity=None, free=None                                                   open · 12 in
"""

from __future__ import annotations

from atma_tui.ui.glyphs import UNICODE, Glyphs
from atma_tui.ui.widgets.spans import Look, Span

_BAR = 4


def say_seats(
    *,
    capacity: int | None,
    enrolled: int,
    held: int = 0,
    offered: int = 0,
    free: int | None,
    waiting: int = 0,
    width: int = 80,
    glyphs: Glyphs = UNICODE,
) -> tuple[Span, ...]:
    """Return the pieces of a cell that says how full an offering is, as much of it as `width` cells hold.

    `free` is the free seats over every pool the offering draws on (its room too), None when unlimited. Join with
    `text_of` for plain words.
    """
    taken = enrolled + held + offered
    forms, look = _forms(capacity, taken, free, waiting)
    forms = [form.replace("; ", glyphs.gap) for form in forms]
    if free is None:
        return (Span(next((form for form in forms if len(form) <= width), forms[-1]), look),)
    bar = seat_bar(taken, taken + max(0, free), glyphs=glyphs)
    for form in forms:
        if _BAR + 1 + len(form) <= width:
            return (Span(bar, look), Span(" "), Span(form, look))
    return (Span(forms[-1], look),)


def seat_bar(taken: int, capacity: int, *, cells: int = _BAR, glyphs: Glyphs = UNICODE) -> str:
    """Return a bar that is full only when nothing is left, and empty only when nothing is taken."""
    if capacity <= 0 or taken >= capacity:
        filled = cells
    elif taken <= 0:
        filled = 0
    else:
        filled = max(1, min(cells - 1, round(cells * taken / capacity)))
    return glyphs.taken * filled + glyphs.free * (cells - filled)


def _forms(capacity: int | None, taken: int, free: int | None, waiting: int) -> tuple[list[str], Look]:
    """Return the ways to say it, the longest first and `; ` between two facts, and the look of all of them."""
    line = f"; {waiting} waiting" if waiting else ""
    if capacity is not None and taken > capacity:
        over = taken - capacity
        return [f"OVER by {over}{line}", f"OVER by {over}", f"OVER {over}"], "bad"
    if free is None:
        return [f"open; {taken} in" if taken else "open", "open"], ""
    if free <= 0:
        return [f"FULL{line}", f"FULL +{waiting}" if waiting else "FULL", "FULL"], "warn"
    if waiting:
        return [f"{free} for {waiting} waiting", f"{free} for {waiting}"], "warn"
    few = free <= max(1, (capacity or 0) // 10)
    words = f"{free} left" if few else f"{free} free"
    return [words + (f" of {capacity}" if capacity is not None else ""), words], "warn" if few else "good"

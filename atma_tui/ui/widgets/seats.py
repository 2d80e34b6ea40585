"""How full something is, said three times: a bar, a number and a word. Pure functions.

seat_cell(row.seats, width=24)           for a list's cell; `text_of(...)` for plain words

▰▰▰▱ 9 free of 20      ▰▰▰▱ Almost full: 3      ▰▰▰▰ FULL · 2 waiting      ▰▰▰▰ OVER by 1
▰▰▰▱ 1 free, 2 waiting   a freed seat belongs to those who wait
open · 12 in           unlimited
"""

from __future__ import annotations

from atma_tui.domain.seats import FEW, Seats
from atma_tui.ui.ground.glyphs import UNICODE, Glyphs
from atma_tui.ui.widgets.spans import Span, Tone

_BAR = 4


def seat_cell(seats: Seats, *, width: int = 80, glyphs: Glyphs = UNICODE) -> tuple[Span, ...]:
    """Return the pieces of a cell that says the sum of an offering, as much of it as `width` cells hold."""
    return say_seats(taken=seats.own.taken, free=seats.free, waiting=seats.waiting, width=width, glyphs=glyphs)


def say_seats(
    *, taken: int, free: int | None, waiting: int = 0, width: int = 80, glyphs: Glyphs = UNICODE
) -> tuple[Span, ...]:
    """Return the same from numbers: `taken` is enrolled, held and offered together.

    `free` is what every pool has left (its room too), negative when over capacity, None when unlimited. What it is
    a part of is taken and free together: a full room makes an event with seats left full.
    """
    forms, tone = _forms(taken, free, waiting)
    forms = [form.replace("; ", glyphs.gap) for form in forms]
    if free is None:
        return (Span(next((form for form in forms if len(form) <= width), forms[-1]), tone),)
    for form in forms:
        if _BAR + 1 + len(form) <= width:
            return (Span(seat_bar(taken, free, glyphs=glyphs), tone), Span(" "), Span(form, tone))
    return (Span(forms[-1], tone),)


def seat_bar(taken: int, free: int, *, cells: int = _BAR, glyphs: Glyphs = UNICODE) -> str:
    """Return a bar that is full only when nothing is free, and empty only when nothing is taken."""
    if free <= 0:
        filled = cells
    elif taken <= 0:
        filled = 0
    else:
        filled = max(1, min(cells - 1, round(cells * taken / (taken + free))))
    return glyphs.taken * filled + glyphs.free * (cells - filled)


def _forms(taken: int, free: int | None, waiting: int) -> tuple[list[str], Tone]:
    """Return the possible wordings, the longest first, with `; ` between two facts, and the tone of all."""
    line = f"; {waiting} waiting" if waiting else ""
    if free is None:
        return [f"open; {taken} in" if taken else "open", "open"], ""
    if free < 0:
        return [f"OVER by {-free}{line}", f"OVER by {-free}", f"OVER {-free}"], "bad"
    if free == 0:
        return [f"FULL{line}", f"FULL +{waiting}" if waiting else "FULL", "FULL"], "warn"
    if waiting:
        return [f"{free} free, {waiting} waiting", f"{free} free +{waiting}"], "warn"
    if free < FEW and taken > 0:
        return [f"Almost full: {free} free", f"Almost full: {free}"], "warn"
    return [f"{free} free of {taken + free}", f"{free} free"], "good"

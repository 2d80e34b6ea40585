"""What the box of a day in the month says: its number, how many events it has, and the first of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from rich.cells import cell_len

from atma_tui.ui.ground.glyphs import Glyphs
from atma_tui.ui.ground.show import plain
from atma_tui.ui.widgets.columns import fit_text
from atma_tui.ui.widgets.spans import Look

_ROOMY = 16
"""Cells of a day's box from which on minutes are shown."""


class Entry(NamedTuple):
    """An event in a day's box."""

    title: str
    hour: str = ""
    """`17:00`, empty for a whole day."""
    site: str = ""
    """The first letters of its site's name; empty when one site is shown."""
    look: Look = ""
    """The colour of the site."""


@dataclass(frozen=True, slots=True)
class Boxed:
    """What is in a day's box."""

    entries: tuple[Entry, ...] = ()
    """The events, by time."""
    appointments: int = 0
    """How many private appointments there are besides; the month does not name them."""


Piece = tuple[str, str]
"""A text, and the part or look that it is painted as."""


def day_lines(
    day: date, boxed: Boxed, *, today: date, width: int, height: int, cursor: bool, glyphs: Glyphs
) -> list[list[Piece]]:
    """Return what a day's box says, each line exactly `width` cells: its number, how many, the first events.

    The present day is in brackets, the cursor's has its mark; neither depends on a colour.
    """
    number = f"[{day.day}]" if day == today else f"{day.day:>2}"
    head = f"{glyphs.cursor if cursor else ' '}{number}"
    head += next(words for words in _counts(boxed) if len(head) + len(words) <= width or not words)
    room = height - 1
    entries, more = boxed.entries[:room], []
    if len(boxed.entries) > room > 1:
        entries = entries[: room - 1]
        more = [[(fit_text(f" +{len(boxed.entries) - room + 1} more", width, cut=glyphs.cut), "title")]]
    lines = [_entry_line(entry, width, glyphs) for entry in entries] + more
    empty = [[(" " * width, "title")] for _ in range(room - len(lines))]
    return [[(fit_text(head, width, cut=glyphs.cut), "today" if day == today else "number")], *lines, *empty]


def _counts(boxed: Boxed) -> tuple[str, ...]:
    """Return how much there is on a day, the fullest words first."""
    events, appointments = len(boxed.entries), boxed.appointments
    named, appts = _count(events, "event"), _count(appointments, "appt")
    if not appointments:
        return (f" {named}", f" {events} ev", f" {events}", "") if events else ("",)
    if not events:
        return f" {appts}", f" {appointments}", ""
    return f" {named}, {appts}", f" {events}+{appts}", f" {events}+{appointments}", ""


def _count(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _entry_line(entry: Entry, width: int, glyphs: Glyphs) -> list[Piece]:
    """Return hour, site and title of an event; without its minutes where there is little room."""
    hour = entry.hour if width >= _ROOMY else entry.hour[:2]
    gap = " " if width >= _ROOMY and entry.site else ""
    pieces = [(f" {hour}{gap}", "title"), (plain(entry.site), entry.look), (f" {plain(entry.title)}", "title")]
    line: list[Piece] = []
    for text, part in pieces:
        shown = fit_text(text, min(width, cell_len(text)), cut=glyphs.cut)
        line.append((shown, part))
        width -= cell_len(shown)
    return [*line, (" " * width, "title")]

"""The text of a day's box in the month: its number, how many events it has, and the first of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from rich.cells import cell_len

from atma_tui.ui.ground.glyphs import Glyphs
from atma_tui.ui.ground.show import plain
from atma_tui.ui.widgets.columns import fit_text, wrap_text
from atma_tui.ui.widgets.spans import Tone

_ROOMY = 16
"""Cells of a day's box from which on minutes are shown."""


class Entry(NamedTuple):
    """An event in a day's box."""

    title: str
    hour: str = ""
    """`17:00`, empty for a whole day."""
    site: str = ""
    """The first letters of its site's name; empty when one site is shown."""
    tone: Tone = ""
    """The colour of the site."""


@dataclass(frozen=True, slots=True)
class Boxed:
    """What is in a day's box."""

    entries: tuple[Entry, ...] = ()
    """The events, by time."""
    appointments: int = 0
    """How many private appointments there are besides; the month does not name them."""


Piece = tuple[str, str]
"""A text, and the part or tone that it is painted as."""


def day_lines(
    day: date, boxed: Boxed, *, today: date, width: int, height: int, cursor: bool, glyphs: Glyphs
) -> list[list[Piece]]:
    """Return what a day's box says, each line exactly `width` cells: its number, how many events, the first ones.

    The present day is in brackets, the cursor's has its mark; neither depends on a colour.
    """
    number = f"[{day.day}]" if day == today else f"{day.day:>2}"
    head = f"{glyphs.cursor if cursor else ' '}{number}"
    head = fit_text(head, min(width, len(head)), cut=glyphs.cut)
    left = width - len(head)
    counts = next(words for words in _counts(boxed) if len(words) < left or not words)
    room = height - 1
    entries, more = boxed.entries[:room], []
    if len(boxed.entries) > room > 1:
        entries = entries[: room - 1]
        more = [[(fit_text(f" +{len(boxed.entries) - room + 1} more", width, cut=glyphs.cut), "title")]]
    spare = room - len(entries) - len(more)
    lines: list[list[Piece]] = []
    for entry in entries:
        shown = _entry_lines(entry, width, 1 + spare if width >= _ROOMY else 1, glyphs)
        spare -= len(shown) - 1
        lines += shown
    lines += more
    empty = [[(" " * width, "title")] for _ in range(room - len(lines))]
    first: list[Piece] = [(head, "today" if day == today else "number"), (counts.rjust(left), "title")]
    return [first, *lines, *empty]


def _counts(boxed: Boxed) -> tuple[str, ...]:
    """Return how much there is on a day, the fullest words first."""
    events, appointments = len(boxed.entries), boxed.appointments
    named, appts = _count(events, "event"), _count(appointments, "appt")
    if not appointments:
        return (named, f"{events} ev", f"{events}", "") if events else ("",)
    if not events:
        return appts, f"{appointments}", ""
    return f"{named}, {appts}", f"{events} + {appts}", f"{events}+{appts}", f"{events}+{appointments}", ""


def _count(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _entry_lines(entry: Entry, width: int, most: int, glyphs: Glyphs) -> list[list[Piece]]:
    """Return hour, site and title of an event, in as many lines as it needs of those there are.

    It goes without its minutes where there is little room.
    """
    hour = entry.hour if width >= _ROOMY else entry.hour[:2]
    gap = " " if width >= _ROOMY and entry.site else ""
    when = fit_text(f" {hour}{gap}", min(width, cell_len(f" {hour}{gap}")), cut=glyphs.cut)
    site = fit_text(plain(entry.site), min(width - cell_len(when), cell_len(plain(entry.site))), cut=glyphs.cut)
    begun = cell_len(when) + cell_len(site)
    widths = [max(0, width - begun - 1), *[max(0, width - 1)] * (most - 1)]
    first, *rest = wrap_text(plain(entry.title), widths, cut=glyphs.cut)
    lines: list[list[Piece]] = [[(when, "title"), (site, entry.tone), (_filled(first, width - begun), "title")]]
    return [*lines, *([(_filled(line, width), "title")] for line in rest)]


def _filled(line: str, width: int) -> str:
    return fit_text(f" {line}", width, cut="") if width > 0 else ""

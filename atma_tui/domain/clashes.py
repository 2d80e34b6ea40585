"""Where else a person is at that time, the drive between the cities counted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from msgspec import Struct

from atma_tui.domain.records import Event
from atma_tui.domain.when import instant

_ZONES_APART = timedelta(hours=28)
"""More than any two walls show at one instant: what is further apart needs no look at its zone."""


class ClashWith(Struct, frozen=True, kw_only=True):
    """Another event of the same person that stands in the way."""

    event: Event
    travel: bool
    """True when only the drive makes it impossible."""

    def describe(self) -> str:
        """Say it in words: `is in Breathing circle 18:00–19:30`."""
        when = f"{self.event.starts:%H:%M}–{self.event.ends:%H:%M}"
        return f"is in {self.event.title} {when}" + (" in the other city" if self.travel else "")


def clashes(event: Event, others: Iterable[Event], travel: timedelta) -> list[ClashWith]:
    """Return those of a person's other live events that overlap `event`, earliest first.

    Between two sites the gap must be at least `travel`. Whole days clash with nothing.
    """
    if event.all_day:
        return []
    near = travel + _ZONES_APART
    earliest, latest = event.starts - near, event.ends + near
    others = [one for one in others if one.starts <= latest and one.ends >= earliest and one.id != event.id]
    if not others:
        return []
    start, end = instant(event.starts, event.zone), instant(event.ends, event.zone)
    found: list[tuple[object, ClashWith]] = []
    for other in others:
        if not other.live or other.all_day:
            continue
        first, last = instant(other.starts, other.zone), instant(other.ends, other.zone)
        gap = timedelta(0) if other.site == event.site else travel
        if first < end + gap and start < last + gap:
            overlap = first < end and start < last
            found.append((first, ClashWith(event=other, travel=not overlap)))
    found.sort(key=lambda row: str(row[0]))
    return [clash for _, clash in found]

"""Events at the same time: where else a person is, including the drive, and who else is in a room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from operator import attrgetter

from msgspec import Struct

from atma_tui.domain.event_span import span_of
from atma_tui.domain.records import Event, Room, Site

_ZONES_APART = timedelta(hours=28)
"""More than the clocks of any two zones can differ: events further apart need no look at their zones."""


class ClashWith(Struct, frozen=True, kw_only=True):
    """Another event of the same person that stands in the way."""

    event: Event
    travel: bool
    """True when only the drive between the sites makes it impossible."""

    def describe(self) -> str:
        """Say it in words: `is in Breathing circle 18:00–19:30`."""
        when = f"{self.event.starts:%H:%M}–{self.event.ends:%H:%M}"
        return f"is in {self.event.title} {when}" + (" in the other city" if self.travel else "")


def clashes(event: Event, others: Iterable[Event], travel: timedelta) -> list[ClashWith]:
    """Return the person's other live events that overlap `event`, earliest first.

    Between two sites the gap must be at least `travel`. All-day events clash with nothing.
    """
    if event.all_day:
        return []
    near = travel + _ZONES_APART
    earliest, latest = event.starts - near, event.ends + near
    others = [one for one in others if one.starts <= latest and one.ends >= earliest and one.id != event.id]
    if not others:
        return []
    start, end = span_of(event)
    found: list[tuple[object, ClashWith]] = []
    for other in others:
        if not other.live or other.all_day:
            continue
        first, last = span_of(other)
        gap = timedelta(0) if other.site == event.site else travel
        if first < end + gap and start < last + gap:
            overlap = first < end and start < last
            found.append((first, ClashWith(event=other, travel=not overlap)))
    found.sort(key=lambda row: str(row[0]))
    return [clash for _, clash in found]


def numbered_room(event: Event, sites: Mapping[str, Site]) -> Room | None:
    """Return the room of an event if its number of seats is known: only then does it limit the event."""
    site = sites.get(event.site) if event.room else None
    room = site.room(event.room) if site is not None else None
    return room if room is not None and room.seats is not None else None


def events_beside(asked: Collection[Event], on: Iterable[Event]) -> Mapping[str, Sequence[Event]]:
    """Return, by the id of each event asked about, the other events in its room at the same time.

    `on` is what takes place on their days; with thousands of them it takes one pass through each room.
    """
    if not asked:
        return {}
    if len(asked) == 1:  # nearly always: a tenth of the time
        [event] = asked
        beside = [one for one in on if shares_room(event, one)]
        return {event.id: sorted(beside, key=attrgetter("starts"))}
    rooms = {(one.site, one.room) for one in asked}
    there = {one.id: one for one in on if (one.site, one.room) in rooms} | {one.id: one for one in asked}
    found: dict[str, list[Event]] = {one.id: [] for one in asked}
    going_on = defaultdict[tuple[str, str], list[Event]](list)
    for event in sorted(there.values(), key=attrgetter("starts")):
        in_room = going_on[event.site, event.room]
        in_room[:] = [one for one in in_room if one.ends > event.starts]
        for other in in_room:
            if (event.id in found or other.id in found) and shares_room(event, other):
                for one, two in ((event, other), (other, event)):
                    if one.id in found:
                        found[one.id].append(two)
        in_room.append(event)
    return found


def at_the_fullest(event: Event, others: Sequence[Event], taken: Callable[[Event], int]) -> Sequence[Event]:
    """Return the events beside another that are in its room at the one moment when they take the most seats.

    Two that follow each other beside a long one take the same seats.
    """
    if len(others) < 2:
        return others
    moments = sorted({event.starts, *(one.starts for one in others if one.starts > event.starts)})
    at_once = [[one for one in others if one.starts <= moment < one.ends] for moment in moments]
    return max(at_once, key=lambda some: sum(map(taken, some)))


def shares_room(one: Event, two: Event) -> bool:
    """Whether two live events are in the same room at overlapping times (both walls in the same zone)."""
    return (
        one.room == two.room
        and one.starts < two.ends
        and two.starts < one.ends
        and bool(one.room)
        and one.id != two.id
        and (one.site, one.zone) == (two.site, two.zone)
        and one.live
        and two.live
    )

"""The sites with their rooms and hours, and the clinicians."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from atma_tui.domain.records.base import Clock, Count, Record, Value, Wall


class Hours(Value, frozen=True, kw_only=True):
    """Weekly hours at a site: open for appointments, or somebody at work."""

    weekday: Annotated[int, Meta(ge=0, le=6)]
    """0 is Monday."""
    opens: Clock
    closes: Annotated[str, Meta(pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")]
    site: str = ""
    """For a clinician: where; empty in a site's own hours."""


class Room(Value, frozen=True, kw_only=True):
    """A room of a site."""

    id: str
    name: str
    seats: Count | None = None
    """How many people fit; unlimited when unknown."""
    turnover: Count = 15
    """Minutes between two appointments in it."""


class Closure(Value, frozen=True, kw_only=True):
    """Hours in which a site is closed, such as for a storm, or a clinician is away: nothing is booked then."""

    starts: Wall
    ends: Wall
    why: str = ""


def closure_in(closures: tuple[Closure, ...], first: datetime, last: datetime) -> Closure | None:
    """Return the closure that overlaps a span of time, None when there is none."""
    return next((one for one in closures if one.starts < last and first < one.ends), None)


class Site(Record, frozen=True, kw_only=True):
    """A clinic location."""

    kind = "site"

    name: str
    zone: str = "America/Edmonton"
    colour: str = "blue"
    address: str = ""
    phone: str = ""
    rooms: tuple[Room, ...] = ()
    hours: tuple[Hours, ...] = ()
    """When appointments may be booked; if empty, weekdays 09:00 to 17:00."""
    closures: tuple[Closure, ...] = ()
    """By the clock of the site."""
    place_names: tuple[str, ...] = ()
    """Words in a feed's location that mean this site, such as the city or the street."""

    def room(self, room_id: str) -> Room | None:
        """Return the room of that id, None when there is none."""
        return next((room for room in self.rooms if room.id == room_id), None)

    def closed(self, first: datetime, last: datetime) -> Closure | None:
        """Return the closure that overlaps a span on the site's clock, None while it is open."""
        return closure_in(self.closures, first, last)


class Clinician(Record, frozen=True, kw_only=True):
    """Somebody who sees clients."""

    kind = "clinician"
    text = ("name",)

    name: str
    role: str = ""
    supervises: bool = False
    """Whether they may supervise a ketamine session."""
    hours: tuple[Hours, ...] = ()
    absences: tuple[Closure, ...] = ()
    """By the clock of the site they would be at."""
    active: bool = True

    def absent(self, first: datetime, last: datetime) -> Closure | None:
        """Return the absence that overlaps a span of time, None when there is none."""
        return closure_in(self.absences, first, last)

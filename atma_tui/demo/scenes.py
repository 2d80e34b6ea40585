"""What is on in the demo: each scene of `scenes.json` becomes events with people in them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from atma_tui.domain.records import (
    Clinic,
    Event,
    EventKind,
    Site,
)
from atma_tui.domain.when import instant, read_time, today, wall


class Kept(Struct, frozen=True, forbid_unknown_fields=True):
    """Seats kept back."""

    seats: int
    name: str
    why: str
    days: int
    """Days from today until it ends, at 17:00."""


class Crowd(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How full an event is. `enrolled` counts seats, everything else parties."""

    who: Literal["guests", "clients"] = "guests"
    enrolled: int = 0
    over: str = ""
    """Reason for which the last of the enrolled was let in over capacity."""
    waiting: tuple[int, ...] = ()
    """Sizes of the parties in line."""
    passed: str = ""
    """Reason for which somebody was let in before the first in line."""
    priority: str = ""
    """Reason for which the last in line goes first."""
    offered: tuple[int, ...] = ()
    """Sizes of the parties with an offer that ends today."""
    promoted: tuple[int, ...] = ()
    """Sizes of the parties that waited and have a seat now, after as many withdrew."""
    hold: Kept | None = None
    withdrawn: int = 0
    """How many withdrew in time."""
    missing: int = 0
    """How many did not come, once it is over."""
    left_open: int = 0
    """How many nobody checked in or marked."""


class Scene(Crowd, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One event, or one on each of several days, and how full it is."""

    id: str
    site: str
    title: str
    category: EventKind
    days: tuple[int, ...]
    """Counted from today."""
    at: str
    """Time of day, or `now` for something that began a while ago."""
    description: str = ""
    minutes: int = 90
    room: str = ""
    place: str = ""
    capacity: int | None = None
    minimum: int = 0
    tentative: bool = False
    cancelled: str = ""
    """Why it is off; everybody in it is owed a call."""
    notes: str = ""
    all_day: bool = False
    series: bool = False


def scene_events(scene: Scene, site: Site, clinic: Clinic, now: datetime) -> list[Event]:
    """Return the events of a scene, one on each of its days, still empty."""
    return [_event(scene, site, clinic, now, day, number) for number, day in enumerate(scene.days, 1)]


def series_id(scene: Scene) -> str:
    """Return the id of the series that the scene's events are, empty when they are none."""
    return f"ser-{scene.id}-{scene.site}" if scene.series else ""


def _event(scene: Scene, site: Site, clinic: Clinic, now: datetime, day: int, number: int) -> Event:
    date = today(now, site.zone) + timedelta(days=day)
    starts = _running(now, site.zone) if scene.at == "now" else datetime.combine(date, read_time(scene.at))
    id = f"evt-{scene.id}-{site.id}-{number}"
    created = min(instant(starts, site.zone), now) - timedelta(days=25)
    return Event(
        id=id,
        uid=f"{id}@{clinic.feed_domain}",
        site=site.id,
        title=scene.title,
        description=scene.description,
        category=scene.category,
        starts=starts,
        ends=starts + timedelta(minutes=scene.minutes),
        all_day=scene.all_day,
        zone=site.zone,
        room=scene.room,
        place=scene.place,
        capacity=scene.capacity,
        minimum=scene.minimum,
        status="tentative" if scene.tentative else "confirmed",
        series=series_id(scene),
        notes=scene.notes,
        created=created,
        modified=created,
    )


def _running(now: datetime, zone: str) -> datetime:
    """Return a quarter hour, half an hour ago or a little more, but never yesterday."""
    began = now - timedelta(minutes=30 + now.minute % 15)
    midnight = datetime.combine(today(now, zone), read_time("00:00"))
    return max(midnight, wall(began.replace(second=0, microsecond=0), zone))

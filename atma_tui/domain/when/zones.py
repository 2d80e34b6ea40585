"""Wall clock times and instants.

Alberta has been at UTC-06:00 all year since 2026 (Official Time Act; tz database 2026c).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from atma_tui.domain.errors import InputError

ALBERTA = "America/Edmonton"


@cache
def zone(name: str) -> ZoneInfo:
    """Return the zone of that IANA name. Raises `InputError` for an unknown name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InputError(f"There is no time zone called {name!r}; use a name such as {ALBERTA}.") from None


@lru_cache(maxsize=1 << 16)
def instant(wall: datetime, zone_name: str) -> datetime:
    """Return the UTC instant at which the clock in that zone shows `wall`.

    An hour that the clock skipped is read with the offset before it, a repeated one as its first pass. Cached,
    since lists ask for the same instants again and again (5 us each otherwise).
    """
    return wall.replace(tzinfo=zone(zone_name), fold=0).astimezone(UTC)


def wall(moment: datetime, zone_name: str) -> datetime:
    """Return what the clock in that zone shows at an instant, as a wall clock time."""
    return moment.astimezone(zone(zone_name)).replace(tzinfo=None)


def exists(wall: datetime, zone_name: str) -> bool:
    """Whether the clock in that zone ever shows `wall` (not within the hour skipped in spring)."""
    return instant(wall, zone_name).astimezone(zone(zone_name)).replace(tzinfo=None) == wall


def today(now: datetime, zone_name: str = ALBERTA) -> date:
    """Return the date in that zone at the instant `now`."""
    return now.astimezone(zone(zone_name)).date()


def zone_data_is_current() -> bool:
    """Whether the zone data knows that Alberta stays at UTC-06:00 (needs tzdata 2026.3 or later)."""
    noon = datetime(2027, 1, 15, 12, tzinfo=zone(ALBERTA))
    return noon.utcoffset() == timedelta(hours=-6)


def rfc3339(wall: datetime, zone_name: str) -> str:
    """Return a wall clock time with its offset, such as `2026-12-08T18:00:00-06:00`."""
    return wall.replace(tzinfo=zone(zone_name)).isoformat(timespec="seconds")

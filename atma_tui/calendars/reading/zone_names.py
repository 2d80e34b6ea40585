"""Names of time zones in other programs."""

from __future__ import annotations

import re
import zoneinfo
from datetime import datetime, timedelta
from functools import cache

from atma_tui.domain.when import zone

_OURS = {
    "alberta standard time": "America/Edmonton",
    "british columbia standard time": "America/Vancouver",
    "yukon standard time": "America/Whitehorse",
}
"""Windows ids of 2026 that icalendar 7.3 does not know."""

_DISPLAYED = {
    "alberta": "America/Edmonton",
    "mountain time (us & canada)": "America/Denver",
    "pacific time (us & canada)": "America/Los_Angeles",
    "central time (us & canada)": "America/Chicago",
    "eastern time (us & canada)": "America/New_York",
    "atlantic time (canada)": "America/Halifax",
    "newfoundland": "America/St_Johns",
    "saskatchewan": "America/Regina",
    "arizona": "America/Phoenix",
    "yukon": "America/Whitehorse",
    "coordinated universal time": "Etc/UTC",
    "sri jayawardenepura": "Asia/Colombo",
}
"""Outlook's display names, such as `(UTC-07:00) Mountain Time (US & Canada)`."""

_QUOTED = re.compile(r'\A"(.*)"\Z')
_ESCAPED = re.compile(r"\\([\\;,:\"])")
_IN_BRACKETS = re.compile(r"\((?:(?:utc|gmt)\s*)?([^)]{0,10})\)\s*")
_NUMBERED = re.compile(r"(.*\S)[ _-]+\d{1,3}")
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+\-−])(\d{1,2}):?(\d{2})?", re.IGNORECASE)
_BESIDE_A_CITY = re.compile(r"\s*\(.*|\s+islands?\Z")
_FARTHEST = 14
"""Hours from UTC that any clock is."""
_HOUR = timedelta(hours=1)
_MICROSOFT = "tzone://microsoft/"
_NO_PLACES = frozenset(("factory", "localtime", "posixrules"))
_SEASONS = tuple(map(datetime.fromisoformat, ("2025-01-15", "2025-07-15")))


@cache
def _by_folded_name() -> dict[str, str]:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    known = {name.casefold(): name for name in zoneinfo.available_timezones()}
    windows = {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}
    return {name: zone for name, zone in (windows | _OURS | known).items() if name not in _NO_PLACES}


def plain_name(name: str) -> str:
    r"""Return a zone's name as it is compared: `"Hong Kong, Macau"` and `Hong Kong\, Macau` are one.

    A name is text where a calendar defines it, and a parameter where an event uses it: each escapes differently.
    """
    text = _QUOTED.sub(r"\1", name.strip()).replace("^'", '"').replace("^^", "^").replace("&amp;", "&")
    return " ".join(_ESCAPED.sub(r"\1", text).split()).casefold()


def iana_name(name: str) -> str | None:
    """Return the IANA name of a zone that is called so by Windows, Outlook, older programs or IANA itself.

    Whole hours from UTC (`UTC-07:00`, `GMT-7`) become `Etc/GMT+7`. None for a name that means nothing by itself.
    """
    known = _by_folded_name()
    folded = plain_name(name).removeprefix(_MICROSOFT)
    if folded in known:
        return known[folded]
    displayed = _IN_BRACKETS.sub("", folded, count=1).strip().replace(" and ", " & ")
    if displayed in _DISPLAYED:
        return _DISPLAYED[displayed]
    for parts in (3, 2):
        ending = "/".join(folded.split("/")[-parts:])
        if "/" in ending and ending in known:
            return known[ending]
    return _whole_hours(folded)


def fixed_offset(name: str) -> timedelta | None:
    """Return how far ahead of UTC the clock of a zone is that is called by that: `UTC+05:30`, `(GMT-3:30)`."""
    return _ahead(plain_name(name).strip("()"))


def likely_name(name: str) -> str | None:
    """Return the IANA name that is meant by a name which its calendar does not define; None when nobody can tell.

    Outlook numbers the zones of a calendar (`Eastern Standard Time 1`), and shows cities
    (`(UTC+01:00) Amsterdam, Berlin, Bern`).
    """
    folded = plain_name(name)
    numbered = _NUMBERED.fullmatch(folded)
    found = iana_name(numbered[1]) if numbered else None
    return found if found and _is_place(found) else _by_its_cities(folded)


def _is_place(name: str) -> bool:
    """Whether a zone is of a place: a number behind `GMT` may be an offset."""
    return "/" in name and not name.startswith("Etc/")


def _by_its_cities(folded: str) -> str | None:
    """Return the zone of the first city that has one, if it keeps the offset that is given beside the cities."""
    bracket = _IN_BRACKETS.match(folded)
    ahead = _ahead(bracket[1] or "+0") if bracket else None
    if bracket is None or ahead is None:
        return None
    named = (_BESIDE_A_CITY.sub("", city.strip()) for city in folded[bracket.end() :].split(","))
    cities = (city.replace(" ", "_") for city in named)
    found = (_by_city().get(city) for city in cities)
    return next((name for name in found if name and ahead in _offsets(name)), None)


@cache
def _by_city() -> dict[str, str]:
    places = filter(_is_place, sorted(zoneinfo.available_timezones()))
    return {name.rpartition("/")[2].casefold(): name for name in places}


def _offsets(name: str) -> set[timedelta | None]:
    return {day.replace(tzinfo=zone(name)).utcoffset() for day in _SEASONS}


def _whole_hours(text: str) -> str | None:
    ahead = _ahead(text)
    if ahead is None or ahead % _HOUR:
        return None
    name = f"Etc/GMT{-(ahead // _HOUR):+d}" if ahead else "Etc/UTC"
    return name if name.casefold() in _by_folded_name() else None


def _ahead(text: str) -> timedelta | None:
    """Return how far ahead of UTC a clock is by a text such as `UTC-03:30`; None when it says nothing else."""
    found = _OFFSET.fullmatch(text)
    minutes = int(found[3] or 0) if found else 0
    if not found or int(found[2]) > _FARTHEST or minutes % 15 or minutes > 45:
        return None
    return timedelta(hours=int(found[2]), minutes=minutes) * (1 if found[1] == "+" else -1)

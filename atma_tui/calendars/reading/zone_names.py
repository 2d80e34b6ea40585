"""What other programs call time zones."""

from __future__ import annotations

import re
import zoneinfo
from functools import cache

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
}
"""Outlook's names for the eye, such as `(UTC-07:00) Mountain Time (US & Canada)`."""

_IN_BRACKETS = re.compile(r"\((?:utc|gmt)[^)]{0,10}\)\s*", re.IGNORECASE)
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])(\d{1,2}):?(\d{2})?", re.IGNORECASE)
_NO_PLACES = frozenset(("factory", "localtime", "posixrules"))


@cache
def _by_folded_name() -> dict[str, str]:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    known = {name.casefold(): name for name in zoneinfo.available_timezones()}
    windows = {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}
    return {name: zone for name, zone in (windows | _OURS | known).items() if name not in _NO_PLACES}


def iana_name(name: str) -> str | None:
    """Return the IANA name of a zone that is called so by Windows, Outlook, older programs or IANA itself.

    Whole hours from UTC (`UTC-07:00`, `GMT-7`) become `Etc/GMT+7`. None for a name that means nothing by itself.
    """
    known = _by_folded_name()
    folded = name.strip().casefold()
    if folded in known:
        return known[folded]
    displayed = _IN_BRACKETS.sub("", folded).strip()
    if displayed in _DISPLAYED:
        return _DISPLAYED[displayed]
    for parts in (3, 2):
        ending = "/".join(folded.split("/")[-parts:])
        if "/" in ending and ending in known:
            return known[ending]
    return _whole_hours(folded)


def _whole_hours(text: str) -> str | None:
    found = _OFFSET.fullmatch(text)
    if not found or int(found[2]) > 14 or int(found[3] or 0):
        return None
    hours = int(found[2])
    if not hours:
        return "Etc/UTC"
    sign = "-" if found[1] == "+" else "+"
    name = f"Etc/GMT{sign}{hours}"
    return name if name.casefold() in _by_folded_name() else None

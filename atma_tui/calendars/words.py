"""The texts of an event in a calendar. People and the desk's notes are out of reach here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from msgspec.structs import replace

from atma_tui.domain.records import Clinic, Event, Site
from atma_tui.domain.text import clean
from atma_tui.domain.when import clock_name, span_words, zone

UNTITLED = "(untitled)"
CANCELLED = "CANCELLED: "
"""In front of the title, for programs that ignore STATUS."""

_PLAIN_LINK = re.compile(r"https?://[!-~]{1,1990}", re.IGNORECASE)
_UNSEEN = r"\s\x00-\x1f\x7f-\x9f"
_LINK = re.compile(rf"(https?://(?:[^/?#@{_UNSEEN}]*@)?)([^/?#@{_UNSEEN}]+)([/?#][^{_UNSEEN}]*)?", re.IGNORECASE)
_LONGEST_LINK = 2_000
_RESERVED = "".join(map(chr, range(ord("!"), ord("~") + 1)))
"""What may stand in an address as it is."""


def title_words(event: Event) -> str:
    """Return the title in one line, marked when the event is cancelled."""
    title = clean(event.title, 300) or UNTITLED
    return title if event.live else CANCELLED + title


def place_words(event: Event, site: Site) -> str:
    """Return the room and the place in one line; without a place, the site's address."""
    room = site.room(event.room)
    parts = (room.name if room else "", event.place or site.address or site.name)
    return clean(", ".join(part for part in parts if part), 500)


def time_words(event: Event) -> str:
    """Return when it is on the clock on the wall, such as `Tue 8 Dec 2026, 18:00–19:30 Alberta time (UTC-06:00)`.

    Calendar programs with old zone data show Alberta's winter an hour early; this line is right everywhere.
    """
    span = span_words(event.starts, event.ends, all_day=event.all_day)
    return (
        span if event.all_day else f"{span} {clock_name(event.zone)} ({_offset_words(event.starts, event.zone)})"
    )


def _offset_words(wall: datetime, zone_name: str) -> str:
    offset = wall.replace(tzinfo=zone(zone_name)).isoformat()[len(wall.isoformat()) :]
    return "UTC" if offset == "+00:00" else f"UTC{offset}"


def about_words(event: Event, seats_left: int | None) -> str:
    """Return the description: what it is about, when, and how many seats are left unless that is None."""
    parts = (clean(event.description, 4000, lines=True), time_words(event), _seat_words(event, seats_left))
    return "\n\n".join(part for part in parts if part)


def _seat_words(event: Event, left: int | None) -> str:
    if left is None or not event.live:
        return ""
    if left <= 0:
        return "No seats left; call to be put on the waiting list."
    return f"{left} seat{'s' if left > 1 else ''} left."


def category_words(event: Event, site: Site) -> list[str]:
    """Return the categories: the kind of event and the site's name."""
    return [words for words in (_kind_words(event), clean(site.name)) if words]


def _kind_words(event: Event) -> str:
    return "" if event.category == "other" else event.category.replace("_", " ").capitalize()


def link_words(event: Event) -> str:
    """Return the event's web address if it is one, else an empty text."""
    return link_of(event.url)


def link_of(text: str) -> str:
    """Return a web address as calendars take it, in ASCII; empty for anything else.

    People type `https://www.example.org/café`: the host becomes its ASCII name, the rest is quoted (RFC 3987).
    """
    text = text.strip()
    if _PLAIN_LINK.fullmatch(text):
        return text
    found = _LINK.fullmatch(text)
    if found is None:
        return ""
    before, host, path = found[1], found[2], found[3] or ""
    try:
        host = host if host.isascii() else host.encode("idna").decode()
        link = quote(before, safe=_RESERVED) + host + quote(path, safe=_RESERVED)
    except UnicodeError:
        return ""
    return link if len(link) <= _LONGEST_LINK else ""


def neutral(event: Event, site: Site, clinic: Clinic) -> Event:
    """Return a private event as its own person's calendar may show it: not what it is for."""
    title = f"Appointment at {clinic.name} {site.name}"
    return replace(
        event, title=title, description="", category="other", room="", place="", url="", why="", notes=""
    )


def for_clinician(event: Event, initials: Sequence[str]) -> Event:
    """Return a private event as a clinician's own calendar may show it: when, in which room, and initials.

    The file lies on a phone: it names neither the program nor what is done.
    """
    nobody = ("nobody booked",) if event.live else ()
    title = " · ".join(("Appointment", *(initials or nobody)))
    return replace(event, title=title, description="", category="other", place="", url="", why="", notes="")


def for_staff(event: Event, initials: Sequence[str]) -> Event:
    """Return a private event as the staff's calendar may show it: its kind, its room, initials.

    Its title, description and place are typed by hand and may hold a name.
    """
    title = " · ".join((_kind_words(event) or "Private event", *initials))
    return replace(event, title=title, description="", place="", url="", why="", notes="")

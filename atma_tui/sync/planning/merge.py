"""Three-way comparison of one event: what the source said last time, what it says now, and the book.

A field belongs to the website until the desk changes it; the desk's change stays while the website's value stays
the same; if both changed, the desk's value is kept and a person decides.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.domain.records import Event, RemoteEvent
from atma_tui.domain.text import clean
from atma_tui.domain.when import instant, span_words
from atma_tui.sync.site_matching import Siting

GONE = "No longer on the website"
MOVED_ONLINE = "Held online now, not in person"
_ONLINE = "online"
"""The status of an online event."""
LABELS = {
    "title": "title",
    "when": "date and time",
    "site": "site",
    "place": "place",
    "status": "status",
    "visibility": "visibility",
    "description": "description",
    "url": "web page",
}
"""The fields that a source owns, in the order in which they are shown."""

_PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."})
"""Typographic characters that WordPress puts into typed text, and its calendar file does not have."""


class Origin(NamedTuple):
    """Where events come from, in words."""

    name: str
    said: str
    """Who says something."""
    cancelled: str
    """The reason of an event that is cancelled there."""
    check: str
    """What to do when something looks wrong."""


WEBSITE = Origin("the website", "on the website", "Cancelled on the website", "look at the website")
FILE = Origin("the sender", "by the sender", "Cancelled by the sender", "ask the sender")
"""Of a calendar file, which may have come by mail."""
_CANCELLED_THERE = (WEBSITE.cancelled, FILE.cancelled, MOVED_ONLINE)


class When(NamedTuple):
    """The four fields that only make sense together."""

    starts: datetime
    ends: datetime
    all_day: bool
    zone: str

    def same(self, other: When) -> bool:
        """Whether both are the same instants, however they are written."""
        return self.all_day == other.all_day and self.instants() == other.instants()

    def instants(self) -> tuple[datetime, datetime]:
        """Return start and end in UTC; days without hours as they are on the wall."""
        if self.all_day:
            return self.starts, self.ends
        return instant(self.starts, self.zone), instant(self.ends, self.zone)


class Difference(Struct, frozen=True, gc=False):
    """One field with two values."""

    field: str
    """A name of `LABELS`."""
    here: str
    """What the book says, in words."""
    there: str
    """What the website says, in words."""


class Merged(Struct, frozen=True):
    """An event after the comparison."""

    event: Event
    taken: tuple[Difference, ...] = ()
    """Fields taken over from the website."""
    kept: tuple[Difference, ...] = ()
    """Fields with the desk's own value, while the website's is unchanged."""
    conflicts: tuple[Difference, ...] = ()
    """Fields changed on both sides; the desk's value is kept."""


Fields = dict[str, object]


def remote_fields(remote: RemoteEvent, siting: Siting, home: str = "") -> Fields:
    """Return what a source says, by the names of `LABELS`; where its place names no site, that is `home`."""
    site = siting.of(remote, home)
    return {
        "title": remote.title,
        "when": When(remote.starts, remote.ends, remote.all_day, remote.zone),
        "site": site,
        "place": "" if remote.online else siting.extra(remote.place, site),
        "status": _ONLINE if remote.online and remote.status != "cancelled" else remote.status,
        "visibility": "private" if remote.private else "public",
        "description": remote.description,
        "url": remote.url,
    }


def event_fields(event: Event) -> Fields:
    """Return what the book says, by the names of `LABELS`."""
    return {
        "title": event.title,
        "when": When(event.starts, event.ends, event.all_day, event.zone),
        "site": event.site,
        "place": event.place,
        "status": _ONLINE if event.status == "cancelled" and event.why == MOVED_ONLINE else event.status,
        "visibility": event.visibility,
        "description": event.description,
        "url": event.url,
    }


def merge(event: Event, base: RemoteEvent, there: RemoteEvent, siting: Siting, origin: Origin = WEBSITE) -> Merged:
    """Compare field by field and return the event with what it takes over, not yet `stamped`."""
    here = event_fields(event)
    then = remote_fields(base, siting, siting.default or event.site)
    later = remote_fields(there, siting, event.site)
    taken: dict[str, object] = {}
    off_here = event.status == "cancelled" and event.why not in _CANCELLED_THERE
    differences: dict[str, list[Difference]] = {"taken": [], "kept": [], "conflicts": []}
    for field in LABELS:
        verdict = _verdict(field, here[field], then[field], later[field], off_here=off_here)
        if verdict == "taken":
            taken[field] = later[field]
        if verdict:
            words = (in_words(field, fields[field], siting) for fields in (here, later))
            differences[verdict].append(Difference(field, *words))
    return Merged(_changed(event, taken, origin), *(tuple(found) for found in differences.values()))


def overrides(event: Event, remote: RemoteEvent, siting: Siting) -> tuple[Difference, ...]:
    """Return the fields in which the desk's value differs from what the website said last."""
    return merge(event, remote, remote, siting).kept


def stamped(after: Event, before: Event, now: datetime) -> Event:
    """Return the event with its next sequence number when a field that calendars show has changed."""
    if event_fields(after) == event_fields(before):
        return after
    return replace(after, sequence=before.sequence + 1, modified=now)


def in_words(field: str, value: object, siting: Siting) -> str:
    """Return a field's value as the desk reads it."""
    if isinstance(value, When):
        return span_words(value.starts, value.ends, all_day=value.all_day)
    if field == "site":
        return siting.name(str(value))
    return clean(value, 120) or "nothing"


def _verdict(field: str, here: object, then: object, later: object, *, off_here: bool) -> str:
    """Return the list a field belongs to.

    No website restores what the desk itself cancelled, or publishes what is private here.
    """
    if _same(here, later) or (field == "visibility" and later == "public"):
        return ""
    if field == "status" and off_here:
        return "kept"
    if _same(then, later):
        return "kept"
    return "taken" if _same(here, then) else "conflicts"


def _same(one: object, other: object) -> bool:
    """Whether two values say the same; the spelling of quotes, dashes and blanks says nothing."""
    if isinstance(one, When) and isinstance(other, When):
        return one.same(other)
    if isinstance(one, str) and isinstance(other, str):
        return one == other or " ".join(one.translate(_PLAIN).split()) == " ".join(other.translate(_PLAIN).split())
    return one == other


def _changed(event: Event, taken: dict[str, object], origin: Origin) -> Event:
    fields = {name: value for name, value in taken.items() if name != "when"}
    if isinstance(when := taken.get("when"), When):
        fields |= when._asdict()
    if "status" in taken:
        fields["why"] = {"cancelled": origin.cancelled, _ONLINE: MOVED_ONLINE}.get(str(taken["status"]), "")
    if taken.get("status") == _ONLINE:
        fields["status"] = "cancelled"
    return replace(event, **fields) if fields else event


def take_over(event: Event, remote: RemoteEvent, field: str, siting: Siting, origin: Origin = WEBSITE) -> Event:
    """Return the event with one field (a name of `LABELS`) as a source says it, not yet `stamped`."""
    return _changed(event, {field: remote_fields(remote, siting, event.site)[field]}, origin)

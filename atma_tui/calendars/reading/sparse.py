"""Completing a change of an event: what it leaves out stays as it was."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from atma_tui.calendars.reading.text.html_text import is_only_off
from atma_tui.calendars.words import UNTITLED
from atma_tui.domain.records import RemoteEvent

NO_START = "The calendar gives no start; the date's original one was taken."
NO_END = "The calendar gives no sure end; one hour was assumed."
NO_LAST_DAY = "The calendar gives no sure last day; one day was assumed."
_DAY = timedelta(days=1)
_ASSUMED = frozenset((NO_START, NO_END, NO_LAST_DAY))


def completed(change: RemoteEvent, before: RemoteEvent) -> RemoteEvent:
    """Return an event with what its newer version leaves out.

    A cancellation need not say anything else (RFC 5546 section 3.2.5).
    """
    off = change.status == "cancelled"
    fields: dict[str, object] = {}
    if NO_START in change.notes:
        fields |= {"starts": before.starts, "ends": before.ends, "all_day": before.all_day}
    elif _has_no_end(change, off=off) and change.all_day == before.all_day:
        fields["ends"] = change.starts + (before.ends - before.starts)
    if fields:
        fields["notes"] = tuple(note for note in change.notes if note not in _ASSUMED)
    if change.title == UNTITLED or is_only_off(change.title):
        fields["title"] = before.title
    if off:
        fields |= {
            name: getattr(before, name)
            for name in ("place", "categories", "description", "url")
            if not getattr(change, name)
        }
    return replace(change, **fields) if fields else change


def _has_no_end(change: RemoteEvent, *, off: bool) -> bool:
    """Whether the end of an event may have been left out: whole days are one day without an end."""
    one_day = change.all_day and change.ends - change.starts == _DAY
    return bool(_ASSUMED.intersection(change.notes)) or (off and one_day)

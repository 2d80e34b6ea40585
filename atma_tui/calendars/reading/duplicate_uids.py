"""Events that share one UID without being dates of one series."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from msgspec.structs import replace

from atma_tui.calendars.reading.event_reader import key_of
from atma_tui.domain.records import RemoteEvent


def told_apart(events: Iterable[RemoteEvent]) -> list[RemoteEvent]:
    """Return the events so that no two have the same key.

    Doubles count once. Revisions of one event (all with a SEQUENCE of their own) leave the highest. Otherwise each
    start is an event: senders give all dates of a circle one UID (38 of 837 files of public collections), and
    losing a date is worse than showing one twice. Of one start the latest LAST-MODIFIED holds.
    """
    by_key: dict[str, list[RemoteEvent]] = {}
    for event in events:
        by_key.setdefault(event.key, []).append(event)
    return [event for same in by_key.values() for event in (same if len(same) == 1 else _resolve_revisions(same))]


def _resolve_revisions(same: list[RemoteEvent]) -> list[RemoteEvent]:
    if len({event.sequence for event in same}) == len(same):
        return [max(same, key=_revision)]
    by_start = {event.starts: event for event in sorted(same, key=_revision)}
    if len(by_start) == 1 or same[0].recurrence:
        return [max(same, key=_revision)]
    return [replace(event, recurrence=key_of(event.starts, all_day=event.all_day)) for event in by_start.values()]


def _revision(event: RemoteEvent) -> tuple[int, datetime]:
    return event.sequence, event.modified or datetime.min.replace(tzinfo=UTC)

"""Incomplete cancellations: which known events they mean, and filling in what they leave out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from msgspec.structs import replace

from atma_tui.calendars.reading.sparse import completed
from atma_tui.domain.records import CalledOff, Listing, Reading, RemoteEvent
from atma_tui.domain.text import clean
from atma_tui.sync.planning.matching import end_of


def with_cancellations(
    reading: Reading, listings: Callable[[], Sequence[Listing]], now: datetime
) -> tuple[Sequence[RemoteEvent], list[str]]:
    """Return the events of a reading with every cancellation in full, and a sentence for each that means nothing.

    A cancelled event keeps what its cancellation does not say. One that names a series, or says not when it would
    have been, means all coming dates that the source told of; `listings` are those of the source.
    """
    off = [remote for remote in reading.events if remote.status == "cancelled"]
    if not (off or reading.called_off):
        return reading.events, []
    known: dict[str, dict[str, RemoteEvent]] = {}
    for listing in listings():
        known.setdefault(listing.remote.uid, {})[listing.remote.recurrence] = listing.remote
    events = {remote.key: remote for remote in reading.events}
    called_off, notes = list(reading.called_off), []
    for remote in off:
        dates = known.get(remote.uid, {})
        if remote.recurrence in dates:
            events[remote.key] = completed(remote, dates[remote.recurrence])
        elif dates and not remote.recurrence:
            del events[remote.key]
            called_off.append(CalledOff(remote.uid))
    for one in called_off:
        meant = [remote for remote in known.get(one.uid, {}).values() if remote.recurrence >= one.since]
        events |= {remote.key: replace(remote, status="cancelled") for remote in meant if end_of(remote) > now}
        notes += (
            [] if meant else [f"It cancels something that this book does not have (UID {clean(one.uid, 300)})."]
        )
    return list(events.values()), notes

"""What needs no plan: most events of most readings say what they said last time, and so does the book.

To compare ten thousand of them field by field takes as long as to read them. Records never change, so those that
were compared at the last plan are known again by being the very same objects.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from atma_tui.domain.records import Event, Listing, Record, RemoteEvent


class Rest(NamedTuple):
    """What is left of a reading, and of what is known of its source, without the events that are settled."""

    remotes: Sequence[RemoteEvent]
    listings: Sequence[Listing]


class _Told(NamedTuple):
    """A settled event: three records that agree."""

    listing: Listing
    event: Event
    remote: RemoteEvent


class Settled:
    """The events of a source that were settled at its last plan, kept while the program runs."""

    def __init__(self) -> None:
        self._last: tuple[dict[int, _Told], ...] = ({}, {}, {})
        """By the identity of each of the three; they are kept alive here, so no other object gets the same one."""

    def without(
        self, remotes: Sequence[RemoteEvent], listings: Sequence[Listing], events: Mapping[str, Event]
    ) -> Rest:
        """Set aside the events that are told as before and are so in the book. `remotes` have unique keys."""
        settled = _still_there(self._last, (listings, events.values(), remotes))
        by_listing, by_event, by_remote = settled
        fresh = {(one.uid, one.recurrence): one for one in remotes if id(one) not in by_remote}
        rest: list[Listing] = []
        for listing in [one for one in listings if id(one) not in by_listing]:
            name = listing.remote.uid, listing.remote.recurrence
            remote, event = fresh.get(name), events.get(listing.event)
            alone = event is not None and id(event) not in by_event
            if remote is not None and event is not None and alone and _is_settled(listing, event, remote):
                told = _Told(listing, event, fresh.pop(name))
                for by_part, part in zip(settled, told, strict=True):
                    by_part[id(part)] = told
            else:
                rest.append(listing)
        self._last = settled
        return Rest(list(fresh.values()), rest)


def _still_there(
    last: tuple[dict[int, _Told], ...], parts: tuple[Collection[Record | RemoteEvent], ...]
) -> tuple[dict[int, _Told], ...]:
    """Return what was settled last time without those of which a part is another object now."""
    settled = tuple(dict(by_part) for by_part in last)
    for by_part, now in zip(last, parts, strict=True):
        for gone in by_part.keys() - map(id, now):
            for kept, part in zip(settled, by_part[gone], strict=True):
                kept.pop(id(part), None)
    return settled


def _is_settled(listing: Listing, event: Event, remote: RemoteEvent) -> bool:
    """Whether a source tells an event as last time, and the book says of it the same, word for word."""
    return (
        remote == listing.remote
        and event.title == remote.title
        and event.starts == remote.starts
        and event.ends == remote.ends
        and event.status == remote.status
        and event.description == remote.description
        and event.url == remote.url
        and event.zone == remote.zone
        and event.all_day == remote.all_day
        and (event.visibility == "private" or not remote.private)
        and not (listing.missing or listing.behind or remote.online)
    )

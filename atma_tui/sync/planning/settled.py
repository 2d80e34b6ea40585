"""What needs no plan: most events of most readings say what they said last time, and so does the book.

To compare ten thousand of them field by field takes as long as to read them. Records never change, so those that
were compared at the last plan are known again by being the very same objects.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from atma_tui.domain.records import Event, Listing, RemoteEvent


class Rest(NamedTuple):
    """What is left of a reading, and of what is known of its source, without the events that are settled."""

    remotes: Sequence[RemoteEvent]
    listings: Sequence[Listing]


class Settled:
    """The events of a source that were settled at its last plan, kept while the program runs."""

    def __init__(self) -> None:
        self._last: dict[int, tuple[Listing, Event, RemoteEvent]] = {}
        """By the identity of the listing; they are kept alive here, so no other object gets the same one."""

    def without(
        self, remotes: Sequence[RemoteEvent], listings: Sequence[Listing], events: Mapping[str, Event]
    ) -> Rest:
        """Set aside the events that are told as before and are so in the book. `remotes` have unique keys."""
        last, told = self._last, set(map(id, remotes))
        settled: dict[int, tuple[Listing, Event, RemoteEvent]] = {}
        left: list[Listing] = []
        for listing in listings:
            known = last.get(id(listing))
            if known is not None and events.get(listing.event) is known[1] and id(known[2]) in told:
                settled[id(listing)] = known
            else:
                left.append(listing)
        aside = {id(remote) for _, _, remote in settled.values()}
        fresh = {(one.uid, one.recurrence): one for one in remotes if id(one) not in aside}
        rest: list[Listing] = []
        for listing in left:
            name = listing.remote.uid, listing.remote.recurrence
            remote, event = fresh.get(name), events.get(listing.event)
            if remote is not None and event is not None and _is_settled(listing, event, remote):
                settled[id(listing)] = listing, event, fresh.pop(name)
            else:
                rest.append(listing)
        self._last = settled
        return Rest(list(fresh.values()), rest)


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

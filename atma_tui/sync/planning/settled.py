"""Skipping what needs no plan: most events of most readings are as they were last time, and so is the book.

Comparing ten thousand of them field by field takes as long as reading them. Records never change, so those that
were compared at the last plan are recognised as the same objects.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

from atma_tui.domain.records import Event, Listing, RemoteEvent

T = TypeVar("T")


class Rest(NamedTuple):
    """What is left of a reading and of its source's known events, without the settled ones."""

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
        self, remotes: Sequence[RemoteEvent], listings: Sequence[Listing], events: Mapping[str, Event], source: str
    ) -> Rest:
        """Set aside the events that are told as before and are so in the book.

        `remotes` have unique keys; of the listings, those of the source are left.
        """
        settled, self._last = self._last, ({}, {}, {})  # so that an interrupt leaves nothing half done
        now = [list(map(id, part)) for part in (listings, events.values(), remotes)]
        _forget(settled, now)
        by_listing, by_event, by_remote = settled
        fresh = {(one.uid, one.recurrence): one for one in _others(remotes, now[2], by_remote)}
        rest: list[Listing] = []
        for listing in _others(listings, now[0], by_listing):
            if listing.source != source:
                continue
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


def _forget(settled: tuple[dict[int, _Told], ...], now: Sequence[Sequence[int]]) -> None:
    """Take out what was settled last time if a part of it is another object now."""
    for by_part, there in zip(settled, now, strict=True):
        for gone in by_part.keys() - there:
            for kept, part in zip(settled, by_part[gone], strict=True):
                kept.pop(id(part), None)


def _others(records: Sequence[T], there: Sequence[int], settled: Mapping[int, _Told]) -> list[T]:
    """Return the records, whose identities are `there`, that are not settled; without touching those that are."""
    return [records[place] for place, one in enumerate(there) if one not in settled]


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

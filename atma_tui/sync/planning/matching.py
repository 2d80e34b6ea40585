"""Which event of a new reading is which of the known ones.

A UID is the name of an event (RFC 5545 section 3.8.4.7), in theory. The Events Calendar puts start and end into
it, so that every moved event gets a new one; some servers make new UIDs at each request; a cut series goes on
under another. So events are also known by their post, by their page, and at last by title, site and date.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from msgspec import Struct

from atma_tui.domain.records import Listing, RemoteEvent
from atma_tui.domain.text import fold
from atma_tui.domain.when import instant
from atma_tui.sync.site_matching import Siting

FARTHEST_MOVE = timedelta(days=14)
"""How far an event may have moved to be taken for the same under a new name."""
_POST = re.compile(r"^(\d+)(?:-\d+-\d+)?@(.+)$")


class Pair(Struct, frozen=True, gc=False):
    """A known event and how the new reading tells it. Thousands are made at once; none can be part of a cycle."""

    listing: Listing
    remote: RemoteEvent
    how: str
    """`same` name, same `post` or `page`, `alike` in title, site and date; `linked`: the book has it already."""


class Matching(Struct, frozen=True):
    """A reading held against the known events of its source."""

    pairs: tuple[Pair, ...]
    new: tuple[RemoteEvent, ...]
    absent: tuple[Listing, ...]


def post_name(remote: RemoteEvent) -> str:
    """Return the WordPress post that an event is (its number and host, found in the UID), or nothing."""
    found = _POST.match(remote.uid)
    return f"{found[1]}@{found[2].lower()}|{remote.recurrence}" if found else ""


def page_name(remote: RemoteEvent) -> str:
    """Return the event's own web page without what varies in its spelling, or nothing."""
    page = re.sub(r"^https?://(www\.)?|[?#].*$|/+$", "", remote.url.strip().lower())
    return f"{page}|{remote.recurrence}" if "/" in page else ""


def match(
    listings: Sequence[Listing],
    remotes: Sequence[RemoteEvent],
    siting: Siting,
    now: datetime,
    may_have_moved: Callable[[Listing], bool],
) -> Matching:
    """Pair known and read events, one to one; deterministic, the surest way first.

    Args:
        listings: the known events of one source.
        remotes: the events of the new reading, with unique keys.
        siting: what places mean.
        now: events that are over are only known by their names, never by likeness.
        may_have_moved: whether a listing that is not found by name may be looked for on another day.
    """
    known = {listing.remote.key: listing for listing in listings}
    pairs: list[Pair] = []
    new: list[RemoteEvent] = []
    for remote in remotes:
        if (listing := known.pop(remote.key, None)) is None:
            new.append(remote)
        else:
            pairs.append(Pair(listing, remote, "same"))
    for how, name_of in (("post", post_name), ("page", page_name)):
        if not (known and new):
            break
        sure = unique(map(name_of, remotes)) & unique(name_of(listing.remote) for listing in listings)
        by_name = {name: listing for listing in known.values() if (name := name_of(listing.remote)) in sure}
        found = [Pair(by_name[name_of(remote)], remote, how) for remote in new if name_of(remote) in by_name]
        pairs += found
        known, new = _without(found, known, new)
    coming = [listing for listing in known.values() if end_of(listing.remote) > now]
    found = _alike(coming, new, siting, may_have_moved, _to_the_next(listings, siting) if coming and new else {})
    known, new = _without(found, known, new)
    return Matching(tuple(pairs + found), tuple(new), tuple(known.values()))


def start_of(remote: RemoteEvent) -> datetime:
    """Return the instant at which a read event starts."""
    return instant(remote.starts, remote.zone)


def end_of(remote: RemoteEvent) -> datetime:
    """Return the instant at which a read event ends."""
    return instant(remote.ends, remote.zone)


def likeness(remote: RemoteEvent, siting: Siting) -> tuple[str, str]:
    """Return what two events share that are the same but for their name and date."""
    return fold(remote.title), siting.of(remote) or fold(remote.place)


def unique(names: Iterable[str]) -> set[str]:
    """Return the names that occur once; a page that all events share names none of them."""
    return {name for name, times in Counter(names).items() if name and times == 1}


def _without(
    found: list[Pair], known: dict[str, Listing], new: list[RemoteEvent]
) -> tuple[dict[str, Listing], list[RemoteEvent]]:
    listed = {pair.listing.remote.key for pair in found}
    read = {pair.remote.key for pair in found}
    return (
        {key: listing for key, listing in known.items() if key not in listed},
        [remote for remote in new if remote.key not in read],
    )


def _to_the_next(listings: Sequence[Listing], siting: Siting) -> dict[str, timedelta]:
    """Return by listing how far from it the nearest other event of the same title and site is."""
    groups: dict[tuple[str, str], list[tuple[datetime, str]]] = {}
    for listing in listings:
        groups.setdefault(likeness(listing.remote, siting), []).append((start_of(listing.remote), listing.id))
    found: dict[str, timedelta] = {}
    for group in map(sorted, groups.values()):
        apart = [timedelta.max, *(later - earlier for (earlier, _), (later, _) in pairwise(group)), timedelta.max]
        found |= {id: min(apart[place], apart[place + 1]) for place, (_, id) in enumerate(group)}
    return found


def _alike(
    listings: Sequence[Listing],
    remotes: Sequence[RemoteEvent],
    siting: Siting,
    may_have_moved: Callable[[Listing], bool],
    to_the_next: Mapping[str, timedelta],
) -> list[Pair]:
    """Pair events of the same title and site, the nearest dates first; two posts are never one event.

    A date of a circle has not moved as far as to where the circle meets again: there it was taken off, and another
    date has come.
    """
    groups: dict[tuple[str, str], list[Listing]] = {}
    for listing in listings:
        groups.setdefault(likeness(listing.remote, siting), []).append(listing)
    near: list[tuple[timedelta, str, str, Listing, RemoteEvent]] = []
    for remote in remotes:
        for listing in groups.get(likeness(remote, siting), ()):
            apart = abs(start_of(remote) - start_of(listing.remote))
            moved = apart <= FARTHEST_MOVE and apart < to_the_next[listing.id] and may_have_moved(listing)
            if (not apart or moved) and not (post_name(remote) and post_name(listing.remote)):
                near.append((apart, listing.remote.key, remote.key, listing, remote))
    found: list[Pair] = []
    used: set[str] = set()
    for _, old, fresh, listing, remote in sorted(near, key=lambda entry: entry[:3]):
        if f"old {old}" not in used and f"new {fresh}" not in used:
            used |= {f"old {old}", f"new {fresh}"}
            found.append(Pair(listing, remote, "alike"))
    return found

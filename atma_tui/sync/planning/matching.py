"""Matching the events of a new reading with the known ones.

In theory a UID identifies an event (RFC 5545 section 3.8.4.7). But The Events Calendar puts start and end into it,
so that every moved event gets a new one; some servers make new UIDs at each request; a split series continues
under another. So events are also matched by their post, by their page, and finally by title, site and date.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import filterfalse, pairwise
from typing import NamedTuple

from msgspec import Struct

from atma_tui.domain.records import Listing, RemoteEvent
from atma_tui.domain.text import unaccented
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
    """`same` name; same `post` or `page`; same UID and `start`; `alike` in title, site and date; or `linked`: the
    book has it already."""


class Whole(NamedTuple):
    """Everything known about a source, and everything it says now."""

    listings: Sequence[Listing]
    remotes: Sequence[RemoteEvent]


class Matching(Struct, frozen=True):
    """A reading compared with the known events of its source."""

    pairs: tuple[Pair, ...]
    new: tuple[RemoteEvent, ...]
    absent: tuple[Listing, ...]


def post_name(remote: RemoteEvent) -> str:
    """Return the WordPress post that an event is (its number and host, found in the UID), or nothing."""
    post = _post(remote.uid)
    return f"{post}|{remote.recurrence}" if post else ""


def _post(uid: str) -> str:
    found = _POST.match(uid)
    return f"{found[1]}@{found[2].lower()}" if found else ""


def _are_two_posts(one: RemoteEvent, other: RemoteEvent) -> bool:
    posts = {_post(one.uid), _post(other.uid)}
    return "" not in posts and len(posts) > 1


def page_name(remote: RemoteEvent) -> str:
    """Return the event's own web page in a normal spelling, or nothing."""
    page = re.sub(r"^https?://(www\.)?|[?#].*$|/+$", "", remote.url.strip().lower())
    return f"{page}|{remote.recurrence}" if "/" in page else ""


def match(
    left: Sequence[Listing],
    new: Sequence[RemoteEvent],
    siting: Siting,
    now: datetime,
    may_have_moved: Callable[[Listing], bool],
    whole: Callable[[], Whole],
) -> Matching:
    """Pair known and read events, one to one; deterministic, the surest way first.

    Args:
        left: the known events of one source that are not settled.
        new: the events of the new reading that are not, with unique keys.
        siting: what places mean.
        now: events that are over are only known by their names, never by likeness.
        may_have_moved: whether a listing that is not found by name may be looked for on another day.
        whole: all that is known and all that was read: a name counts when nothing else has it.
    """
    pairs: list[Pair] = []
    if left and new:
        left, new = _keep(pairs, _of_one_key(left, new, siting), left, new)
    for how, name_of, agree in _WAYS:
        if left and new:
            sure = unique(map(name_of, whole().remotes)) & unique(name_of(one.remote) for one in whole().listings)
            by_name = {name: listing for listing in left if (name := name_of(listing.remote)) in sure}
            named = ((by_name.get(name_of(remote)), remote) for remote in new)
            found = [Pair(old, one, how) for old, one in named if old and agree(old.remote, one, siting)]
            left, new = _keep(pairs, found, left, new)
    if left and new:
        left, new = _keep(pairs, _of_one_start(left, new), left, new)
    coming = [listing for listing in left if end_of(listing.remote) > now]
    if coming and new:
        found = _alike(coming, new, siting, may_have_moved, _to_the_next(whole().listings, siting))
        left, new = _keep(pairs, found, left, new)
    return Matching(tuple(pairs), tuple(new), tuple(left))


def _of_one_key(listings: Sequence[Listing], remotes: Sequence[RemoteEvent], siting: Siting) -> list[Pair]:
    """Pair events of one name; where two have had it, the one that was listed last."""
    known = {one.remote.key: one for one in (*filter(_is_missing, listings), *filterfalse(_is_missing, listings))}
    named = ((known.get(remote.key), remote) for remote in remotes)
    return [Pair(old, one, "same") for old, one in named if old and not _is_another(old.remote, one, siting)]


def _is_missing(listing: Listing) -> bool:
    return listing.missing > 0


def _is_another(one: RemoteEvent, other: RemoteEvent, siting: Siting) -> bool:
    """Whether two events share nothing but their name: then the source has given it to another event.

    An empty name is none, so that at least title or start must agree.
    """
    if one.starts == other.starts or one.title == other.title:
        return False
    return not (_same_title_or_start(one, other) or (one.uid and _at_one_site(one, other, siting)))


def _same_title_or_start(one: RemoteEvent, other: RemoteEvent) -> bool:
    return start_of(one) == start_of(other) or unaccented(one.title) == unaccented(other.title)


def _at_one_site(one: RemoteEvent, other: RemoteEvent, siting: Siting) -> bool:
    """Whether two events may be at one site: where a place names none, nobody can tell."""
    return len({site for remote in (one, other) if (site := siting.of(remote))}) < 2


def _is_one_post(one: RemoteEvent, other: RemoteEvent, siting: Siting) -> bool:
    """A post may be rewritten from top to bottom, but hardly all at once."""
    return not _is_another(one, other, siting)


def _is_one_page(one: RemoteEvent, other: RemoteEvent, siting: Siting) -> bool:
    """A page may be shared by two cities, or be used for one event after the other."""
    return _same_title_or_start(one, other) and _at_one_site(one, other, siting)


_WAYS = (("post", post_name, _is_one_post), ("page", page_name, _is_one_page))
"""How events whose UID has changed are matched."""


def _of_one_start(listings: Sequence[Listing], remotes: Sequence[RemoteEvent]) -> list[Pair]:
    """Pair events of one UID and start by their place, then by their title: nothing else tells them apart."""
    found: list[Pair] = []
    for name_of in (_start_and_place, _start_and_title):
        paired = {pair.listing.id for pair in found} | {pair.remote.key for pair in found}
        old = [(name_of(one.remote), one) for one in listings if one.id not in paired]
        fresh = [(name_of(one), one) for one in remotes if one.key not in paired]
        sure = unique(name for name, _ in old) & unique(name for name, _ in fresh)
        by_name = {name: one for name, one in old if name in sure}
        found += [Pair(by_name[name], one, "start") for name, one in fresh if name in by_name]
    return found


def _start_and_place(remote: RemoteEvent) -> str:
    return f"{remote.uid}|{remote.starts}|{unaccented(remote.place)}"


def _start_and_title(remote: RemoteEvent) -> str:
    return f"{remote.uid}|{remote.starts}|{unaccented(remote.title)}"


def start_of(remote: RemoteEvent) -> datetime:
    """Return the instant at which a read event starts."""
    return instant(remote.starts, remote.zone)


def end_of(remote: RemoteEvent) -> datetime:
    """Return the instant at which a read event ends."""
    return instant(remote.ends, remote.zone)


def likeness(remote: RemoteEvent, siting: Siting) -> tuple[str, str]:
    """Return what two events have in common if they are the same apart from name and date."""
    return unaccented(remote.title), siting.of(remote) or unaccented(remote.place)


def unique(names: Iterable[str]) -> set[str]:
    """Return the names that occur once; a page that all events share names none of them."""
    return {name for name, times in Counter(names).items() if name and times == 1}


def _keep(
    pairs: list[Pair], found: list[Pair], left: Sequence[Listing], new: Sequence[RemoteEvent]
) -> tuple[list[Listing], list[RemoteEvent]]:
    """Add the pairs that were found, and return what is still to be paired."""
    pairs += found
    listed = {pair.listing.id for pair in found}
    read = {pair.remote.key for pair in found}
    return (
        [listing for listing in left if listing.id not in listed],
        [remote for remote in new if remote.key not in read],
    )


def _to_the_next(listings: Sequence[Listing], siting: Siting) -> dict[str, timedelta]:
    """Return by listing how far from it the nearest event of the same title and site at another time is."""
    groups: dict[tuple[str, str], dict[datetime, list[str]]] = {}
    for listing in listings:
        group = groups.setdefault(likeness(listing.remote, siting), {})
        group.setdefault(start_of(listing.remote), []).append(listing.id)
    found: dict[str, timedelta] = {}
    for group in groups.values():
        starts = sorted(group)
        apart = [timedelta.max, *(later - earlier for earlier, later in pairwise(starts)), timedelta.max]
        for place, start in enumerate(starts):
            found |= dict.fromkeys(group[start], min(apart[place], apart[place + 1]))
    return found


def _alike(
    listings: Sequence[Listing],
    remotes: Sequence[RemoteEvent],
    siting: Siting,
    may_have_moved: Callable[[Listing], bool],
    to_the_next: Mapping[str, timedelta],
) -> list[Pair]:
    """Pair events of the same title and site, the same place and the nearest dates first; two posts are never one.

    A date of a circle has not moved as far as to where the circle meets again: there it was taken off, and another
    date has come.
    """
    groups: dict[tuple[str, str], list[Listing]] = {}
    for listing in listings:
        groups.setdefault(likeness(listing.remote, siting), []).append(listing)
    near: list[tuple[bool, timedelta, str, str, Listing, RemoteEvent]] = []
    for remote in remotes:
        for listing in groups.get(likeness(remote, siting), ()):
            apart = abs(start_of(remote) - start_of(listing.remote))
            moved = apart <= FARTHEST_MOVE and apart < to_the_next[listing.id] and may_have_moved(listing)
            if (not apart or moved) and not _are_two_posts(remote, listing.remote):
                elsewhere = unaccented(listing.remote.place) != unaccented(remote.place)
                near.append((elsewhere, apart, listing.remote.key, remote.key, listing, remote))
    found: list[Pair] = []
    used: set[str] = set()
    for _, _, old, fresh, listing, remote in sorted(near, key=lambda entry: entry[:4]):
        if f"old {old}" not in used and f"new {fresh}" not in used:
            used |= {f"old {old}", f"new {fresh}"}
            found.append(Pair(listing, remote, "alike"))
    return found

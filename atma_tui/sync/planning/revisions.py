"""Detecting versions of a series that are older than the known one: from a stale cache, or an old file.

Of single events each has its own revision. The dates of a series have the series' one, or that of their own
change, so only the newest of all its dates tells which version of a series it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from atma_tui.domain.records import Listing, RemoteEvent

OLDER_FOR = timedelta(days=1)
"""A cache may serve an older version for hours; an older version sent for longer than this is intended."""

Revision = tuple[datetime | None, int]


def is_older(one: Revision, other: Revision) -> bool:
    """Whether a revision is older than another, as far as LAST-MODIFIED and SEQUENCE say."""
    (modified, sequence), (other_modified, other_sequence) = one, other
    if modified and other_modified and modified != other_modified:
        return modified < other_modified
    return sequence < other_sequence


def outdated(remotes: Iterable[RemoteEvent], listings: Sequence[Listing], now: datetime) -> frozenset[str]:
    """Return the UIDs of the series that are told in an older version than last time, and not for long yet."""
    told = _newest(remotes)
    known = _newest(listing.remote for listing in listings)
    older = {uid for uid, revision in told.items() if uid in known and is_older(revision, known[uid])}
    long_since = (
        {listing.remote.uid for listing in listings if listing.behind and now - listing.behind >= OLDER_FOR}
        if older
        else set()
    )
    return frozenset(older - long_since)


def _newest(remotes: Iterable[RemoteEvent]) -> dict[str, Revision]:
    """Return by UID the newest revision among the dates of each series."""
    found: dict[str, Revision] = {}
    for one in remotes:
        if one.recurrence:
            here = one.modified, one.sequence
            found[one.uid] = here if one.uid not in found or is_older(found[one.uid], here) else found[one.uid]
    return found

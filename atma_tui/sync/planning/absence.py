"""What it means when a reading no longer lists an event.

Some sources list only their next few events: then events after the last listed one may well take place. The Events
Calendar's file is known for it; for others it is detected, and remembered in the source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from copy import copy
from datetime import datetime
from functools import cached_property

from atma_tui.domain.records import Listing, Reading, Source, new_id
from atma_tui.sync.planning.matching import Matching, end_of, post_name, start_of

_POSTS_IN_A_FILE = 30
"""The Events Calendar's file holds the next 30 events at most."""
_FEWEST = 5
"""Fewest events of such a list: in a shorter one it would be chance."""


class Absence:
    """What one reading of a source says about the events that it does not list."""

    def __init__(
        self, source: Source, reading: Reading, listings: Callable[[], Sequence[Listing]], now: datetime
    ) -> None:
        """`listings` are those of the source; with most readings nobody asks for them."""
        self._reading, self._listings, self._now = reading, listings, now
        self._count = len(reading.events) + len(reading.lost)
        self._before = source.listed or sum(not one.missing and end_of(one.remote) > now for one in listings())
        self._is_list = reading.covers != "file" and not reading.is_message
        self._silent = {*reading.lost_uids, *reading.partly, *(() if self._is_list else reading.single)}
        self._says_nothing = reading.covers == "some" or len(reading.lost_uids) < len(reading.lost)
        self.lists_next = source.lists_next if self._count <= source.lists_next else 0
        """How many events the source lists at most; 0 when it seems to list all."""

    def tells(self, listing: Listing) -> bool:
        """Whether a missing event means anything: not if it may be among those that could not be read."""
        if self._says_nothing or listing.remote.uid in self._silent:
            return False
        return self._is_list or listing.remote.uid in self._series or listing.file in self._older

    def may_have_moved(self, listing: Listing) -> bool:
        """Whether an event that is not listed may be listed under another name and on another day."""
        return self.tells(listing) and not self._is_full and listing.remote.status != "cancelled"

    def is_missing(self, listing: Listing) -> bool:
        """Whether an event that is not listed should have been."""
        return self.tells(listing) and start_of(listing.remote) > self._now and self._reaches(listing)

    def watched(self, found: Matching) -> Absence:
        """Find out whether the source lists only its next events.

        It does if it lists exactly as many as last time, and as many were added at the end as have passed.
        """
        as_many = self._count == self._before and self._count >= _FEWEST
        if not as_many or self._is_full or self._reading.covers != "coming":
            return self
        gone = [start_of(one.remote) for one in found.absent if not one.missing and self.is_missing(one)]
        if not 0 < len(gone) <= len(found.new) or self._last is None or min(gone) < self._last:
            return self
        seen = copy(self)
        seen.lists_next = self._count
        return seen

    @cached_property
    def file(self) -> str:
        """The name under which the events of an imported file are kept; a newer version of a file has the same."""
        if self._reading.covers != "file":
            return ""
        return max(self._older, key=lambda file: (self._older[file], file), default="") or new_id("fil")

    @cached_property
    def _older(self) -> Counter[str]:
        """The files that an imported one is a newer version of: it has at least half of their coming events."""
        if self._reading.is_message:
            return Counter()
        coming = [one for one in self._listings() if one.file and end_of(one.remote) > self._now]
        there = Counter(one.file for one in coming)
        here = Counter(one.file for one in coming if one.remote.uid in self._uids)
        return Counter({file: count for file, count in here.items() if count * 2 >= there[file]})

    @cached_property
    def _series(self) -> frozenset[str]:
        return frozenset(remote.uid for remote in self._reading.events if remote.recurrence)

    @cached_property
    def _uids(self) -> frozenset[str]:
        return frozenset(remote.uid for remote in self._reading.events)

    @cached_property
    def _last(self) -> datetime | None:
        return max(map(start_of, self._reading.events), default=None)

    @cached_property
    def _is_post_list(self) -> bool:
        return self._count >= _POSTS_IN_A_FILE and all(map(post_name, self._reading.events))

    @property
    def _is_full(self) -> bool:
        """Whether the list may have ended before the last event."""
        return self._is_post_list or 0 < self.lists_next <= self._count

    def _reaches(self, listing: Listing) -> bool:
        start, covers = start_of(listing.remote), self._reading.covers
        if self._last is None or covers == "all" or start < self._last:
            return True
        return not self._is_full and (covers != "window" or start == self._last)

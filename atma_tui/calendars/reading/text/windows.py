"""Searching megabytes without holding up other threads: one call of `re` lets none of them run until it ends."""

from __future__ import annotations

import re

_WINDOW = 2**17
"""So many bytes at a time: a few milliseconds for a pattern that looks at each."""
LONGEST = 2**12
"""The most bytes that a match may have: so far the windows overlap."""


def search(pattern: re.Pattern[bytes], data: bytes, at: int = 0) -> re.Match[bytes] | None:
    """Return the first match from `at` on, as `pattern.search` does, for matches of at most `LONGEST` bytes."""
    while True:
        end = at + _WINDOW
        if (found := pattern.search(data, at, end)) and (found.end() < end or end >= len(data)):
            return found
        if end >= len(data):
            return None
        at = min(end - LONGEST, found.start()) if found else end - LONGEST

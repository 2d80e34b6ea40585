"""Searching megabytes without holding up other threads: one call of `re` lets none of them run until it ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

_WINDOW = 2**17
"""Bytes at a time: a few milliseconds for a pattern that looks at each."""
LONGEST = 2**12
"""Most bytes of a match: the windows overlap by this much."""


def search(pattern: re.Pattern[bytes], data: bytes, at: int = 0) -> re.Match[bytes] | None:
    """Return the first match from `at` on, as `pattern.search` does, for matches of at most `LONGEST` bytes."""
    while True:
        end = at + _WINDOW
        if (found := pattern.search(data, at, end)) and (found.end() < end or end >= len(data)):
            return found
        if end >= len(data):
            return None
        at = min(end - LONGEST, found.start()) if found else end - LONGEST


def in_lines(pattern: re.Pattern[bytes], data: bytes) -> Iterator[re.Match[bytes]]:
    r"""Yield the matches, as `pattern.finditer` does, for a pattern of one line and the `\n` before it."""
    at = 0
    while at < len(data):
        end = data.find(b"\n", at + _WINDOW)
        end = end if end >= 0 else len(data)
        yield from pattern.finditer(data, at, end)
        at = end

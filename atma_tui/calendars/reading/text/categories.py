"""The categories of an event."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from atma_tui.calendars.reading.text.html_text import without_entities
from atma_tui.domain.text import clean

_MOST = 10
_LONGEST_LIST = 2_000
_COMMA = re.compile(r"(?<!\\),")


def category_names(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the names of categories in some texts, several in one with commas between them, each once."""
    return _names(tuple(texts))


@lru_cache(maxsize=1000)  # a calendar has few, and thousands of events
def _names(texts: tuple[str, ...]) -> tuple[str, ...]:
    parts = (part for text in texts for part in _COMMA.split(without_entities(text[:_LONGEST_LIST])))
    return tuple(dict.fromkeys(filter(None, (clean(part.replace("\\", ""), 60) for part in parts))))[:_MOST]

"""The one question about a source's clock: do its times mean the clock on the wall, or the instant?

Many programs still assume that Alberta's clocks go back in winter, and write event times in such a zone. A website
whose zone was never set writes local times as if they were UTC.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from atma_tui.domain.records import Listing, Source

_DOUBT = re.compile(r"\b(?:could|may) be \d\d:\d\d\b")
"""What the readers' notes on such times have in common."""


def clock_question(source: Source, listings: Iterable[Listing]) -> str:
    """Return the question about a source's times, with an example; empty if it is settled or never came up."""
    if source.clock != "ask":
        return ""
    notes = [note for one in listings for note in one.remote.notes if _DOUBT.search(note)]
    if not notes:
        return ""
    times = f"{len(notes)} times are" if len(notes) > 1 else "1 time is"
    return f"{times} said by another clock than Alberta's; the wall or the instant may be meant. {notes[0]}"

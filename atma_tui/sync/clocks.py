"""The one question a source raises about its clock: does it mean what clocks on the wall show, or the instant?

Many programs still believe that Alberta's clocks go back in winter, and write times of events in such a zone. A
website whose zone was never set writes what its clock shows as if it were UTC.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from atma_tui.domain.records import Listing, Source

_DOUBT = re.compile(r"\b(?:could|may) be \d\d:\d\d\b")
"""What the readers' remarks on such a time have in common."""


def clock_question(source: Source, listings: Iterable[Listing]) -> str:
    """Return what the source's times leave open, with an example; nothing when it is settled or never came up."""
    if source.clock != "ask":
        return ""
    notes = [note for one in listings for note in one.remote.notes if _DOUBT.search(note)]
    if not notes:
        return ""
    times = f"{len(notes)} times are" if len(notes) > 1 else "1 time is"
    return f"{times} said by another clock than Alberta's; the wall or the instant may be meant. {notes[0]}"

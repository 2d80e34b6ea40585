"""One small module per format. Each reads the pages of one whole answer, and says where the next page is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from atma_tui.domain.records import Reading, Source
from atma_tui.sync.exchange import Answer


class FormatModule(Protocol):
    """What each module of this package offers. A new format is one more module, and a line in `recognise`."""

    def next_page(self, answer: Answer) -> str:
        """Return the address of the page after this one, empty at the end."""

    def read(self, pages: Sequence[Answer], source: Source, zone: str, now: datetime) -> Reading:
        """Read all pages. `zone` is for times without one. Raises `Unreadable` when the answer is not whole."""

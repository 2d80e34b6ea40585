"""Opening a shared book by its address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from atma_tui.store.postgres.connection.address import parse
from atma_tui.store.postgres.shared_book import SharedBook


def open_shared(url: str, folder: Path, *, operator: str, say: Callable[[str], None]) -> SharedBook:
    """Open the shared book at `url`, with its replica in `folder`. See `SharedBook` for the rest."""
    return SharedBook(parse(url), folder, operator=operator, say=say)

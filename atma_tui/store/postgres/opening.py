"""Opening a shared book by its address."""

from __future__ import annotations

from pathlib import Path

from atma_tui.store.postgres.connection.address import parse
from atma_tui.store.postgres.shared_book import SharedBook


def open_shared(url: str, folder: Path, *, operator: str = "") -> SharedBook:
    """Open the shared book at `url`, with its replica in `folder`. Raises what `SharedBook` raises."""
    return SharedBook(parse(url), folder, operator=operator)

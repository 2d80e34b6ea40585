"""A shared book that is in step before each read: what is promised of an embedded book holds for it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from atma_tui.store.postgres.shared_book import SharedBook


class _SettledReading:
    """Waits for what other desks committed, unless a reading or a transaction of this desk is open."""

    def __init__(self, book: SharedBook, reading: AbstractContextManager[None]) -> None:
        self._book, self._reading = book, reading

    def __enter__(self) -> None:
        storage = self._book._storage
        if not storage._reading.is_open and storage._writer.acquire(blocking=False):
            storage._writer.release()
            assert storage._transaction is not None or self._book.settle(30)
        self._reading.__enter__()

    def __exit__(self, *error: Any) -> None:
        self._reading.__exit__(*error)


class SettledBook(SharedBook):
    def __init__(self, *where: Any, **who: Any) -> None:
        super().__init__(*where, **who)
        self._reading = _SettledReading(self, self._reading)  # type: ignore[assignment]

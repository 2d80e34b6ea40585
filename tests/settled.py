"""A shared book that is in step before each read: what is promised of an embedded book holds for it."""

from __future__ import annotations

from typing import Any

from atma_tui.store.postgres.shared_book import SharedBook


class SettledBook(SharedBook):
    def __init__(self, *where: Any, **who: Any) -> None:
        super().__init__(*where, **who)
        storage, reading = self._storage, self._storage.reading

        def settle_first() -> Any:
            if not storage._readings and storage._writer.acquire(blocking=False):
                storage._writer.release()
                assert storage._undo is not None or self.settle(30)
            return reading()

        storage.reading = settle_first  # type: ignore[method-assign]

"""A transaction: what it changed in memory, until that is committed or taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Raw

from atma_tui.store import interrupts, rerun
from atma_tui.store.interrupts import HeldBack
from atma_tui.store.tiny.files.journal import GONE, Op
from atma_tui.store.tiny.memory.mirror import Mirror


class Transaction:
    """What one transaction changed, each with what was there before. Its callers hold the storage's locks."""

    def __init__(self, mirror: Mirror) -> None:
        self._mirror = mirror
        self._before: list[tuple[str, str, Raw | None]] = []

    def put(self, table: str, id: str, document: Raw | None) -> None:
        """Put a document, or with None remove it."""
        documents = self._mirror.contents.table(table)
        if document is not None or id in documents.raw:
            self._before.append((table, id, documents.put(id, document)))

    def whole(self) -> Iterator[None]:
        """Yield once, and commit what was changed until then, or take it back when that raises."""
        with HeldBack() as ctrl_c:

            def commit() -> None:
                ctrl_c.begin()
                self._commit()

            yield from self.part(commit)
            self._mirror.confirm()

    def part(self, finish: Callable[[], None] = lambda: None) -> Iterator[None]:
        """Yield once, and take back what was changed meanwhile when that or `finish` raises."""
        mark = len(self._before)
        try:
            yield
            finish()
        except BaseException as failure:
            if not isinstance(failure, Exception):
                self._mirror.doubt()  # an interrupt may have come between any two steps
            while len(self._before) > mark:
                table, id, before = self._before.pop()
                self._mirror.contents.table(table).put(id, before)
            raise

    def _commit(self) -> None:
        if self._before:
            touched = dict.fromkeys((table, id) for table, id, _ in self._before)
            tables = self._mirror.contents.tables
            self._mirror.commit([Op(table, id, tables[table].raw.get(id, GONE)) for table, id in touched])
            rerun.note_commit()
            interrupts.note_saved()

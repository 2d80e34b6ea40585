"""All documents of a book in memory."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from atma_tui.store.tiny.files.journal import GONE, Entry
from atma_tui.store.tiny.files.snapshot import Tables
from atma_tui.store.tiny.memory.documents import Documents


class Contents:
    """The documents by table, and which tables were committed to. Its callers hold the storage's locks."""

    def __init__(self) -> None:
        self.tables: dict[str, Documents] = {}
        self.committed: set[str] = set()
        """The tables that any process committed to since this was last emptied."""

    def table(self, name: str) -> Documents:
        """Return the documents of a table, none when there is no such table."""
        documents = self.tables.get(name)
        if documents is None:
            documents = self.tables[name] = Documents()
        return documents

    def raw(self) -> Tables:
        """Return all documents as they are stored; not to be changed."""
        return {name: documents.raw for name, documents in self.tables.items()}

    def load(self, tables: Tables) -> None:
        """Replace all documents by these."""
        for name in {*self.tables, *tables}:
            if self.table(name).load(partial(tables.__getitem__, name) if name in tables else dict):
                self.committed.add(name)

    def apply(self, entries: Iterable[Entry]) -> None:
        """Apply what others committed."""
        for _, ops in entries:
            for op in ops:
                self.table(op.table).follow(op.id, None if op.document == GONE else op.document)
                self.committed.add(op.table)

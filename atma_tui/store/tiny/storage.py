"""A TinyDB storage that keeps the documents in memory and a journal of what was committed on disk.

Data flows one way: a transaction changes the documents in memory and becomes one line of the journal; every other
process sees that the journal grew and applies the line to its own memory.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Raw
from tinydb.storages import Storage

from atma_tui.domain.errors import BookError, Busy, Unreachable
from atma_tui.store import interrupts
from atma_tui.store.chain import Heads
from atma_tui.store.sealing.slots import Keys
from atma_tui.store.tiny.files import disk
from atma_tui.store.tiny.files.known_files import Position
from atma_tui.store.tiny.files.locked_files import LockedFiles
from atma_tui.store.tiny.files.snapshot import Tables
from atma_tui.store.tiny.memory.documents import DOC, Doc, Documents
from atma_tui.store.tiny.memory.mirror import Mirror
from atma_tui.store.tiny.memory.read_lock import ReadLock
from atma_tui.store.tiny.memory.transaction import Transaction

_Hold = Callable[[float], AbstractContextManager[None]]


class JournalStorage(Storage):
    """The documents of a book. All methods may be called from any thread."""

    def __init__(
        self,
        folder: Path,
        *,
        desk: str = "",
        patience: float = 10.0,
        compact_at: int = 8 << 20,
        only_read: bool = False,
        files: LockedFiles | None = None,
        keys: Keys | None = None,
    ) -> None:
        """Open the book in `folder`, or make one there.

        `desk` is the name that others are shown while this process writes, `patience` the seconds a writer waits
        for others, `compact_at` the bytes of journal after which a new snapshot is written. `only_read` neither
        makes a book nor brings an old one to the format of today. `files` are the files in `folder`, if they are
        not those of an embedded book. `keys` lock a book that is made.
        """
        self.folder, self._only_read, self._patience = folder, only_read, patience
        self._process = os.getpid()
        interrupts.prepare()
        self._writer, self._memory = threading.RLock(), threading.RLock()
        self._transaction: Transaction | None = None
        self._reading = ReadLock(self._memory, self._look)
        self._read_errors = disk.OsErrors(folder, reading=True)
        with disk.OsErrors(folder) as os_errors:
            self._files = files or LockedFiles(folder, desk, only_read=only_read, keys=keys)
            self._mirror = Mirror(self._files, os_errors, compact_at=compact_at, only_read=only_read)
            self._contents = self._mirror.contents
            try:
                self._open()
            except BaseException:
                self._files.close()
                raise

    # --- reading ---

    @property
    def format(self) -> int:
        """The format of the documents in the files."""
        return self._files.format

    @property
    def book(self) -> str:
        """The id of the book."""
        return self._files.book

    @property
    def position(self) -> Position:
        """How far the documents in memory go; to be used inside `reading`."""
        return self._files.position

    @property
    def keys(self) -> Keys | None:
        """How the book is locked; None when it is not encrypted."""
        return self._files.keys

    @property
    def heads(self) -> Heads:
        """The heads that the history went through; to be used inside `reading`."""
        return self._files.heads

    @property
    def has_to_forget(self) -> bool:
        """Whether the files still hold names that were removed, since no new snapshot could be written yet."""
        return self._mirror.has_to_forget

    def raw(self) -> Tables:
        """Return all documents as they are stored; to be used inside `reading`, and not to be changed."""
        return self._contents.raw()

    def reading(self) -> ReadLock:
        """Look at one moment: what was committed last by any desk, or inside `transaction` its own view."""
        return self._reading

    def table(self, name: str) -> Documents:
        """Return the documents of a table, none when there is no such table; to be used inside `reading`."""
        return self._contents.table(name)

    def refresh(self) -> None:
        """Catch up with other processes; two `stat` calls when nothing happened. Waits for nobody."""
        with self._memory:
            if not self._reading.is_open:
                self._look()

    def take_committed(self) -> frozenset[str]:
        """Return the tables that any process committed to since the last call."""
        with self.reading():
            committed, self._contents.committed = frozenset(self._contents.committed), set()
            return committed

    # --- writing ---

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Change documents: all or nothing, one writer over all processes, durable when it is left.

        A transaction inside another is part of it; when the inner one fails and the outer one goes on, the inner
        one has changed nothing. Raises `Busy`, `Unreachable` or `Damaged`; nothing was changed then.
        """
        if self._reading.is_open_here and self._transaction is None:
            # It would wait for other writers, and they wait until this thread has read.
            raise RuntimeError("a transaction cannot begin inside reading()")
        if not self._writer.acquire(timeout=self._patience):
            raise Busy("Another change is being saved at this desk. Nothing was changed; try again in a moment.")
        try:
            if self._transaction is not None:
                yield from self._transaction.part()
            else:
                with self._alone(self._patience, self._files.writing):
                    yield from self._outermost()
        finally:
            self._writer.release()

    def put(self, table: str, id: str, document: Raw | None) -> None:
        """Put a document, or with None remove it; only inside `transaction`."""
        with self._memory:
            if self._transaction is None:
                raise RuntimeError("a book is changed inside transaction() only")
            self._transaction.put(table, id, document)

    def rewrite(self, change: Callable[[Keys | None], Keys | None]) -> None:
        """Write all files anew, locked with the keys that `change` makes of those that there are, or with none."""
        with self._writer, self._alone(self._patience):
            self._mirror.rewrite(change(self._files.keys))

    def close(self) -> None:
        """Let go of the files; a journal that grew long is made a snapshot first."""
        with self._writer, self._memory:
            try:
                if self._mirror.is_long:
                    with suppress(BookError), self._alone(patience=0.0):
                        self._mirror.compact()
            finally:
                with suppress(OSError):  # everything is on the disk
                    self._files.close()

    # --- TinyDB's storage interface: whole databases, for its tables() and drop_table() ---

    def read(self) -> dict[str, dict[str, Doc]]:
        """Return all documents, decoded."""
        with self.reading():
            return {
                name: dict(zip(documents.raw, documents.decode([*documents.raw], DOC), strict=True))
                for name, documents in self._contents.tables.items()
                if documents.raw
            }

    def write(self, data: Mapping[str, Mapping[Any, Mapping[str, Any]]]) -> None:
        """Make these all the documents there are."""
        with self.transaction():
            for name in {*self._contents.tables, *data}:
                now = self.table(name).raw
                then = {str(id): Raw(msgspec.json.encode(document)) for id, document in data.get(name, {}).items()}
                for id in [id for id in {*now, *then} if now.get(id) != then.get(id)]:
                    self.put(name, id, then.get(id))

    # --- steps; the caller holds the locks ---

    @contextmanager
    def _alone(self, patience: float, hold: _Hold | None = None) -> Iterator[None]:
        """Be the only writer, and know everything that was committed."""
        if self._process != os.getpid():
            raise RuntimeError("a forked process must open the book itself")
        with (hold or self._files.alone)(patience), self._memory:
            self._mirror.catch_up_alone()
            yield

    def _outermost(self) -> Iterator[None]:
        self._transaction = Transaction(self._mirror)
        try:
            with self._reading:
                yield from self._transaction.whole()
        finally:
            self._transaction = None
        self._mirror.compact_if_needed()

    def _look(self) -> None:
        """Catch up with other processes, except in a transaction: it did so when it began."""
        if self._transaction is not None:
            return
        with self._read_errors:
            if self._files.has_news() and self._writer.acquire(blocking=False):
                try:
                    with suppress(Busy):  # the old state is a true one, the next look is soon
                        self._mirror.catch_up(lambda: self._files.news(patience=0))
                        if self._mirror.has_to_forget:
                            self._forget()
                finally:
                    self._writer.release()

    def _forget(self) -> None:
        """Let the files hold no removed names, unless somebody is in the way: then the next change does it."""
        if not self._only_read:
            with suppress(Busy, Unreachable), self._alone(patience=0.0):
                if self._mirror.has_to_forget:
                    self._mirror.compact()

    # --- opening ---

    def _open(self) -> None:
        if not self._only_read:
            self._files.make(self._patience)
        self._mirror.catch_up(lambda: self._files.open(self._patience))
        if self._mirror.is_converted:
            with suppress(Unreachable), self._alone(self._patience):
                pass  # that writes the files anew; a book that cannot be written is read as it is
        if self._mirror.has_to_forget or self._files.are_alone:
            self._forget()
        self._contents.committed.clear()

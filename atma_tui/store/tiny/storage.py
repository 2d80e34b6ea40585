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
from atma_tui.store import interrupts, rerun
from atma_tui.store.chain import Heads
from atma_tui.store.interrupts import HeldBack
from atma_tui.store.sealing.slots import Keys
from atma_tui.store.tiny import migrations
from atma_tui.store.tiny.files import disk, journal
from atma_tui.store.tiny.files.book_files import News, Position
from atma_tui.store.tiny.files.journal import GONE, Op
from atma_tui.store.tiny.files.locked_files import LockedFiles
from atma_tui.store.tiny.files.snapshot import Tables
from atma_tui.store.tiny.memory.contents import Contents
from atma_tui.store.tiny.memory.documents import DOC, Doc, Documents

_Hold = Callable[[float], AbstractContextManager[None]]
_Undo = list[tuple[str, str, Raw | None]]


class _Reading:
    """What `JournalStorage.reading` gives: written out, since it is entered twenty times for one enrolment."""

    def __init__(self, storage: JournalStorage) -> None:
        self._storage = storage

    def __enter__(self) -> None:
        storage = self._storage
        storage._memory.acquire()
        try:
            if storage._undo is None and not storage._readings:
                storage._reader = threading.get_ident()
                storage.refresh()
            storage._readings += 1
        except BaseException:
            storage._memory.release()
            raise

    def __exit__(self, *_: object) -> None:
        self._storage._readings -= 1
        self._storage._memory.release()


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
        self.folder, self._only_read = folder, only_read
        self._patience, self._compact_at, self._compact_next = patience, compact_at, compact_at
        self._process = os.getpid()
        interrupts.prepare()
        self._contents = Contents()
        self._undo: _Undo | None = None
        self._has_to_forget = False
        self._readings, self._reader = 0, 0
        self._writer, self._memory = threading.RLock(), threading.RLock()
        self._reading = _Reading(self)
        self._os_errors, self._read_errors = disk.OsErrors(folder), disk.OsErrors(folder, reading=True)
        with self._os_errors:
            self._files = files or LockedFiles(folder, desk, only_read=only_read, keys=keys)
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
    def head(self) -> str:
        """The head of the history; see `store.chain`."""
        return self._files.position.chain

    @property
    def heads(self) -> Heads:
        """The heads that the history went through; to be used inside `reading`."""
        return self._files.heads

    @property
    def has_to_forget(self) -> bool:
        """Whether the files still hold names that were removed, since no new snapshot could be written yet."""
        return self._has_to_forget

    def raw(self) -> Tables:
        """Return all documents as they are stored; to be used inside `reading`, and not to be changed."""
        return self._contents.raw()

    def reading(self) -> _Reading:
        """Look at one moment: what was committed last by any desk, or inside `transaction` its own view."""
        return self._reading

    def table(self, name: str) -> Documents:
        """Return the documents of a table, none when there is no such table; to be used inside `reading`."""
        return self._contents.table(name)

    def refresh(self) -> None:
        """Catch up with other processes; two `stat` calls when nothing happened. Waits for nobody."""
        with self._memory, self._read_errors:
            if self._undo is not None or self._readings:
                return
            if self._files.has_news() and self._writer.acquire(blocking=False):
                try:
                    with suppress(Busy):  # the old state is a true one, the next look is soon
                        self._catch_up(lambda: self._files.news(patience=0))
                        if self._has_to_forget:
                            self._forget()
                finally:
                    self._writer.release()

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
        if self._readings and self._reader == threading.get_ident() and self._undo is None:
            # It would wait for other writers, and they wait until this thread has read.
            raise RuntimeError("a transaction cannot begin inside reading()")
        if not self._writer.acquire(timeout=self._patience):
            raise Busy("Another change is being saved at this desk. Nothing was changed; try again in a moment.")
        try:
            if self._undo is not None:
                yield from self._all_or_nothing(self._undo)
            else:
                with self._alone(self._patience, self._files.writing):
                    yield from self._outermost()
        finally:
            self._writer.release()

    def put(self, table: str, id: str, document: Raw | None) -> None:
        """Put a document, or with None remove it; only inside `transaction`."""
        with self._memory:
            if self._undo is None:
                raise RuntimeError("a book is changed inside transaction() only")
            documents = self.table(table)
            if document is not None or id in documents.raw:
                self._undo.append((table, id, documents.put(id, document)))

    def rewrite(self, change: Callable[[Keys | None], Keys | None]) -> None:
        """Write all files anew, locked with the keys that `change` makes of those that there are, or with none."""
        with self._writer, self._alone(self._patience), self._os_errors:
            self._files.rewrite(self._contents.raw(), change(self._files.keys))
            self._has_to_forget = False

    def close(self) -> None:
        """Let go of the files; a journal that grew long is made a snapshot first."""
        with self._writer, self._memory:
            try:
                if self._files.journal_length > self._compact_at // 4:
                    with suppress(BookError), self._alone(patience=0.0):
                        self._try_to_compact()
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
            with self._os_errors:
                self._catch_up(self._files.news_alone)
                if self._is_converted:
                    self._files.compact(self._contents.raw())
            yield

    def _outermost(self) -> Iterator[None]:
        self._undo = []
        try:
            with HeldBack() as ctrl_c:

                def commit(undo: _Undo) -> None:
                    ctrl_c.begin()
                    self._commit(undo)

                yield from self._all_or_nothing(self._undo, commit)
                self._files.confirm()
        finally:
            self._undo = None
        if self._has_to_forget or self._files.journal_length > self._compact_next:
            self._try_to_compact()

    def _all_or_nothing(self, undo: _Undo, finish: Callable[[_Undo], None] = lambda undo: None) -> Iterator[None]:
        mark = len(undo)
        try:
            yield
            finish(undo)
        except BaseException as failure:
            if not isinstance(failure, Exception):
                self._files.doubt()  # an interrupt may have come between any two steps
            while len(undo) > mark:
                table, id, before = undo.pop()
                self.table(table).put(id, before)
            raise

    def _commit(self, undo: _Undo) -> None:
        if undo:
            touched = dict.fromkeys((table, id) for table, id, _ in undo)
            tables = self._contents.tables
            ops = [Op(table, id, tables[table].raw.get(id, GONE)) for table, id in touched]
            with self._os_errors:
                self._files.commit(ops)
            self._has_to_forget |= journal.forgets(ops)
            self._contents.committed.update(table for table, _ in touched)
            rerun.note_commit()
            interrupts.note_saved()

    @property
    def _is_converted(self) -> bool:
        """Whether the files have an older format than the documents in memory: they could not be written yet."""
        return self._files.are_old and not self._only_read

    def _catch_up(self, ask: Callable[[], News]) -> None:
        fresh, entries = ask()
        if fresh is None and entries and self._is_converted:  # of the older format: they fit the files only
            self._files.doubt()
            fresh, entries = ask()
        if fresh is not None:
            self._contents.load(fresh)
            self._has_to_forget = False
        self._contents.apply(entries)
        self._has_to_forget |= any(journal.forgets(entry.ops) for entry in entries)
        if fresh is not None and self._is_converted:
            self._contents.load(migrations.migrate(self._contents.raw(), self._files.format))
        self._files.confirm()

    def _forget(self) -> None:
        """Let the files hold no removed names, unless somebody is in the way: then the next change does it."""
        if not self._only_read:
            with suppress(Busy, Unreachable), self._alone(patience=0.0):
                if self._has_to_forget:
                    self._try_to_compact()

    def _try_to_compact(self) -> None:
        """Write a snapshot. If that fails, the journal still holds everything; it grows on until the next try."""
        self._compact_next = self._compact_at
        try:
            self._files.compact(self._contents.raw(), alone=self._has_to_forget)
            self._has_to_forget = False
        except (OSError, BookError):
            self._compact_next += self._files.journal_length

    # --- opening ---

    def _open(self) -> None:
        if not self._only_read:
            self._files.make(self._patience)
        self._catch_up(lambda: self._files.open(self._patience))
        if self._is_converted:
            with suppress(Unreachable), self._alone(self._patience):
                pass  # that writes the files anew; a book that cannot be written is read as it is
        if self._has_to_forget or self._files.are_alone:
            self._forget()
        self._contents.committed.clear()

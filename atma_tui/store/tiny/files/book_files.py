"""The files of a book: a snapshot, and a journal of what was committed since.

    BOOK/book.json             the snapshot (see `snapshot`)
    BOOK/book.0000007.journal  what happened since snapshot 7 (see `journal`)
    BOOK/book.0000006.journal  the one before, for desks that have not caught up
    BOOK/book.lock             exclusive to write, shared to catch up (see `lock`)

A transaction is one line in the journal and counts when that line is on the disk. When the journal is long, the
documents become the next snapshot, with an empty journal; renaming it over the old one is the moment it counts.
Each file says which book it belongs to and how far it reached, so that files of two books or of two days are not
taken for one book.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from atma_tui.domain.errors import Damaged
from atma_tui.store.tiny.files import disk, generation, journal_file, snapshot
from atma_tui.store.tiny.files.disk import Identity
from atma_tui.store.tiny.files.journal import Entry, Op
from atma_tui.store.tiny.files.journal_file import PUT_BACK, JournalFile
from atma_tui.store.tiny.files.snapshot import Meta, Tables
from atma_tui.store.tiny.gc_pause import gc_paused


class BookFiles:
    """How far this process knows the files of a book, and what it adds to them.

    Whoever calls holds the book's lock: exclusive to change a file, shared to catch up.
    Methods raise `OSError`, `Damaged` and `TooNew`; a file is changed only as its method says.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.snapshot = folder / "book.json"
        self._name = str(self.snapshot)
        self._open_journal: JournalFile | None = None
        self._renamed_durably = False
        self._in_doubt = False
        self._proven = False

    @property
    def journal_length(self) -> int:
        """Bytes in the journal; 0 when the files are closed."""
        return self._open_journal.offset if self._open_journal else 0

    def make(self) -> None:
        """Write the files of an empty book, unless there is one. Raises `Damaged` when there was one."""
        if self.snapshot.exists():
            return
        journals = journal_file.all_in(self.folder).items()
        if any(number > 1 or journal_file.holds_anything(path) for number, path in journals):
            raise Damaged(f"{self.snapshot} is missing, its journal is not. {PUT_BACK}")
        generation.write(self.folder, snapshot.meta_of(snapshot.new_book(), 1, 0), {})

    def load(self) -> Tables:
        """Return the documents of the snapshot; `news` goes on from there.

        Needs no lock and makes nobody wait: a snapshot never changes. The next ones may overtake us, then again.
        """
        for _ in range(3):
            with suppress(FileNotFoundError):
                return self._load()
        raise Damaged(f"{self.snapshot}, or the journal that belongs to it, is missing. {PUT_BACK}")

    def has_news(self) -> bool:
        """Whether there is something to read since the last `news`: two `stat` calls."""
        return self._in_doubt or (disk.identity(self._name), self._journal.stamp()) != self._seen

    def news(self, *, repair: bool) -> tuple[Tables | None, list[Entry]]:
        """Return what others committed: all documents anew (mostly None), and the transactions to apply after.

        To be followed by `confirm`. `repair`, under the exclusive lock, cuts off what a writer left that died in
        mid-write.
        """
        if not self.has_news() and not (repair and self._seen_torn):
            return None, []
        fresh: Tables | None = None
        entries: list[Entry] = []
        in_doubt, self._in_doubt = self._in_doubt, True
        if in_doubt:
            fresh = self.load()
        elif disk.identity(self._name) != self._identity:
            fresh, entries = self._next_generation()
        entries += self._read_on(repair=repair)
        if not self._proven:
            generation.check_newest(self.folder, self.meta)
            self._proven = True
        self._seen = self._identity, self._journal.stamp()
        return fresh, entries

    def commit(self, ops: list[Op]) -> None:
        """Add a transaction to the journal, durably, or not at all. To be followed by `confirm`."""
        self._in_doubt = True
        if not self._renamed_durably:
            disk.sync_folder(self.folder)
            self._renamed_durably = True
        self._journal.append(Entry(self._seq + 1, ops))
        self._seq += 1
        self._seen = self._identity, self._journal.stamp()

    def confirm(self) -> None:
        """Say that memory holds what the files hold. Without it, the next `news` reads everything anew."""
        self._in_doubt = False

    def doubt(self) -> None:
        """Say that memory may not hold what the files hold."""
        self._in_doubt = True

    def compact(self, tables: Tables) -> None:
        """Make these documents, which must be those of the last transaction, the next snapshot.

        A book of an older format, which has no id, gets one.
        """
        meta = snapshot.meta_of(self.meta.book or snapshot.new_book(), self.meta.generation + 1, self._seq)
        generation.write(self.folder, meta, tables)
        self._follow(meta, disk.identity(self._name))
        self._renamed_durably = True
        self._seen = self._identity, self._journal.stamp()

    def close(self) -> None:
        """Let go of the files."""
        if self._open_journal is not None:
            self._open_journal.close()
            self._open_journal = None

    @property
    def _seen_torn(self) -> bool:
        """Whether the journal had an end without sense when last looked at."""
        return self._seen[1][0] > self._journal.offset

    @property
    def _journal(self) -> JournalFile:
        if self._open_journal is None:
            raise RuntimeError("the book is closed")
        return self._open_journal

    def _follow(self, meta: Meta, identity: Identity | None) -> None:
        """Go on with the journal that belongs to a snapshot."""
        opened = JournalFile(journal_file.path_of(self.folder, meta.generation), meta)
        self.close()
        self._open_journal, self.meta, self._seq, self._identity = opened, meta, meta.seq, identity
        self._seen = (identity, (-1, -1))
        # Whoever renamed the snapshot may have died before that was durable; what we add must not hang on it.
        self._renamed_durably = False

    def _load(self) -> Tables:
        identity, data = disk.read(self.snapshot)
        with gc_paused():
            meta, tables = snapshot.parse(data, self.snapshot)
        if meta.generation == snapshot.BACKUP:
            raise Damaged(f"{self.snapshot} is a backup, not a book; use: atma-tui restore '{self.snapshot}'.")
        self._follow(meta, identity)
        self._proven = False
        return tables

    def _next_generation(self) -> tuple[Tables | None, list[Entry]]:
        """Follow a compaction by somebody else; without loading it when it holds just what we have."""
        identity, meta = disk.identity(self._name), snapshot.read_meta(self.snapshot)
        now = self.meta
        if meta and (meta.format, meta.book, meta.generation) == (now.format, now.book, now.generation + 1):
            entries = self._read_on(repair=False)
            if meta.seq == self._seq:
                self._follow(meta, identity)
                return None, entries
        return self.load(), []

    def _read_on(self, *, repair: bool) -> list[Entry]:
        entries = self._journal.read_on(self._seq, repair=repair)
        self._seq += len(entries)
        return entries

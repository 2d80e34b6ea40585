"""The files of a book: a snapshot, and a journal of what was committed since.

    BOOK/book.json             the snapshot (see `snapshot`)
    BOOK/book.0000007.journal  what happened since snapshot 7 (see `journal`)
    BOOK/book.0000006.journal  the one before, for desks that have not caught up
    BOOK/book.lock             exclusive to write, shared to catch up (see `lock`)

A transaction is one line in the journal and counts when that line is on the disk. When the journal is long, the
documents become the next snapshot, with an empty journal; renaming it over the old one is the moment it counts.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from atma_tui.domain.errors import Damaged
from atma_tui.store.tiny import migrations
from atma_tui.store.tiny.files import disk, journal_file, snapshot
from atma_tui.store.tiny.files.journal import Entry, Op
from atma_tui.store.tiny.files.journal_file import JournalFile
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
        self._open_journal: JournalFile | None = None
        self._renamed_durably = False
        self._in_doubt = False

    @property
    def journal_length(self) -> int:
        """Bytes in the journal; 0 when the files are closed."""
        return self._open_journal.offset if self._open_journal else 0

    def make(self) -> None:
        """Write the files of an empty book, unless there is one."""
        if self.snapshot.exists():
            return
        left = journal_file.all_in(self.folder)
        if any(number > 1 or path.stat().st_size for number, path in left.items()):
            raise Damaged(
                f"{self.snapshot} is missing, its journal is not. Nothing was touched; restore a backup."
            )
        self._write(Meta(migrations.FORMAT, 1, 0), {})

    def load(self) -> Tables:
        """Return the documents of the snapshot; `news` goes on from there.

        Needs no lock and makes nobody wait: a snapshot never changes. The next ones may overtake us, then again.
        """
        for _ in range(3):
            with suppress(FileNotFoundError):
                return self._load()
        raise Damaged(f"{self.snapshot}, or the journal that belongs to it, is missing. Restore a backup.")

    def has_news(self) -> bool:
        """Whether there is something to read since the last `news`: two `stat` calls."""
        return self._in_doubt or (snapshot.identity(self.snapshot), self._journal.stamp()) != self._seen

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
        elif snapshot.identity(self.snapshot) != self._identity:
            fresh, entries = self._next_generation()
        entries += self._read_on(repair=repair)
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
        """Make these documents, which must be those of the last transaction, the next snapshot."""
        meta = Meta(migrations.FORMAT, self.meta.generation + 1, self._seq)
        self._write(meta, tables)
        self._follow(meta, snapshot.identity(self.snapshot))
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

    def _follow(self, meta: Meta, identity: tuple[int, int, int]) -> None:
        """Go on with the journal that belongs to a snapshot."""
        opened = JournalFile(journal_file.path_of(self.folder, meta.generation))
        self.close()
        self._open_journal, self.meta, self._seq, self._identity = opened, meta, meta.seq, identity
        self._seen = (identity, (-1, -1))
        # Whoever renamed the snapshot may have died before that was durable; what we add must not hang on it.
        self._renamed_durably = False

    def _load(self) -> Tables:
        identity = snapshot.identity(self.snapshot)
        with gc_paused():
            meta, tables = snapshot.parse(disk.read(self.snapshot)[1], self.snapshot)
        self._follow(meta, identity)
        return tables

    def _next_generation(self) -> tuple[Tables | None, list[Entry]]:
        """Follow a compaction by somebody else; without loading it when it holds just what we have."""
        identity, meta = snapshot.identity(self.snapshot), snapshot.read_meta(self.snapshot)
        if meta and (meta.format, meta.generation) == (self.meta.format, self.meta.generation + 1):
            entries = self._read_on(repair=False)
            if meta.seq == self._seq:
                self._follow(meta, identity)
                return None, entries
        return self.load(), []

    def _read_on(self, *, repair: bool) -> list[Entry]:
        entries = self._journal.read_on(self._seq, repair=repair)
        self._seq += len(entries)
        return entries

    def _write(self, meta: Meta, tables: Tables) -> None:
        """Write a snapshot and the empty journal that follows it; the rename is the moment it counts."""
        with disk.replacing(self.snapshot, snapshot.parts(meta, tables)):
            journal_file.create(self.folder, meta.generation)
            disk.sync_folder(self.folder)
        old = [path for number, path in journal_file.all_in(self.folder).items() if number < meta.generation - 1]
        for path in (*old, *self.folder.glob(f"book.*{disk.TEMPORARY}")):
            with suppress(OSError):  # Windows refuses while another desk has it open; the next time will do
                disk.remove(path)

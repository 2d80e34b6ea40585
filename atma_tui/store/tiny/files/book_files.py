"""The files of a book: a snapshot, and a journal of what was committed since.

    BOOK/book.json             the snapshot (see `snapshot`)
    BOOK/book.0000007.journal  what happened since snapshot 7 (see `journal`)
    BOOK/book.0000006.journal  the one before, for desks that have not caught up
    BOOK/book.lock             exclusive to write, shared to catch up (see `lock`)

A transaction is one line in the journal and counts when that line is on the disk. When the journal is long, the
documents become the next snapshot, with an empty journal; renaming it over the old one is the moment it counts.
Each file says which book it belongs to and how far it reached, so that files of two books or of two days are not
taken for one book; a file that was replaced while it was open is read anew.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Raw

from atma_tui.domain.errors import Busy, Damaged
from atma_tui.store import chain
from atma_tui.store.sealing.slots import Keys
from atma_tui.store.tiny.files import disk, generation, journal, snapshot
from atma_tui.store.tiny.files.journal import Line, Op
from atma_tui.store.tiny.files.journal_file import PUT_BACK, REPLACED
from atma_tui.store.tiny.files.known_files import KnownFiles
from atma_tui.store.tiny.files.snapshot import Tables


class BookFiles(KnownFiles):
    """The files of a book as this process knows them, and what it adds to them. See `KnownFiles` for the locks."""

    def __init__(self, folder: Path, *, keys: Keys | None = None) -> None:
        """`keys` are those of a book that is made; one that is there has its own."""
        super().__init__(folder)
        self._new_keys = keys

    def make(self, *, was_used: bool) -> None:
        """Write the files of an empty book, unless there is one. Raises `Damaged` when there was one.

        `was_used` is whether the lock's file tells of one.
        """
        if self.snapshot.exists():
            return
        if left := generation.left_in(self.folder) or (self.folder / "book.lock" if was_used else None):
            raise Damaged(
                f"{self.snapshot} is missing, and {left.name} shows that there was a book. {PUT_BACK} For a new "
                "book, give another folder."
            )
        generation.write(self.folder, snapshot.meta_of(snapshot.new_book(), 1, 0, keys=self._new_keys), {})

    def commit(self, ops: list[Op]) -> None:
        """Add a transaction to the journal, durably, or not at all. To be followed by `confirm`."""
        written = self._journal
        written.keep_out()
        try:
            self._in_doubt = True
            if not self._renamed_durably:
                disk.sync_folder(self.folder)
                self._renamed_durably = True
            text = journal.encode_ops(ops)
            line = Line(self._seq + 1, Raw(text), chain.link(self._chain, text))
            before = written.append(line)
            if not self._see_own_commit():
                written.take_back(before)
                raise Busy(REPLACED)
            self._know(line)
        finally:
            written.let_in()

    def compact(self, tables: Tables, *, alone: bool = False) -> None:
        """Make these documents, which must be those of the last transaction, the next snapshot.

        `alone`: and remove all files from before it. A book of an older format, which has no id, gets one.
        """
        self._write(tables, self.meta.keys, alone=alone)

    def rewrite(self, tables: Tables, keys: Keys | None) -> None:
        """Make these documents the next snapshot, locked with other keys or none, and remove all before it."""
        self._write(tables, keys, alone=True)

    def _write(self, tables: Tables, keys: Keys | None, *, alone: bool) -> None:
        now, book = self.meta, self.meta.book or snapshot.new_book()
        meta = snapshot.meta_of(
            book, now.generation + 1, self._seq, self._chain, replica=now.replica, alone=alone, keys=keys
        )
        self._journal.keep_out()
        try:
            if self.has_news():
                raise Busy(REPLACED)
            generation.write(self.folder, meta, tables, bytes(self.heads))
        finally:
            self._journal.let_in()
        self._follow(meta, disk.identity(self._name))
        self._renamed_durably = True
        self._seen = self._look()

    def leave_alone(self) -> None:
        """Remove what is left from before a snapshot that is to stand alone: its writer may have died."""
        if self.meta.alone and not self._left_alone:
            generation.leave_alone(self.folder, self.meta)
            self._left_alone = True

    def _see_own_commit(self) -> bool:
        """Note how the files are after a commit; returns False when the names no longer lead to those written to.

        The commit is durable by now: a disk that fails here cannot undo it.
        """
        self._seen = None
        try:
            looked = self._look()
        except OSError:
            return True
        if not self._is_as_read(looked):
            return False
        self._seen = looked
        return True

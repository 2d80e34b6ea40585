"""What this process knows of the files of a book, and how it learns what others added."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from atma_tui.domain.errors import Damaged, Locked
from atma_tui.store.chain import Heads
from atma_tui.store.tiny.files import disk, generation, journal_file, snapshot
from atma_tui.store.tiny.files.disk import Identity
from atma_tui.store.tiny.files.journal import Entry, Line
from atma_tui.store.tiny.files.journal_file import PUT_BACK, JournalFile
from atma_tui.store.tiny.files.signatures import Reached
from atma_tui.store.tiny.files.snapshot import Meta, Tables
from atma_tui.store.tiny.gc_pause import gc_paused

_LOCKED_MEANWHILE = (
    "The book was encrypted with another key while this desk was open. Nothing was changed; close the desk, and "
    "open it again."
)

_LOOKS = 3
"""How often to read files again that seem older than before and changed while they were read."""

News = tuple[Tables | None, list[Entry]]
"""All documents anew (mostly None), and the transactions to apply after."""

Looked = tuple[Identity | None, Identity | None]
"""Snapshot and journal, as their names lead to them."""


class Position(NamedTuple):
    """How far a book is known."""

    book: str
    seq: int
    chain: str
    """The digest of all transactions up to there; empty in a book of an old format that cannot be written."""


class KnownFiles:
    """How far this process knows the files of a book.

    Whoever calls holds the book's lock, exclusive to change a file and shared to catch up, except where a method
    needs none. Methods raise `OSError`, `Damaged` and `TooNew`; a file is changed only as its method says.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.snapshot = folder / "book.json"
        self._name = str(self.snapshot)
        self._open_journal: JournalFile | None = None
        self._seen: Looked | None = None
        self._renamed_durably = False
        self._in_doubt = True
        self._proven = False
        self.heads = Heads()
        """The heads that the history went through, as this process knows it."""
        self._left_alone = False

    @property
    def journal_length(self) -> int:
        """Bytes in the journal; 0 when the files are closed."""
        return self._open_journal.offset if self._open_journal else 0

    @property
    def reached(self) -> Reached:
        """How far the book reached, as this process knows it."""
        return Reached(self.meta.book, self.meta.generation, self._seq, self._journal.offset)

    @property
    def position(self) -> Position:
        """How far this process knows the book."""
        return Position(self.meta.book, self._seq, self._chain)

    def load(self) -> Tables:
        """Return the documents of the snapshot; `news` goes on from there.

        Needs no lock and makes nobody wait: a snapshot never changes. Raises `FileNotFoundError` when the next
        ones overtake us.
        """
        identity, data = disk.read_large(self.snapshot)
        with gc_paused():
            found = snapshot.parse(data, self.snapshot)
        if found.meta.generation == snapshot.BACKUP:
            raise Damaged(f"{self.snapshot} is a backup, not a book; use: atma-tui restore '{self.snapshot}'.")
        self.heads = Heads(found.heads)
        self._follow(found.meta, identity, found.head)
        self._proven = False
        return found.tables

    def has_news(self) -> bool:
        """Whether there is something to read since the last `news`: two `stat` calls, no lock."""
        return self._in_doubt or self._seen != (disk.identity(self._name), self._journal.stamp())

    def news(self, reached: Reached | None, *, repair: bool) -> News:
        """Return what others committed; to be followed by `confirm`.

        `reached` is how far the lock's file says that the book reached. `repair`, under the exclusive lock, cuts
        off what a writer left that died in mid-write.
        """
        if not self.has_news() and not (repair and self._has_torn_end):
            return None, []
        for looks in range(1, _LOOKS + 1):
            news = self._read_news(reached, repair=repair)
            try:
                self._refuse_older(reached)
                break
            except Damaged:
                if self._is_as_read(self._look()) or looks == _LOOKS:
                    raise
                self._in_doubt = True  # somebody whose lock was removed wrote after we had read
        self._seen = self._look()
        return news

    def _read_news(self, reached: Reached | None, *, repair: bool) -> News:
        try:
            fresh, entries = self._follow_names()
        except FileNotFoundError as error:
            without = "" if error.filename == self._name else " To go on without it: atma-tui check --mend."
            raise Damaged(f"{error.filename} is missing. {PUT_BACK}{without}") from error
        return fresh, entries + self._read_on(reached, repair=repair)

    def news_beside(self, reached: Reached) -> News:
        """Return what others committed, as `news` does, without a lock, beside a writer that holds it.

        Not further than the writer says: what comes after is not acknowledged yet. Raises `FileNotFoundError` when
        others overtake us.
        """
        looked = self._look()
        fresh, entries = self._follow_names()
        if (reached.book, reached.generation) == (self.meta.book, self.meta.generation):
            entries += self._read_on(reached, end=reached.length)
        self._seen = looked if looked[1] and looked[1][2] == self._journal.offset else None
        return fresh, entries

    def confirm(self) -> None:
        """Say that memory holds what the files hold. Without it, the next `news` reads everything anew."""
        self._in_doubt = False

    def doubt(self) -> None:
        """Say that memory may not hold what the files hold."""
        self._in_doubt = True

    def close(self) -> None:
        """Let go of the files."""
        if self._open_journal is not None:
            self._open_journal.close()
            self._open_journal = None

    @property
    def _journal(self) -> JournalFile:
        if self._open_journal is None:
            raise RuntimeError("the book is closed")
        return self._open_journal

    @property
    def _has_torn_end(self) -> bool:
        """Whether the journal had an end without sense when last looked at."""
        journal = self._seen and self._seen[1]
        return bool(journal and journal[2] > self._journal.offset)

    def _is_as_read(self, looked: Looked) -> bool:
        """Whether the files were still as this process knows them, when looked at."""
        snapshot, journal = looked
        return snapshot == self._identity and journal is not None and self._journal.is_at_its_end(journal)

    def _look(self) -> Looked:
        return disk.identity(self._name), self._journal.stamp()

    def _follow_names(self) -> News:
        """Go on with the files that the names lead to, when they are not as they were, apart from new lines."""
        in_doubt, self._in_doubt = self._in_doubt, True
        if in_doubt or not self._journal_goes_on():
            return self._load_again(), []
        if disk.identity(self._name) != self._identity:
            return self._next_generation()
        return None, []

    def _journal_goes_on(self) -> bool:
        """Whether the journal is the one that we know, apart from new lines."""
        stamp = self._journal.stamp()
        if stamp is None or not self._journal.goes_on(stamp):
            return False
        written_over = self._seen is not None and stamp != self._seen[1] and self._journal.is_at_its_end(stamp)
        return not written_over

    def _next_generation(self) -> News:
        """Follow a compaction by somebody else; without loading it when it holds just what we have."""
        identity, meta = disk.identity(self._name), snapshot.read_meta(self.snapshot)
        if meta and meta.follows(self.meta):
            entries = self._read_on(None)
            if meta.seq == self._seq:
                self._follow(meta, identity)
                return None, entries
        return self._load_again(), []

    def _load_again(self) -> Tables:
        try:
            return self.load()
        except Locked as locked:
            raise Locked(_LOCKED_MEANWHILE, locked.unlock) from None

    def _follow(self, meta: Meta, identity: Identity | None, head: str | None = None) -> None:
        """Go on with the journal that belongs to a snapshot, which has that head if it was read."""
        opened = JournalFile(journal_file.path_of(self.folder, meta.generation), meta, head)
        self.close()
        self._open_journal, self.meta, self._seq, self._identity = opened, meta, meta.seq, identity
        self._chain = opened.head
        self.heads.keep()
        self.heads.add(self._chain)
        self._seen, self._left_alone = None, False
        # Whoever renamed the snapshot may have died before that was durable; what we add must not hang on it.
        self._renamed_durably = False

    def _read_on(self, reached: Reached | None, *, end: int | None = None, repair: bool = False) -> list[Entry]:
        same = reached and (reached.book, reached.generation) == (self.meta.book, self.meta.generation)
        known = reached.length if reached and same else 0
        entries = self._journal.read_on(self._seq, self._chain, reached=known, end=end, repair=repair)
        for line, _ in entries:
            self._know(line)
        return entries

    def _know(self, line: Line) -> None:
        self._seq, self._chain = line.seq, line.chain
        self.heads.add(line.chain)

    def _refuse_older(self, reached: Reached | None) -> None:
        """Refuse files of another day: less than a later journal or the lock's file says that there was."""
        saved = reached.seq if reached and reached.book == self.meta.book else 0
        if not self._proven:
            generation.check_newest(self.folder, self.meta)
            saved = max(saved, generation.saved(self.folder, self.meta))
        if saved > self._seq:
            raise Damaged(
                f"{self._journal.path} ends with change {self._seq}, but {saved} were saved: it is an older "
                f"copy, or was cut short. {PUT_BACK} To go on with this copy: atma-tui check --mend."
            )
        self._proven = True

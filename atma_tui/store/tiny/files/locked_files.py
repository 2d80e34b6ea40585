"""The files of a book under its lock: who may change them, and who may read them how far.

A writer holds the lock alone. Readers share it; while a writer holds it, they read without it, up to the position
that the writer has noted: a read waits for nobody.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, suppress
from pathlib import Path

from atma_tui.domain.errors import Busy
from atma_tui.store.chain import Heads
from atma_tui.store.sealing.slots import Keys
from atma_tui.store.tiny import migrations
from atma_tui.store.tiny.files import disk, location_checks
from atma_tui.store.tiny.files.book_files import BookFiles
from atma_tui.store.tiny.files.journal import Op
from atma_tui.store.tiny.files.known_files import News, Position
from atma_tui.store.tiny.files.lock import Lock
from atma_tui.store.tiny.files.snapshot import Tables


class LockedFiles:
    """The files and the lock of one book in one process. Not for several threads at once."""

    def __init__(
        self,
        folder: Path,
        desk: str,
        *,
        only_read: bool = False,
        files: BookFiles | None = None,
        keys: Keys | None = None,
    ) -> None:
        """Open the lock of the book in `folder`, which is made when it is missing, unless `only_read`.

        `files` are the files, if not those of an embedded book; `keys` those of a book that is made. Raises
        `Unreachable` when other users may write to the folder.
        """
        if not only_read:
            disk.make_folder(folder)
            location_checks.refuse_shared(folder)
        self._files = files or BookFiles(folder, keys=keys)
        self.has_news = self._files.has_news
        self._lock = Lock(folder / "book.lock", desk, only_read=only_read)

    @property
    def book(self) -> str:
        """The id of the book."""
        return self._files.meta.book

    @property
    def position(self) -> Position:
        """How far this process knows the book."""
        return self._files.position

    @property
    def format(self) -> int:
        """The format of the documents."""
        return self._files.meta.format

    @property
    def keys(self) -> Keys | None:
        """How the book is locked; None when it is not encrypted."""
        return self._files.meta.keys

    @property
    def heads(self) -> Heads:
        """The heads that the history went through."""
        return self._files.heads

    @property
    def journal_length(self) -> int:
        """Bytes in the journal; 0 when the files are closed."""
        return self._files.journal_length

    @property
    def are_alone(self) -> bool:
        """Whether no file from before the snapshot may be left."""
        return self._files.meta.alone

    @property
    def are_old(self) -> bool:
        """Whether the documents have an older format than today's."""
        return self.format < migrations.FORMAT

    def make(self, patience: float) -> None:
        """Write the files of an empty book, unless there is one."""
        if not self._files.snapshot.exists():
            with self._lock.hold(exclusive=True, patience=patience):
                self._files.make(was_used=self._lock.was_used)

    def open(self, patience: float) -> News:
        """Return everything that is in the book. It is to be confirmed, like all news.

        The snapshot is read without the lock: that takes longest, and nobody has to wait for it.
        """
        try:
            tables = self._files.load()
        except FileNotFoundError:  # others overtake us; under the lock they cannot
            return self._news_under_lock(patience)
        self._files.confirm()
        fresh, entries = self.news(patience)
        return tables if fresh is None else fresh, entries

    def news(self, patience: float) -> News:
        """Return what was committed since the last time, to be confirmed.

        `patience` is how long to wait for a writer who does not say how far it got. Raises `Busy` after that.
        """
        try:
            return self._news_under_lock(0)
        except Busy:
            if (reached := self._lock.ask()) is not None:
                with suppress(FileNotFoundError):
                    return self._files.news_beside(reached)
            return self._news_under_lock(patience)

    def alone(self, patience: float) -> AbstractContextManager[None]:
        """Be the only one to change the files."""
        return self._lock.hold(exclusive=True, patience=patience)

    def writing(self, patience: float) -> AbstractContextManager[None]:
        """Be the only one to change the files, for a transaction, with all in them that it must know."""
        return self.alone(patience)

    def news_alone(self) -> News:
        """Return what was committed since the last time, to be confirmed, and repair what a killed writer left."""
        news = self._files.news(self._lock.reached, repair=True)
        self._files.leave_alone()
        self._lock.note(self._files.reached)
        return news

    def commit(self, ops: list[Op]) -> None:
        """Add a transaction, durably, or not at all; inside `alone`, and to be confirmed."""
        self._files.commit(ops)
        self._lock.note(self._files.reached)

    def compact(self, tables: Tables, *, alone: bool = False) -> None:
        """Make these documents the next snapshot, if wanted without a file from before it; inside `alone`."""
        self._files.compact(tables, alone=alone)
        self._lock.note(self._files.reached)

    def rewrite(self, tables: Tables, keys: Keys | None) -> None:
        """Make these documents the next snapshot, locked with other keys or with none; inside `alone`."""
        self._files.rewrite(tables, keys)
        self._lock.note(self._files.reached)

    def confirm(self) -> None:
        """Say that memory holds what the files hold."""
        self._files.confirm()

    def doubt(self) -> None:
        """Say that memory may not hold what the files hold."""
        self._files.doubt()

    def close(self) -> None:
        """Let go of the files and the lock."""
        self._files.close()
        self._lock.close()

    def _news_under_lock(self, patience: float) -> News:
        with self._lock.hold(exclusive=False, patience=patience):
            return self._files.news(self._lock.ask(), repair=False)

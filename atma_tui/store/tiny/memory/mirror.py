"""The documents in memory, kept in sync with the files of the book.

Also decides when the documents become the next snapshot: when the journal is long, when names were removed that
the files still hold, and when the files have an older format.
"""

from __future__ import annotations

from collections.abc import Callable

from atma_tui.domain.errors import BookError
from atma_tui.store.sealing.slots import Keys
from atma_tui.store.tiny import migrations
from atma_tui.store.tiny.files import disk, journal
from atma_tui.store.tiny.files.journal import Op
from atma_tui.store.tiny.files.known_files import News
from atma_tui.store.tiny.files.locked_files import LockedFiles
from atma_tui.store.tiny.memory.contents import Contents


class Mirror:
    """All documents of a book in memory, as they are in its files. Its callers hold the storage's locks."""

    def __init__(self, files: LockedFiles, os_errors: disk.OsErrors, *, compact_at: int, only_read: bool) -> None:
        """See `JournalStorage`."""
        self.contents = Contents()
        self.has_to_forget = False
        """Whether the files still hold names that were removed, since no new snapshot could be written yet."""
        self._files, self._os_errors, self._only_read = files, os_errors, only_read
        self._compact_at, self._compact_next = compact_at, compact_at

    @property
    def is_converted(self) -> bool:
        """Whether the files have an older format than the documents in memory: they could not be written yet."""
        return self._files.are_old and not self._only_read

    @property
    def is_long(self) -> bool:
        """Whether the journal is worth a snapshot before the files are closed."""
        return self._files.journal_length > self._compact_at // 4

    def catch_up(self, ask: Callable[[], News]) -> None:
        """Do in memory what `ask` finds in the files."""
        fresh, entries = ask()
        if fresh is None and not entries:
            self._files.confirm()
            return
        if fresh is None and self.is_converted:  # of the older format: they fit the files only
            self._files.doubt()
            fresh, entries = ask()
        if fresh is not None:
            self.contents.load(fresh)
            self.has_to_forget = False
        self.contents.apply(entries)
        self.has_to_forget |= any(journal.forgets(entry.ops) for entry in entries)
        if fresh is not None and self.is_converted:
            self.contents.load(migrations.migrate(self.contents.raw(), self._files.format))
        self._files.confirm()

    def catch_up_alone(self) -> None:
        """Know everything that was committed, with the lock held alone; bring the files to the format of today."""
        with self._os_errors:
            self.catch_up(self._files.news_alone)
            if self.is_converted:
                self._files.compact(self.contents.raw())

    def commit(self, ops: list[Op]) -> None:
        """Save what is in memory already, durably; with the lock held alone, and to be followed by `confirm`."""
        with self._os_errors:
            self._files.commit(ops)
        self.has_to_forget |= journal.forgets(ops)
        self.contents.committed.update([op.table for op in ops])

    def confirm(self) -> None:
        """Say that memory holds what the files hold."""
        self._files.confirm()

    def doubt(self) -> None:
        """Say that memory may not hold what the files hold."""
        self._files.doubt()

    def compact_if_needed(self) -> None:
        """Write a snapshot, with the lock held alone, if the journal is long or something has to be forgotten."""
        if self.has_to_forget or self._files.journal_length > self._compact_next:
            self.compact()

    def compact(self) -> None:
        """Write a snapshot. If that fails, the journal still holds everything; it grows on until the next try."""
        self._compact_next = self._compact_at
        try:
            self._files.compact(self.contents.raw(), alone=self.has_to_forget)
            self.has_to_forget = False
        except (OSError, BookError):
            self._compact_next += self._files.journal_length

    def rewrite(self, keys: Keys | None) -> None:
        """Write all files anew, locked with these keys or none; with the lock held alone."""
        with self._os_errors:
            self._files.rewrite(self.contents.raw(), keys)
        self.has_to_forget = False

"""Adds to a replica what the server tells; beside the storage, which sees it like the work of another terminal."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from atma_tui.domain.errors import BookError, Damaged, Locked, TooNew
from atma_tui.store.postgres.replica_files import ReplicaFiles
from atma_tui.store.postgres.server import Found, Received
from atma_tui.store.sealing.slots import Keys
from atma_tui.store.tiny.files import disk, generation, journal_file, snapshot
from atma_tui.store.tiny.files.known_files import Position
from atma_tui.store.tiny.files.lock import Lock

_PATIENCE = 60.0


class Feeder:
    """The end of a replica's journal.

    Methods raise `Busy` while somebody writes to the replica, and `Unreachable` when the disk fails.
    """

    def __init__(self, folder: Path, desk: str) -> None:
        self._folder = folder
        self._files = ReplicaFiles(folder)
        self._lock = Lock(folder / "book.lock", desk)
        self._os_errors = disk.OsErrors(folder, what="This computer's copy of the shared book", reading=True)

    def position(self) -> Position:
        """Return how far the replica goes, whoever added to it."""
        with self._os_errors, self._lock.hold(exclusive=True, patience=0):
            self._files.skip_to_end(self._lock.reached)
            return self._files.position

    def receive(self, received: list[Received]) -> int:
        """Add what follows the replica; returns how many transactions were new. Raises `Damaged`."""
        with self._os_errors, self._lock.hold(exclusive=True, patience=0):
            self._files.skip_to_end(self._lock.reached)
            new = self._files.receive(received)
            self._lock.note(self._files.reached)
            return new

    def replace(self, found: Found, *, is_damaged: bool = False) -> None:
        """Put a copy of the book in the place of the replica, or make one. Waits for who writes to it.

        A replica that goes as far is left as it is, unless it `is_damaged`. Else nothing from before is left: the
        copy may be needed since names were removed.
        """
        position, _, tables = found
        with self._os_errors, self._lock.hold(exclusive=True, patience=_PATIENCE):
            if not is_damaged and self._is_ahead(position):
                return
            generation_number = max(journal_file.all_in(self._folder), default=0) + 1
            meta = snapshot.meta_of(
                position.book,
                generation_number,
                position.seq,
                position.chain,
                replica=True,
                alone=True,
                keys=self._keys(),
            )
            generation.write(self._folder, meta, tables)
            self._files.skip_to_end(None)
            self._lock.note(self._files.reached)

    def _keys(self) -> Keys | None:
        """Return how the replica is locked, so that it stays so. Raises `Damaged` when that cannot be told."""
        path = self._folder / "book.json"
        with suppress(FileNotFoundError, TooNew):
            if (meta := snapshot.read_meta(path)) is not None:
                return meta.keys
        headers = [*map(journal_file.header_in, journal_file.all_in(self._folder).values())]
        is_plain = all(header and not header.key for header in headers) if headers else not path.exists()
        if not is_plain:
            raise Damaged(
                f"{path}, this computer's copy of the shared book, is damaged or missing, and it was encrypted or "
                f"may have been. Delete {self._folder}, open the book, and encrypt the new copy if the old was: "
                "atma-tui book encrypt."
            )
        return None

    def _is_ahead(self, of: Position) -> bool:
        """Whether the replica is whole and goes as far: another terminal of this computer may have copied it."""
        try:
            self._files.load()
            self._files.skip_to_end(None)
        except Locked:
            raise
        except (FileNotFoundError, BookError):
            return False
        known = self._files.position
        return known.book == of.book and known.seq >= of.seq

    def close(self) -> None:
        """Let go of the files."""
        self._files.close()
        self._lock.close()

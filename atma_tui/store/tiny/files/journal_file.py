"""One journal file of the book: what was committed since the snapshot of the same generation."""

from __future__ import annotations

import os
import re
from pathlib import Path

from atma_tui.domain.errors import Damaged, Unreachable
from atma_tui.store.tiny.files import disk, journal
from atma_tui.store.tiny.files.journal import Entry, Header
from atma_tui.store.tiny.files.snapshot import Meta

PUT_BACK = "Nothing was touched; put the right files back, or restore a backup into a new folder."

_NAME = re.compile(r"book\.(\d{7,})\.journal")


def path_of(folder: Path, generation: int) -> Path:
    """Return where the journal that follows the snapshot of that generation is."""
    return folder / f"book.{generation:07d}.journal"


def all_in(folder: Path) -> dict[int, Path]:
    """Return the journal files of a book by generation."""
    found = ((_NAME.fullmatch(path.name), path) for path in folder.iterdir())
    return {int(name[1]): path for name, path in found if name}


def holds_anything(path: Path) -> bool:
    """Whether a journal holds more than its header: that alone is left of a snapshot that was not finished.

    Before format 3 there is no header, and the first line is a transaction.
    """
    _, data = disk.read(path)
    _, _, more = data.partition(b"\n")
    return bool(more) or (journal.read_header(data)[0] is None and bool(journal.read_lines(data, path)[0]))


def create(folder: Path, meta: Meta) -> None:
    """Create the empty journal that follows a snapshot, durable except for its name.

    One without transactions is replaced. Raises `Damaged` for one that holds any.
    """
    path = path_of(folder, meta.generation)
    if path.exists() and holds_anything(path):
        raise Damaged(f"{path} holds what was saved after a snapshot that is not there. Nothing was touched.")
    disk.remove(path)
    disk.write_new(path, [journal.write_line(header_of(meta))])


def header_of(meta: Meta) -> Header:
    """Return the header of the journal that follows a snapshot."""
    return Header(meta.book, meta.generation, meta.seq)


def check(header: Header, meta: Meta, path: Path) -> None:
    """Raise `Damaged` when the journal `path` with that header does not follow that snapshot."""
    if header == header_of(meta):
        return
    if header.book != meta.book:
        wrong = "belongs to another book than the snapshot beside it"
    else:
        wrong = f"follows snapshot {header.generation}, and the one beside it is snapshot {meta.generation}"
    raise Damaged(f"{path} {wrong}. {PUT_BACK}")


class JournalFile:
    """An open journal file. `offset` is the length of what this process knows of it."""

    def __init__(self, path: Path, meta: Meta) -> None:
        """Open the journal that follows a snapshot. Raises `Damaged` for one that does not."""
        self._path = path
        self._fd = disk.open_file(path)
        try:
            self.offset = self._length_of_header(meta) if meta.book else 0
        except BaseException:
            self.close()
            raise

    def stamp(self) -> tuple[int, int]:
        """Return what differs as soon as somebody wrote to it (length, mtime)."""
        found = os.fstat(self._fd)
        return found.st_size, found.st_mtime_ns

    def read_on(self, seq: int, *, repair: bool) -> list[Entry]:
        """Return what was committed since the last call; the first entry must follow `seq`.

        A broken end is what a writer left that died in mid-write: it was never acknowledged, and `repair` (only
        under the exclusive lock) cuts it off. Raises `Damaged` for anything else that is not as it was written;
        the file and `offset` then stay as they are.
        """
        tail = self._tail()
        entries, length = journal.read_lines(tail, self._path)
        for number, entry in enumerate(entries, seq + 1):
            if entry.seq != number:
                raise self._damaged(f"transaction {entry.seq} stands where {number} should")
        if length < len(tail):
            if journal.hides_whole_line(tail[length:]):
                raise self._damaged(f"there is a broken line at byte {self.offset + length}")
            if repair:
                disk.cut(self._fd, self.offset + length)
        self.offset += length
        return entries

    def append(self, entry: Entry) -> None:
        """Write a transaction durably, or take back what was written of it and raise."""
        line = journal.write_line(entry)
        try:
            disk.append(self._fd, line)
            disk.sync(self._fd)
        except BaseException:
            self._take_back()
            raise
        self.offset += len(line)

    def close(self) -> None:
        """Let go of the file; afterwards every use raises `OSError`."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _length_of_header(self, meta: Meta) -> int:
        header, length = journal.read_header(disk.read_at(self._fd, 0, 4096))
        if header is None:
            raise self._damaged("its first line, which says what it belongs to, is not whole")
        check(header, meta, self._path)
        return length

    def _tail(self) -> bytes:
        if os.fstat(self._fd).st_size < self.offset:
            raise self._damaged("it became shorter")
        return disk.read_from(self._fd, self.offset)

    def _take_back(self) -> None:
        try:
            disk.cut(self._fd, self.offset)
        except OSError as error:
            raise Unreachable(
                f"The disk of {self._path} fails ({error.strerror}). What was saved before is safe; "
                "this change may or may not have been saved: look before you do it again."
            ) from error

    def _damaged(self, how: str) -> Damaged:
        return Damaged(
            f"{self._path} is damaged: {how}. Nothing was touched; restore a backup into a new folder, "
            "or ask for help before anything is repaired."
        )

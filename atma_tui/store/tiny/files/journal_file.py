"""One journal file of the book: what was committed since the snapshot of the same generation."""

from __future__ import annotations

import os
import re
from pathlib import Path

from atma_tui.domain.errors import Busy, Damaged, Unreachable
from atma_tui.store.tiny.files import disk, journal, lock
from atma_tui.store.tiny.files.disk import Identity
from atma_tui.store.tiny.files.journal import Entry, Header, Line
from atma_tui.store.tiny.files.snapshot import FIRST_WITH_CHAIN, Meta, codec_of

PUT_BACK = "Nothing was touched; put the right files back, or restore a backup into a new folder."
REPLACED = "The files of the book were replaced meanwhile. Nothing was changed; do it again."

_MARK = 64
"""Bytes of a line that tell it from others: its checksum and its number are among them."""
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
    return bool(more) or (journal.read_header(data)[0] is None and bool(journal.read_lines(data).entries))


def header_in(path: Path) -> Header | None:
    """Return the header of a journal, None when there is none that is whole."""
    return journal.read_header(disk.first_line(path))[0]


def create(folder: Path, meta: Meta, head: str) -> None:
    """Create the empty journal that follows a snapshot, durable except for its name.

    One without transactions is replaced. Raises `Damaged` for one that holds any.
    """
    path = path_of(folder, meta.generation)
    if path.exists() and holds_anything(path):
        raise Damaged(
            f"{path} holds what was saved after a snapshot that is not there. Nothing was touched. To go on"
            " without it, kept under another name: atma-tui check --mend."
        )
    disk.remove(path)
    disk.write_new(path, [journal.encode_header(header_of(meta, head))])


def header_of(meta: Meta, head: str) -> Header:
    """Return the header of the journal that follows a snapshot, up to which the history has that head."""
    return Header(meta.book, meta.generation, meta.seq, head, meta.keys.id if meta.keys else "")


def check(header: Header, meta: Meta, path: Path, head: str | None = None) -> None:
    """Raise `Damaged` when the journal `path` with that header does not follow that snapshot.

    `head` is the head of the history up to the snapshot, when its documents were read.
    """
    if header == header_of(meta, header.chain if head is None else head):
        return
    if header.book != meta.book:
        wrong = "belongs to another book than the snapshot beside it"
    elif header == header_of(meta, header.chain):
        wrong = "goes on from another history than that of the snapshot beside it: one of them was changed"
    else:
        wrong = f"follows snapshot {header.generation}, and the one beside it is snapshot {meta.generation}"
    raise Damaged(f"{path} {wrong}. {PUT_BACK}")


class JournalFile:
    """An open journal file. `offset` is the length of what this process knows of it."""

    def __init__(self, path: Path, meta: Meta, head: str | None = None) -> None:
        """Open the journal that follows a snapshot; see `check`. Raises `Damaged` for one that does not."""
        self.path, self._name = path, str(path)
        self._is_chained = meta.format >= FIRST_WITH_CHAIN
        self._codec = codec_of(meta, path.parent / "book.json")
        self.head = ""
        """The digest of the history up to where it begins."""
        self._fd = disk.open_file(path)
        try:
            self.file = disk.identity_of(self._fd)[:2]
            self._header = self._read_header(meta, head) if meta.book else b""
            self.offset, self._last = len(self._header), (0, self._header)
        except BaseException:
            self.close()
            raise

    def stamp(self) -> Identity | None:
        """Return what differs as soon as somebody wrote to it or put another in its place; None: it is gone."""
        return disk.identity(self._name)

    def goes_on(self, stamp: Identity) -> bool:
        """Whether a stamp is of this very file, and its header and the last known line stand where they did.

        The lines are compared because another file that was copied over this one may have grown as long.
        """
        known = (0, self._header), self._last
        return (
            stamp[:2] == self.file
            and stamp[2] >= self.offset
            and all(disk.read_at(self._fd, start, len(line)) == line for start, line in known)
        )

    def read_on(
        self, seq: int, head: str, *, reached: int, end: int | None = None, repair: bool = False
    ) -> list[Entry]:
        """Return what was committed since the last call, up to `end`; it must follow `seq`, with that head.

        A broken end is what a writer left that died in mid-write: it was never acknowledged, and `repair` (only
        under the exclusive lock) cuts it off. What lies before `reached` was. Raises `Damaged` for anything that
        is not as it was written; the file and `offset` then stay as they are.
        """
        tail = disk.read_from(self._fd, self.offset, end)
        entries, length, nonsense = journal.read_lines(tail, self._codec)
        for line, _ in entries:
            if wrong := line.wrong_after(seq, head, chained=self._is_chained):
                raise self._damaged(wrong)
            seq, head = line.seq, line.chain
        if nonsense:
            raise self._damaged(nonsense)
        if length < len(tail):
            if self.offset + length < reached or not journal.may_be_torn(tail[length:]):
                raise self._damaged(f"there is a broken line at byte {self.offset + length}")
            if repair:
                disk.cut(self._fd, self.offset + length)
        self._know(tail[:length])
        return entries

    def keep_out(self) -> None:
        """Keep out other writers, although the book's lock is held: each has one when somebody removed the file.

        To be followed by `let_in`. Raises `Busy` when another one writes.
        """
        if not lock.take(self._fd, exclusive=True):
            raise Busy(REPLACED)

    def let_in(self) -> None:
        """Let other writers in."""
        lock.release(self._fd)

    def append(self, line: Line) -> int:
        """Write a transaction durably, or take back what was written of it and raise. Returns where it begins.

        Raises `Busy` when another one wrote.
        """
        if disk.length(self._fd) != self.offset:
            raise Busy(REPLACED)
        data, before = journal.encode_line(line, self._codec), self.offset
        try:
            disk.append(self._fd, data)
            disk.sync(self._fd)
        except BaseException:
            self.take_back(before)
            raise
        self._know(data)
        return before

    def add(self, lines: list[Line]) -> None:
        """Write lines that are durable elsewhere, without waiting for the disk; or nothing of them, and raise."""
        data, before = b"".join(journal.encode_line(line, self._codec) for line in lines), self.offset
        try:
            disk.append(self._fd, data)
        except BaseException:
            self.take_back(before)
            raise
        self._know(data)

    def take_back(self, offset: int) -> None:
        """Cut off what was appended from `offset` on. Raises `Unreachable` when the disk does not let us."""
        self.offset = offset
        try:
            if disk.length(self._fd) > self.offset:
                disk.cut(self._fd, self.offset)
        except OSError as error:
            raise Unreachable(
                f"The disk of {self.path} fails ({error.strerror}). What was saved before is safe; "
                "this change may or may not have been saved: look before you do it again."
            ) from error

    def is_at_its_end(self, stamp: Identity) -> bool:
        """Whether a stamp is of this very file, with nothing in it that this process does not know."""
        return stamp[:3] == (*self.file, self.offset)

    def close(self) -> None:
        """Let go of the file; afterwards every use raises `OSError`."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _know(self, lines: bytes) -> None:
        if lines:
            start = lines.rfind(b"\n", 0, -1) + 1
            self._last = self.offset + start, lines[start : start + _MARK]
            self.offset += len(lines)

    def _read_header(self, meta: Meta, head: str | None) -> bytes:
        data = disk.read_at(self._fd, 0, 4096)
        header, length = journal.read_header(data)
        if header is None:
            raise self._damaged("its first line, which says what it belongs to, is not whole")
        check(header, meta, self.path, head)
        self.head = header.chain
        return data[:length]

    def _damaged(self, how: str) -> Damaged:
        return Damaged(
            f"{self.path} is damaged: {how}. Nothing was touched. Restore a backup into a new folder; or go on "
            "without what is broken, which is put aside: atma-tui check --mend."
        )

"""One writer at a time among the processes that share a book: an advisory lock on `book.lock`.

The operating system lets go of the lock when its holder dies, however it dies. The file says who wrote last, so
that a desk that waits in vain can be told whom to ask.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from atma_tui.domain.errors import Busy
from atma_tui.domain.text import clean
from atma_tui.store.tiny.files import disk

_FIRST_NAP, _LONGEST_NAP = 1e-4, 2e-3

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30

    def _take(fd: int, exclusive: bool) -> bool:
        """Lock one byte far behind the text, which stays readable. There are only exclusive locks here.

        Written from the documentation of `msvcrt.locking`; not tried on Windows.
        """
        os.lseek(fd, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(fd: int) -> None:
        os.lseek(fd, _FAR, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(fd: int, exclusive: bool) -> bool:
        try:
            fcntl.flock(fd, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _release(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_UN)


class Holder(msgspec.Struct, frozen=True):
    """Who wrote last."""

    desk: str
    host: str
    process: int


class Lock:
    """The lock of one book in one process. Not for several threads at once: the storage sees to that."""

    def __init__(self, path: Path, desk: str) -> None:
        """Open the lock file. `desk` is the name that others are shown while this process writes."""
        self._os_errors = disk.OsErrors(path.parent)
        self._fd = disk.open_shared(path)
        self._me = msgspec.json.encode(Holder(desk, platform.node(), os.getpid())) + b"\n"

    @contextmanager
    def hold(self, *, exclusive: bool, patience: float) -> Iterator[None]:
        """Hold the lock: exclusive to write, else shared with other readers.

        Raises `Busy`, naming the holder, when it is not free within `patience` seconds.
        """
        if self._fd < 0:
            raise RuntimeError("the book is closed")
        with self._os_errors:
            self._wait(exclusive, patience)
        try:
            if exclusive:
                self._sign()
            yield
        finally:
            _release(self._fd)

    def _wait(self, exclusive: bool, patience: float) -> None:
        """Ask again and again: a wait inside the system could not be ended after `patience`."""
        end = nap = 0.0
        while not _take(self._fd, exclusive):
            now = time.monotonic()
            end, nap = end or now + patience, min(nap * 1.5, _LONGEST_NAP) or _FIRST_NAP
            if now >= end:
                raise Busy(f"The book is in use by {self._holder()}. Nothing was changed; try again in a moment.")
            time.sleep(nap)

    def _sign(self) -> None:
        """Say who holds the lock; reading first spares a write when this desk wrote last."""
        with self._os_errors:
            if disk.read_from(self._fd, 0) != self._me:
                os.ftruncate(self._fd, 0)
                os.lseek(self._fd, 0, os.SEEK_SET)
                disk.append(self._fd, self._me)

    def _holder(self) -> str:
        try:
            holder = msgspec.json.decode(disk.read_from(self._fd, 0), type=Holder)
        except msgspec.DecodeError:
            return "another desk"
        name = clean(holder.desk, 60) or "another desk"
        return f"{name} (computer {clean(holder.host, 60)}, process {holder.process})"

    def close(self) -> None:
        """Let go of the file."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

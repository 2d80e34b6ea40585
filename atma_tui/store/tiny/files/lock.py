"""One writer at a time among the processes that share a book: an advisory lock on `book.lock`.

The operating system lets go of the lock when its holder dies, however it dies. In the file desks say who they are
(see `signatures`), so that a desk that waits in vain can be told whom to ask.

The lock holds for the file, not for its name. When the name leads to another file, others lock that one: it is
opened, and what was known of the book is read anew (`BookFiles` finds its files replaced as well, or unchanged).
"""

from __future__ import annotations

import errno
import os
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec.structs import replace

from atma_tui.domain.errors import Busy, Unreachable
from atma_tui.store.tiny.files import disk, signatures
from atma_tui.store.tiny.files.signatures import READERS, SLOT, Reached, Signature

_FIRST_NAP, _LONGEST_NAP = 1e-4, 2e-3

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30

    def take(fd: int, exclusive: bool) -> bool:
        """Lock one byte far behind the text, which stays readable, if it is free. All locks are exclusive here.

        Written from the documentation of `msvcrt.locking`; not tried on Windows.
        """
        os.lseek(fd, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(fd: int) -> None:
        os.lseek(fd, _FAR, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def take(fd: int, exclusive: bool) -> bool:
        """Lock an open file, if it is free."""
        try:
            fcntl.flock(fd, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_UN)


def release(fd: int) -> None:
    """Let go of the lock on an open file. Should that fail, the commit before it stands, and closing does it."""
    with suppress(OSError):
        _unlock(fd)


class Lock:
    """The lock of one book in one process. Not for several threads at once: the storage sees to that."""

    def __init__(self, path: Path, desk: str, *, only_read: bool = False) -> None:
        """Open the lock file. `desk` is the name that others are shown while this process holds the lock.

        Where the file may not be written, or with `only_read`, it is neither made nor signed, and can only be held
        shared.
        """
        self._path, self._name = path, str(path)
        self._os_errors, self._read_errors = disk.OsErrors(path.parent), disk.OsErrors(path.parent, reading=True)
        self._me = signatures.of_this_process(desk)
        self._slot = 1 + secrets.randbelow(READERS)
        self._only_read, self._closed = only_read, False
        self._open()

    def _open(self) -> None:
        self._fd, self._written = -1, b""
        self._refusal: OSError | None = PermissionError(errno.EACCES, "") if self._only_read else None
        self.reached: Reached | None = None
        """How far the book had reached when the lock was last held alone, or asked."""
        try:
            if not self._refusal:
                self._fd = disk.open_shared(self._path)
        except OSError as error:
            if not disk.may_not_write(error):
                raise
            self._refusal = error
        if self._refusal:
            with suppress(FileNotFoundError):
                self._fd = disk.open_file(self._path)
        self._file = disk.identity_of(self._fd)[:2] if self._fd >= 0 else None

    @property
    def was_used(self) -> bool:
        """Whether the lock was held over a book before: where there is none, nobody signs as a reader."""
        return bool(self.reached and self.reached.seq) or disk.length(self._fd) > SLOT

    @contextmanager
    def hold(self, *, exclusive: bool, patience: float) -> Iterator[None]:
        """Hold the lock: exclusive to write, else shared with other readers.

        Raises `Busy`, naming who holds it, when it is not free within `patience` seconds, and `Unreachable` when
        somebody removed the file: others cannot see a lock on it.
        """
        if self._closed:
            raise RuntimeError("the book is closed")
        os_errors = self._os_errors if exclusive else self._read_errors
        with os_errors:
            self._take(exclusive, patience)
        try:
            with os_errors:
                self._sign(exclusive)
            yield
        finally:
            self._let_go(exclusive)

    def ask(self) -> Reached | None:
        """Return how far the book reached, as its last writer says; needs no lock. None when it says nothing."""
        with self._read_errors:
            self._read()
        return self.reached

    def note(self, reached: Reached) -> None:
        """Say how far the book reached; the lock is held alone. Without it, others find out from the journal."""
        if reached != self.reached:
            self.reached = reached
            with suppress(OSError):
                self._write(replace(self._me, reached=reached))

    def is_current(self) -> bool:
        """Whether the lock's name leads to the file that is locked. Raises `Unreachable` when it leads nowhere."""
        found = disk.identity(self._name)
        if found is None and self._file is not None:
            raise Unreachable(
                f"{self._path} was removed while the book was open. Nothing was changed; close the desk and open "
                "it again."
            )
        return self._file == (found and found[:2])

    def close(self) -> None:
        """Let go of the file."""
        self._closed = True
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _take(self, exclusive: bool, patience: float) -> None:
        """Lock the file that the name leads to: while we wait, somebody may put another in its place."""
        while True:
            if exclusive and self._refusal:
                raise self._refusal
            self._wait(exclusive, patience)
            try:
                if self.is_current():
                    return
            except BaseException:
                self._release()
                raise
            self._release()
            if self._fd >= 0:
                os.close(self._fd)
            self._open()

    def _wait(self, exclusive: bool, patience: float) -> None:
        """Ask again and again: a wait inside the system could not be ended after `patience`.

        Without a file nobody can write, and there is nothing to wait for.
        """
        end = nap = 0.0
        while self._fd >= 0 and not take(self._fd, exclusive):
            now = time.monotonic()
            end, nap = end or now + patience, min(nap * 1.5, _LONGEST_NAP) or _FIRST_NAP
            if now >= end:
                who = self._holders(exclusive)
                raise Busy(f"The book is in use by {who}. Nothing was changed; try again in a moment.")
            time.sleep(nap)

    def _release(self) -> None:
        if self._fd >= 0:
            release(self._fd)

    def _sign(self, exclusive: bool) -> None:
        """Say who holds the lock; reading first spares a write when this desk wrote last."""
        if exclusive:
            self._read()
            if not self._written:
                self._write(replace(self._me, reached=self.reached))
        elif not self._refusal:
            with suppress(OSError):
                disk.write_at(self._fd, self._slot * SLOT, signatures.encode_line(self._me))

    def _let_go(self, exclusive: bool) -> None:
        if not exclusive and not self._refusal:
            with suppress(OSError):
                disk.write_at(self._fd, self._slot * SLOT, signatures.encode_line(None))
        self._release()

    def _read(self) -> None:
        slot = disk.read_at(self._fd, 0, SLOT) if self._fd >= 0 else b""
        if not self._written or not slot.startswith(self._written):
            signed = signatures.read_line(slot)
            self._written, self.reached = b"", signed.reached if signed else None

    def _write(self, signature: Signature) -> None:
        line = signatures.encode_line(signature)
        disk.write_at(self._fd, 0, line)
        self._written = line

    def _holders(self, exclusive: bool) -> str:
        """Say who is in the way: the writer, or when the lock can be shared, those who read."""
        if exclusive and take(self._fd, exclusive=False):
            release(self._fd)
            reading = signatures.readers(disk.read_from(self._fd, SLOT))
            return " and ".join(one.name for one in reading) or "a desk that reads it"
        signed = signatures.read_line(disk.read_at(self._fd, 0, SLOT))
        return signed.name if signed and signatures.is_running(signed) else "another desk"

"""File operations that are safe against a power cut. The book uses no others.

What survives a power cut: bytes of a file after `sync`, names (created, replaced, removed files) after
`sync_folder`. Everything is readable by its owner only. A file planted by somebody else is neither followed, if it
is a link, nor written to when a new one is wanted. All functions raise `OSError`; `OsErrors` turns that into
`Unreachable`.
"""

from __future__ import annotations

import errno
import mmap
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from atma_tui.domain.errors import Unreachable
from atma_tui.files.disk_words import disk_reason
from atma_tui.files.fresh_files import closed_to_rename, fresh_file
from atma_tui.files.ordinary import ordinary
from atma_tui.store.sealing import memory

_REPLACED = (errno.ELOOP, errno.EISDIR, errno.EINVAL, errno.ENOENT)
"""A file was replaced or removed: what was in it may be lost."""


_FIRST_LINE = 1 << 14

Identity = tuple[int, int, int, int]
"""Device, inode, length and time of the last change of a file."""


class OsErrors:
    """Turns an `OSError` inside `with` into `Unreachable` with the reason in words. Can be entered again."""

    def __init__(self, path: Path, *, what: str = "The book", reading: bool = False) -> None:
        """`what` is at `path`. `reading`: a commit may have come before; then something may have been changed."""
        self._name = f"{what} {path}"
        self._reading = reading

    def __enter__(self) -> OsErrors:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            reason = disk_reason(error)
            raise Unreachable(
                f"{self._name} cannot be used: {reason}. {self._consequence(error)}".strip()
            ) from error

    def _consequence(self, error: OSError) -> str:
        if error.errno in _REPLACED:
            return "" if self._reading else "Nothing was changed."
        return (
            "What was saved is safe." if self._reading else "What was saved before is safe; nothing was changed."
        )


def may_not_write(error: OSError) -> bool:
    """Whether the error says that this user, or anybody, may only read there."""
    return error.errno in (errno.EACCES, errno.EPERM, errno.EROFS)


def make_folder(path: Path) -> None:
    """Create a folder and its parents, for the owner only; nothing when it is there."""
    if not path.is_dir():
        make_folder(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)
        sync_folder(path.parent)


def open_file(path: Path) -> int:
    """Open a file that is there, to read it and, if this user may, to write at its end. Returns the descriptor."""
    try:
        return ordinary(path, os.O_RDWR | os.O_APPEND)
    except OSError as error:
        if not may_not_write(error):
            raise
        return ordinary(path, os.O_RDONLY)


def open_shared(path: Path) -> int:
    """Open a file to read and write anywhere, created empty when it is missing. Returns the descriptor."""
    return ordinary(path, os.O_RDWR | os.O_CREAT)


def open_new(path: Path) -> int:
    """Create a file; an error when there is anything of that name. Returns the descriptor."""
    return ordinary(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_EXCL)


def identity(path: str | Path) -> Identity | None:
    """Return what differs as soon as the name leads to another file or the file changes; None: there is none."""
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def identity_of(fd: int) -> Identity:
    """Return the identity of an open file."""
    found = os.fstat(fd)
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def length(fd: int) -> int:
    """Return how long an open file is, in a tenth of the time that `identity_of` takes."""
    return os.lseek(fd, 0, os.SEEK_END)


def read(path: Path) -> tuple[Identity, bytes]:
    """Return which file the name leads to, and its content."""
    fd = ordinary(path, os.O_RDONLY)
    try:
        return identity_of(fd), read_from(fd, 0)
    finally:
        os.close(fd)


def append(fd: int, data: bytes) -> None:
    """Write all of `data` at the end of the file."""
    written = os.write(fd, data)
    while written < len(data):
        written += os.write(fd, data[written:])


def write_at(fd: int, offset: int, data: bytes) -> None:
    """Write over what is at `offset`, without making it durable."""
    if hasattr(os, "pwrite"):
        os.pwrite(fd, data, offset)
    else:
        os.lseek(fd, offset, os.SEEK_SET)
        os.write(fd, data)


def read_from(fd: int, offset: int, end: int | None = None) -> bytes:
    """Return the bytes of the file from `offset` up to `end`, or all."""
    end = os.fstat(fd).st_size if end is None else end
    parts = []
    while offset < end and (part := read_at(fd, offset, end - offset)):  # at most 2 GB come at once
        parts.append(part)
        offset += len(part)
    return b"".join(parts)


def read_at(fd: int, offset: int, size: int) -> bytes:
    """Return up to `size` bytes from `offset`."""
    if hasattr(os, "pread"):
        return os.pread(fd, size, offset)
    os.lseek(fd, offset, os.SEEK_SET)
    return os.read(fd, size)


def cut(fd: int, length: int) -> None:
    """Shorten the file to `length` bytes, durably."""
    os.ftruncate(fd, length)
    sync(fd)


def sync(fd: int) -> None:
    """Return when the file's bytes and its length are on the disk itself."""
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
    else:
        getattr(os, "fdatasync", os.fsync)(fd)


def sync_folder(path: Path) -> None:
    """Return when the names in the folder are on the disk. Windows has no such thing and needs none."""
    if sys.platform != "win32":
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)


def write_new(path: Path, parts: Iterable[bytes]) -> None:
    """Create a file of these parts, durable except for its name."""
    fd = open_new(path)
    try:
        for part in parts:
            append(fd, part)
        sync(fd)
    finally:
        os.close(fd)


def read_large(path: Path) -> tuple[Identity, bytes | mmap.mmap]:
    """Return the same as `read`; a large file in large pages."""
    fd = ordinary(path, os.O_RDONLY)
    try:
        found = identity_of(fd)
        if not memory.is_large(found[2]):
            return found, read_from(fd, 0)
        pages, length = memory.pages(found[2]), 0
        with memoryview(pages) as room:
            while length < found[2] and (count := os.preadv(fd, [room[length:]], length)):
                length += count
        return found, pages
    finally:
        os.close(fd)


def first_line(path: Path) -> bytes:
    """Return the first line of a file, up to 16 kB of it."""
    fd = ordinary(path, os.O_RDONLY)
    try:
        line, end, _ = read_at(fd, 0, _FIRST_LINE).partition(b"\n")
        return line + end
    finally:
        os.close(fd)


def last_bytes(path: Path, size: int) -> bytes:
    """Return the last bytes of a file."""
    fd = ordinary(path, os.O_RDONLY)
    try:
        return read_at(fd, max(os.fstat(fd).st_size - size, 0), size)
    finally:
        os.close(fd)


@contextmanager
def replacing(path: Path, parts: Iterable[bytes]) -> Iterator[Path]:
    """Give `path` another content in one step, durably: it is written before `with`, and put in place after it.

    Inside, it has the random name that is given; when that fails, it is removed and `path` stays as it is.
    """
    with fresh_file(path.parent, open_new) as file:
        for part in parts:
            append(file.fileno(), part)
        sync(file.fileno())
        yield Path(file.name)
        replace(closed_to_rename(file), path)
    sync_folder(path.absolute().parent)


def replace(source: Path, target: Path) -> None:
    """Rename a file over another in one step."""
    source.replace(target)


def remove(path: Path) -> None:
    """Remove a file; nothing when it is not there."""
    path.unlink(missing_ok=True)

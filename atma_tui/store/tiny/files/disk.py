"""The book's dealings with the disk, safe against a power cut. Every file operation of the book is one of these.

What survives a power cut: bytes of a file after `sync`, names (created, replaced, removed files) after
`sync_folder`. Everything is readable by its owner only. All functions raise `OSError`; `OsErrors` turns that into
`Unreachable`.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from atma_tui.domain.errors import Unreachable

_FLAGS = os.O_RDWR | os.O_APPEND | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file may not grow any further",
    errno.EACCES: "its folder or file may not be written by this user",
    errno.EPERM: "its folder or file may not be written by this user",
    errno.EROFS: "its disk is read-only",
    errno.EIO: "the disk reports an error",
    errno.ENOENT: "a file of it is not there",
    errno.ENOTDIR: "its place is a file, not a folder",
    errno.EEXIST: "its place is a file, not a folder",
}


class OsErrors:
    """Turns an `OSError` inside `with` into `Unreachable` with the reason in words. Can be entered again."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            reason = _REASONS.get(error.errno or 0, error.strerror or str(error))
            raise Unreachable(
                f"The book {self._path} cannot be used: {reason}. "
                "What was saved before is safe; nothing was changed."
            ) from error


def make_folder(path: Path) -> None:
    """Create a folder and its parents, for the owner only; nothing when it is there."""
    if not path.is_dir():
        make_folder(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)
        sync_folder(path.parent)


def open_file(path: Path) -> int:
    """Open a file that is there, to read it and to write at its end. Returns the descriptor."""
    return os.open(path, _FLAGS)


def open_shared(path: Path) -> int:
    """Open a file, created empty when it is missing. Returns the descriptor."""
    return os.open(path, _FLAGS & ~os.O_APPEND | os.O_CREAT, 0o600)


def open_empty(path: Path) -> int:
    """Create a file, or empty the one that is there. Returns the descriptor."""
    return os.open(path, _FLAGS | os.O_CREAT | os.O_TRUNC, 0o600)


def append(fd: int, data: bytes) -> None:
    """Write all of `data` at the end of the file."""
    written = os.write(fd, data)
    while written < len(data):
        written += os.write(fd, data[written:])


def read_from(fd: int, offset: int) -> bytes:
    """Return the bytes of the file from `offset` to its end."""
    size = os.fstat(fd).st_size - offset
    if hasattr(os, "pread"):
        return os.pread(fd, size, offset) if size > 0 else b""
    os.lseek(fd, offset, os.SEEK_SET)
    return os.read(fd, size) if size > 0 else b""


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


def write_whole(path: Path, parts: Iterable[bytes]) -> None:
    """Write a new file of these parts, durable except for its name."""
    fd = open_empty(path)
    try:
        for part in parts:
            append(fd, part)
        sync(fd)
    finally:
        os.close(fd)


def create_empty(path: Path) -> None:
    """Create a file without content, or empty the one that is there."""
    os.close(open_empty(path))


def replace(source: Path, target: Path) -> None:
    """Rename a file over another in one step."""
    source.replace(target)


def remove(path: Path) -> None:
    """Remove a file; nothing when it is not there."""
    path.unlink(missing_ok=True)

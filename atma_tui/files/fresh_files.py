"""New files that take the place of others once they are whole, folders for as long as a process needs them, and
removing what was left behind.

Whoever writes such a file holds a lock on it. One that is not locked was left by a process that was killed: the
next that writes in the same folder removes it. A folder has such a file beside it.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from atma_tui.files.ordinary import ordinary

START, END = ".atma-tui-", ".tmp"
"""How the name of a file begins and ends that is being written."""

_IN_USE = ".in-use"
"""How the name ends of the file that is locked while the folder beside it is in use."""

if sys.platform == "win32":

    def _lock(fd: int) -> bool:
        """Nothing: a file that is open can be neither removed nor renamed there."""
        return True

else:
    import fcntl

    def _lock(fd: int) -> bool:
        """Lock an open file until it is closed, if nobody else has. Raises `OSError` on a disk without locks."""
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def fresh_file(folder: Path, create: Callable[[Path], int]) -> Iterator[BinaryIO]:
    """Create a file under a name that nobody can foresee; it is removed in the end unless it got another name.

    `create` makes a file and returns its descriptor. What others left who were killed is removed before.
    """
    _clear(folder, START, END)
    file = _created(folder, create, START, END)
    try:
        yield file
    finally:
        file.close()
        with suppress(OSError):
            Path(file.name).unlink()


@contextmanager
def fresh_folder(above: Path, start: str) -> Iterator[Path]:
    """Create a folder under a name that begins so and that nobody can foresee; it is removed in the end.

    What others left who were killed is removed before; what is in use never is. Raises `OSError`.
    """
    _clear(above, start, _IN_USE)
    mark = _created(above, lambda path: _create(path, 0o600), start, _IN_USE)
    folder = _beside(mark.name)
    try:
        folder.mkdir(0o700)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        mark.close()
        with suppress(OSError):
            Path(mark.name).unlink()


def closed_to_rename(file: BinaryIO) -> Path:
    """Return where a file is, which can now be renamed: Windows refuses that while it is open."""
    if sys.platform == "win32":
        file.close()
    return Path(file.name)


def replace_all(files: Mapping[Path, bytes], mode: int = 0o666) -> None:
    """Write new files beside the old ones and, once all are on disk, put them in their place. Raises `OSError`."""
    with ExitStack() as writing:
        ready = []
        for path, data in files.items():
            file = writing.enter_context(fresh_file(path.parent, lambda fresh: _create(fresh, mode)))
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            ready.append((file, path))
        for file, path in ready:
            closed_to_rename(file).replace(path)
    sync_folders({path.parent for path in files})


def sync_folders(folders: Iterable[Path]) -> None:
    """Make renames durable; systems that cannot open a folder do not need it."""
    for folder in folders:
        with suppress(PermissionError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _create(path: Path, mode: int) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)


def _beside(mark: str) -> Path:
    """Return the folder that a file says is in use."""
    return Path(mark.removesuffix(_IN_USE))


def _created(folder: Path, create: Callable[[Path], int], start: str, end: str) -> BinaryIO:
    """Create a file and lock it: anew if somebody saw it before it was locked, and took it for left behind."""
    while True:
        path = folder / f"{start}{secrets.token_hex(8)}{end}"
        file = open(path, "xb", opener=lambda path, _: create(Path(path)))  # noqa: SIM115 -- the caller closes it
        try:
            is_ours = _lock(file.fileno()) and path.exists()
        except OSError:  # nobody can lock here, so that nobody clears away either
            is_ours = True
        if is_ours:
            return file
        file.close()


def _clear(folder: Path, start: str, end: str) -> None:
    name = re.compile(rf"{re.escape(start)}[0-9a-f]{{16}}{re.escape(end)}")
    with suppress(OSError):
        for path in folder.iterdir():
            if name.fullmatch(path.name):
                _remove_unlocked(path)


def _remove_unlocked(path: Path) -> None:
    with suppress(OSError):
        if sys.platform == "win32":
            path.unlink()
            _remove_beside(path)
            return
        fd = ordinary(path, os.O_RDWR)
        try:
            if _lock(fd):
                _remove_beside(path)
                path.unlink()
        finally:
            os.close(fd)


def _remove_beside(mark: Path) -> None:
    if mark.name.endswith(_IN_USE):
        shutil.rmtree(_beside(str(mark)), ignore_errors=True)

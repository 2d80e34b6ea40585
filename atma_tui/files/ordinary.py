"""Opening paths and files in places where somebody else may have planted something of that name."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_SAFELY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def real(path: Path) -> Path:
    """Return where a path leads; links in a circle are left in it, so that using it raises `OSError`."""
    return Path(os.path.realpath(path))


def ordinary(path: str | Path, flags: int) -> int:
    """Open an ordinary file, made for this login only; no link is followed and no pipe waited for.

    It is the `opener` of Python's `open` too. Returns the descriptor; raises `OSError`.
    """
    handle = os.open(path, flags | _SAFELY, 0o600)
    if stat.S_ISREG(os.fstat(handle).st_mode):
        return handle
    os.close(handle)
    raise OSError(errno.EINVAL, "it is not an ordinary file", str(path))

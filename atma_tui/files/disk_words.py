"""Why a disk refused something, in words for the desk."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from atma_tui.domain.errors import InputError, Unreachable

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file may not grow any further",
    errno.EACCES: "its folder or file may not be read or written by this user",
    errno.EPERM: "its folder or file may not be read or written by this user",
    errno.EBADF: "its folder or file may not be read or written by this user",
    errno.EROFS: "its disk is read-only",
    errno.ELOOP: "{name} in it is a link to another place",
    errno.EIO: "the disk reports an error",
    errno.ENOENT: "its folder, or a file in it, is not there",
    errno.ENOTDIR: "its place is a file, not a folder",
    errno.EEXIST: "its place is a file, not a folder",
    errno.EISDIR: "{name} in it is a folder, not a file",
    errno.EINVAL: "{name} in it is not an ordinary file, or its disk cannot do what it was asked for",
    errno.ENAMETOOLONG: "its name is too long",
}


def disk_reason(error: OSError) -> str:
    """Return the reason for an error as a part of a sentence about a file or folder."""
    name = Path(str(error.filename2 or error.filename or "")).name or "a file"
    return _REASONS.get(error.errno or 0, error.strerror or str(error)).replace("{name}", name)


@contextmanager
def written(what: str, consequence: str) -> Iterator[None]:
    """Say in words that `what` cannot be written, so that all commands that write files end alike.

    Raises `InputError` for a place in a folder that is not there, and `Unreachable` if the disk refuses.
    """
    try:
        yield
    except OSError as error:
        kind = InputError if isinstance(error, FileNotFoundError) else Unreachable
        raise kind(f"{what} cannot be written: {disk_reason(error)}. {consequence}") from error

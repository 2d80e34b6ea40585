"""Files named on the command line."""

from __future__ import annotations

from pathlib import Path

from atma_tui.domain.errors import InputError


def write(file: Path, data: bytes) -> Path:
    """Write a file in one go and return where. Raises `InputError` when that is not possible."""
    file = file.expanduser()
    try:
        file.write_bytes(data)
    except OSError as error:
        raise InputError(f"{file} cannot be written ({error.strerror}); nothing was written.") from None
    return file


def read(file: Path) -> bytes:
    """Return what is in a file. Raises `InputError` when it cannot be read."""
    file = file.expanduser()
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error.strerror}).") from None

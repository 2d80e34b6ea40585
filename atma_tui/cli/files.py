"""Files named on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atma_tui.domain.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


def path(name: str) -> Path:
    """Return the path that was typed; `~` is the home folder. Raises `InputError` when there is none."""
    from atma_tui.settings import folder  # a tenth of the time of `--help`

    return folder(name)


def read(name: str, most: int) -> bytes:
    """Return what is in a file, up to so many bytes. Raises `InputError` when it cannot be read."""
    file = path(name)
    try:
        with file.open("rb") as opened:
            return opened.read(most)
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error.strerror}).") from None

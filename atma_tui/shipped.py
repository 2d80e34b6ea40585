"""Files that come with the program: the starter book, the demo, nicknames and the manual."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec

import atma_tui
from atma_tui.domain.errors import InputError

T = TypeVar("T")

_PACKAGE = Path(atma_tui.__file__).parent
_FOLDERS = (_PACKAGE / "data", _PACKAGE.parent / "data")
"""Inside the package if installed from a wheel, beside it in a checkout."""


def shipped(name: str) -> bytes:
    """Return a shipped file, such as `starter/sites.json`. Raises `InputError` when it is not there."""
    for folder in _FOLDERS:
        if (folder / name).is_file():
            return (folder / name).read_bytes()
    raise InputError(f"The file {name} that comes with atma-tui is missing; install atma-tui again.")


def read_shipped(name: str, shape: type[T]) -> T:
    """Return a shipped JSON file as `shape`. Raises `InputError` that names the file and the place in it."""
    try:
        return msgspec.json.decode(shipped(name), type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"The file {name} that comes with atma-tui cannot be used: {error}.") from None

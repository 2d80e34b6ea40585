"""Files about people and appointments, which only the login that wrote them may read."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from atma_tui.desk.outputs.published_folders import refuse_published
from atma_tui.domain.errors import InputError
from atma_tui.files.disk_words import written
from atma_tui.files.fresh_files import replace_all
from atma_tui.store import refuse_inside_book


def write_private(path: Path, data: bytes) -> None:
    """Write a file about a person or an appointment, for this login only; an ordinary file there is replaced.

    Raises `Blocked` in a published folder, `InputError` in the folder of a book or for no ordinary file, and
    `Unreachable` when it cannot be written.
    """
    refuse_inside_book(path)
    refuse_published(path.parent)
    with written(str(path), "Nothing was written."):
        if os.path.lexists(path) and not stat.S_ISREG(path.lstat().st_mode):
            raise InputError(f"{path} is a link or no ordinary file. Nothing was written; give another name.")
        replace_all({path: data}, 0o600)


def file_words(words: str) -> str:
    """Return words as a part of a file name."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:120]


def private_folder(folder: Path) -> Path:
    """Return a folder that only this login can read, created if missing. Raises `Unreachable`."""
    with written(str(folder), "Nothing was written."):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder

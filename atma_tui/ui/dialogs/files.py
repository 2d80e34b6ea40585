"""Files that somebody names in a form."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from atma_tui.domain.errors import InputError

MAX_PATH = 4096
"""Letters of a path."""


def read_path(words: str) -> Path:
    """Read the name of a file as it is typed, or as a terminal pastes one that was dragged onto it.

    Raises `InputError` when there is no such file.
    """
    text = words.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    elif text.startswith("file://"):
        text = unquote(urlsplit(text).path)
    try:
        found = [path for path in (Path(text), Path(text.replace("\\ ", " "))) if path.expanduser().is_file()]
    except (OSError, ValueError, RuntimeError):
        found = []
    if not found:
        raise InputError("There is no such file.")
    return found[0].expanduser()


def data_of(file: Path, most: int) -> bytes:
    """Return what is in a file, up to so many bytes. Raises `InputError` when it cannot be read."""
    try:
        with file.open("rb") as opened:
            return opened.read(most)
    except OSError as error:
        raise InputError(f"{file.name} cannot be read ({error.strerror}); nothing was changed.") from None

"""The program's standard streams, however it was started: closed, full, or by a locale in another encoding."""

from __future__ import annotations

import io
import os
import sys
from typing import Literal, TextIO


def run_in_utf8() -> None:
    """Start the program anew when the locale would read names, paths or answers as another encoding than UTF-8."""
    if sys.getfilesystemencoding() != "utf-8" and sys.executable:
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])


def prepare() -> None:
    """Make the streams usable: UTF-8, and none closed.

    The number of a closed stream would go to the next file that is opened: one of the book's.
    """
    sys.stdin = sys.stdin or _in_place_of(0, os.O_RDONLY, "r")
    sys.stdout = sys.stdout or _in_place_of(1, os.O_RDONLY, "w")  # to write there fails, and is told
    sys.stderr = sys.stderr or _in_place_of(2, os.O_WRONLY, "w")
    for stream, errors in ((sys.stdin, "surrogateescape"), (sys.stdout, "replace"), (sys.stderr, "replace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def _in_place_of(number: int, flags: int, mode: Literal["r", "w"]) -> TextIO:
    opened = os.open(os.devnull, flags)
    if opened != number:
        os.dup2(opened, number)
        os.close(opened)
    return open(number, mode, encoding="utf-8", closefd=False)


def tell(words: str, *, end: str = "\n") -> None:
    """Print to stderr. What cannot be written there is lost, and changes nothing."""
    try:
        print(words, end=end, file=sys.stderr, flush=True)
    except OSError:
        mute(sys.stderr)


def mute(stream: TextIO) -> None:
    """Send what is left in the buffer of a stream nowhere, so that it does not fail once more at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def typed(words: str) -> str:
    """Return words as far as they are text, for a message about those that are not."""
    return os.fsencode(words).decode("utf-8", errors="replace")

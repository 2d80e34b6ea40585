"""A line on stderr while something takes long, for people only: a pipe or a file never sees it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from atma_tui.cli.streams import tell
from atma_tui.domain.text import clean

PATIENCE = 0.5
"""Seconds that pass before anything is said."""


class _Line:
    """One line of a terminal, written over and finally wiped."""

    def __init__(self, words: str) -> None:
        self._words = words
        self._shown = self._over = False
        self._mutex = threading.Lock()

    def say(self, words: str) -> None:
        with self._mutex:
            self._words = words
            if self._shown:
                self._draw()

    def appear(self) -> None:
        with self._mutex:
            if not self._over:
                self._draw()

    def wipe(self) -> None:
        with self._mutex:
            self._over = True
            if self._shown:
                tell("\r\x1b[K", end="")

    def _draw(self) -> None:
        self._shown = True
        tell(f"\r\x1b[K{clean(self._words, 70)}…", end="")


@contextmanager
def busy(words: str) -> Iterator[Callable[[str], None]]:
    """Say `words…` on a terminal once the block has taken half a second; wiped when it ends.

    Yields a function that changes the words on the way.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    line = _Line(words)
    timer = threading.Timer(PATIENCE, line.appear)
    timer.daemon = True
    timer.start()
    try:
        yield line.say
    finally:
        timer.cancel()
        line.wipe()

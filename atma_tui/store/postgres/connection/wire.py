"""The connection of a desk, used in turn by the thread that writes and the one that keeps it alive."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from atma_tui.domain.errors import Busy
from atma_tui.store.postgres.connection.line import Line, Lost

_SILENT = "the server does not answer"
_IN_USE = "This desk still waits for an answer of the server. Nothing was changed; try again in a moment."


class NoLine(Lost):
    """There is no line, and none could be made; the cause is why, where that is known."""


class Wire:
    """The line, if there is one at the moment."""

    def __init__(self, ask_for_line: Callable[[], None]) -> None:
        """`ask_for_line` is called when a thread wants a line and there is none."""
        self._ask_for_line = ask_for_line
        self._free = threading.Condition(threading.Lock())
        self._line: Line | None = None
        self._attempts = 0
        self._why: Exception | None = None

    @property
    def line(self) -> Line | None:
        """The line, to look at only."""
        return self._line

    @contextmanager
    def use(self, end: float, *, wait: bool = True) -> Iterator[Line]:
        """Use the line alone. Raises `NoLine` if there is none, `Busy` if it is not free before `end`.

        With `wait`, one is made first.
        """
        if not self._free.acquire(timeout=max(end - time.monotonic(), 0)):
            raise Busy(_IN_USE)
        try:
            yield self._open_line(end if wait else 0)
        finally:
            self._free.release()

    def put(self, line: Line | None, why: Exception | None = None) -> None:
        """Use this line from now on; None: the attempt to connect failed, and `why`."""
        with self._free:
            if self._line is not None:
                self._line.close()
            self._line, self._why = line, why
            self._attempts += 1
            self._free.notify_all()

    def _open_line(self, end: float) -> Line:
        before = self._attempts
        while self._line is None or not self._line.is_open:
            if self._attempts > before or not end:
                raise NoLine(str(self._why or _SILENT)) from self._why
            self._ask_for_line()
            if not self._free.wait(end - time.monotonic()):
                raise NoLine(str(self._why or _SILENT)) from self._why
        return self._line

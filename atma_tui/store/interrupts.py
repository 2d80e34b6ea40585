"""Ctrl+C while a transaction is made final: held back until it is known what came of it.

Only where Ctrl+C would raise `KeyboardInterrupt`: in the main thread of a command. It waits for a disk, or for a
server's answer as long as the book is patient.
"""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType

from atma_tui.store.rerun import Behind

_saved = 0


def saved() -> int:
    """Return how many transactions this process has saved, in whatever book."""
    return _saved


def note_saved() -> None:
    """Called by a store after each commit."""
    global _saved
    _saved += 1


class HeldBack:
    """Holds back Ctrl+C from `begin` to the end of the block; then it is raised, unless an error says more."""

    def __enter__(self) -> HeldBack:
        self._holds = self._came = False
        return self

    def begin(self) -> None:
        """Hold it back from now on."""
        is_main = threading.current_thread() is threading.main_thread()
        if is_main and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            self._holds = True
            signal.signal(signal.SIGINT, self._note)

    def __exit__(self, kind: object, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._holds:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        if self._came and (error is None or isinstance(error, Behind)):
            raise KeyboardInterrupt

    def _note(self, number: int, frame: FrameType | None) -> None:
        self._came = True

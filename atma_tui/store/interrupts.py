"""Holding back Ctrl+C while a transaction is committed, until the result is known.

Only in a program that called `prepare` when it began, and in its main thread: elsewhere Ctrl+C raises nothing. It
waits for a disk, or for a server's answer within the book's patience.
"""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType

from atma_tui.store.rerun import Behind

_saved = 0
_holding: HeldBack | None = None


def saved() -> int:
    """Return how many transactions this process has saved, in any book."""
    return _saved


def note_saved() -> None:
    """Called by a store after each commit."""
    global _saved
    _saved += 1


def prepare() -> None:
    """Make Ctrl+C wait for commits from now on, instead of raising `KeyboardInterrupt` at once.

    Called once, not for each commit: changing a signal handler takes as long as a dozen reads.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if is_main and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> None:
    if _holding is None:
        raise KeyboardInterrupt
    _holding.came = True


class HeldBack:
    """Holds back Ctrl+C from `begin` to the end of the block; then it is raised, unless an error says more."""

    def __enter__(self) -> HeldBack:
        self._holds = self.came = False
        return self

    def begin(self) -> None:
        """Hold it back from now on."""
        global _holding
        if _holding is None and threading.get_ident() == threading.main_thread().ident:
            self._holds, _holding = True, self

    def __exit__(self, kind: object, error: BaseException | None, trace: TracebackType | None) -> None:
        global _holding
        if self._holds:
            _holding = None
        if self.came and (error is None or isinstance(error, Behind)):
            raise KeyboardInterrupt

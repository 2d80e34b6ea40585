"""Looking at one moment of a book."""

from __future__ import annotations

import threading
from collections.abc import Callable


class ReadLock:
    """Keeps the documents in memory as they are while a thread is inside; that thread may enter it again.

    Written out, without `contextmanager`, since it is entered twenty times for one enrolment.
    """

    def __init__(self, memory: threading.RLock, refresh: Callable[[], None]) -> None:
        """`memory` is the lock of the documents; `refresh` is called with it before the first look."""
        self._memory, self._refresh = memory, refresh
        self._depth, self._thread = 0, 0

    @property
    def is_open(self) -> bool:
        """Whether a thread is inside."""
        return self._depth > 0

    @property
    def is_open_here(self) -> bool:
        """Whether this thread is inside."""
        return self._depth > 0 and self._thread == threading.get_ident()

    def __enter__(self) -> None:
        self._memory.acquire()
        try:
            if not self._depth:
                self._thread = threading.get_ident()
                self._refresh()
            self._depth += 1
        except BaseException:
            self._memory.release()
            raise

    def __exit__(self, *_: object) -> None:
        self._depth -= 1
        self._memory.release()

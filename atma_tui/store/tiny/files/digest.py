"""The last line of a snapshot: the digest of all lines before it."""

from __future__ import annotations

import threading
from hashlib import sha256
from mmap import mmap

_LABEL = b'"_digest": {'
_LAST_LINE = _LABEL + b'"1": {"sha256": "%b"}}}\n'
LAST_LENGTH = len(_LAST_LINE % bytes(64))
"""Bytes of the last line."""


class Checksum:
    """A digest that is being computed."""

    def __init__(self) -> None:
        self._hash = sha256()
        self.update = self._hash.update

    def last_line(self) -> bytes:
        """Return the last line of a file in which all that was added comes before it."""
        return _LAST_LINE % self._hash.hexdigest().encode()


class Check:
    """Computes the digest of a file's content in a thread of its own: beside the decoding it takes no time."""

    def __init__(self, data: bytes | mmap) -> None:
        self._last_line = data[-LAST_LENGTH:]
        self._checksum = Checksum()
        self._thread = threading.Thread(target=self._checksum.update, args=(memoryview(data)[:-LAST_LENGTH],))
        self._thread.start()

    def fits(self, *, required: bool) -> bool:
        """Whether the content ends with its digest; unless `required`, also when it has none."""
        self._thread.join()
        return self._last_line == self._checksum.last_line() or not (required or _LABEL in self._last_line)

"""The last line of a snapshot: the digest of all lines before it.

That of a book is SHA-256 and a link of its history (see `store.chain`). A replica is a copy of what a server
keeps: its digest is no link, and has to show nothing but damage, as the checksums of the journal's lines do. For
that CRC-32 is enough, and takes a third of the time.
"""

from __future__ import annotations

import threading
from hashlib import sha256
from mmap import mmap
from typing import Protocol
from zlib import crc32

_LABEL = b'"_digest": {'
_LAST_LINE = _LABEL + b'"1": {"%b": "%b"}}}\n'
LAST_LENGTH = len(_LAST_LINE % (b"sha256", bytes(64)))
"""Bytes of the last line."""


class Checksum(Protocol):
    """A digest that is being computed."""

    def update(self, data: bytes | memoryview, /) -> None:
        """Add what comes next."""

    def last_line(self) -> bytes:
        """Return the last line of a file in which all that was added comes before it."""


class _Sha256:
    def __init__(self) -> None:
        self._hash = sha256()
        self.update = self._hash.update

    def last_line(self) -> bytes:
        return _LAST_LINE % (b"sha256", self._hash.hexdigest().encode())


class _Crc32:
    def __init__(self) -> None:
        self._value = 0

    def update(self, data: bytes | memoryview, /) -> None:
        self._value = crc32(data, self._value)

    def last_line(self) -> bytes:
        return _LAST_LINE % (b"crc32", b"%065x" % self._value)  # with its name as long as the other


def begin(*, only_damage: bool) -> Checksum:
    """Return the digest of a file in which nothing is yet; `only_damage` is all that has to be noticed."""
    return _Crc32() if only_damage else _Sha256()


class Check:
    """Computes the digest of a file's content in a thread of its own: beside the decoding it takes no time."""

    def __init__(self, data: bytes | mmap, *, only_damage: bool) -> None:
        self._last_line = data[-LAST_LENGTH:]
        self._checksum = begin(only_damage=only_damage)
        self._thread = threading.Thread(target=self._checksum.update, args=(memoryview(data)[:-LAST_LENGTH],))
        self._thread.start()

    def fits(self, *, required: bool) -> bool:
        """Whether the content ends with its digest; unless `required`, also when it has none."""
        self._thread.join()
        return self._last_line == self._checksum.last_line() or not (required or _LABEL in self._last_line)

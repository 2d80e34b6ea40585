"""Unpacking the body of an answer as it arrives, within limits at all times.

httpx would unpack as many layers as the server names, to any size: a kilobyte of `Content-Encoding: gzip, gzip`
becomes a gigabyte before anybody can count it.
"""

from __future__ import annotations

import zlib

_GZIP = 16 + zlib.MAX_WBITS
_MAGIC = b"\x1f\x8b"


class TooMuch(Exception):
    """The body is larger than allowed, packed or unpacked."""


class BrokeOff(Exception):
    """The packed body ended too early."""


class Body:
    """Takes a body piece by piece; it never holds more than `limit` bytes, and one to see that there are more."""

    def __init__(self, encoding: str, limit: int) -> None:
        """Start with a `Content-Encoding`. Raises `ValueError` for one that was not asked for."""
        layers = [name for part in encoding.split(",") if (name := part.strip().lower()) not in ("", "identity")]
        if layers not in ([], ["gzip"], ["x-gzip"]):
            raise ValueError(encoding)
        self._unpacker = zlib.decompressobj(_GZIP) if layers else None
        self._limit = limit
        self._sent = 0
        self._body = bytearray()

    def take(self, piece: bytes) -> None:
        """Take the next piece. Raises `TooMuch`, and `ValueError` for what cannot be unpacked."""
        self._sent += len(piece)
        if self._unpacker is None:
            self._body += piece
        while self._unpacker is not None and piece and len(self._body) <= self._limit:
            piece = self._unpack(self._unpacker, piece)
        if max(self._sent, len(self._body)) > self._limit:
            raise TooMuch

    def _unpack(self, unpacker: zlib._Decompress, piece: bytes) -> bytes:
        """Unpack as much as there is room for and return what comes after the end of this part."""
        if unpacker.eof:
            if not piece.startswith(_MAGIC):
                return b""
            unpacker = self._unpacker = zlib.decompressobj(_GZIP)
        try:
            self._body += unpacker.decompress(piece, self._limit + 1 - len(self._body))
        except zlib.error as error:
            raise ValueError(str(error)) from None
        return unpacker.unused_data

    def whole(self) -> bytes:
        """Return the body once everything was taken. Raises `BrokeOff` when more should have come."""
        if self._sent and self._unpacker is not None and not self._unpacker.eof:
            raise BrokeOff
        return bytes(self._body)

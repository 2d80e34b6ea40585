"""What desks write into `book.lock`: who holds the lock, and how far the book reached.

The first slot is the last writer's, the others are for those who read at this moment. Each holds one line with a
checksum like the journal's. Nothing here is made durable: after a power cut a slot may be older than the journal,
or hold nothing of sense, but it never claims more than was saved.
"""

from __future__ import annotations

import os
import platform
import sys
import zlib

import msgspec
from msgspec import Struct

from atma_tui.domain.text import clean

SLOT = 1024
READERS = 32


class Reached(Struct, frozen=True):
    """How far a book reached: what was acknowledged is in it."""

    book: str
    generation: int
    seq: int
    length: int
    """Bytes of the journal of that generation."""


class Signature(Struct, frozen=True):
    """Who took the lock, and how far the book had reached by then."""

    desk: str
    host: str
    process: int
    reached: Reached | None = None

    @property
    def name(self) -> str:
        """Who that is, for people."""
        name = clean(self.desk, 60) or "another desk"
        return f"{name} (computer {clean(self.host, 60)}, process {self.process})"


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Signature)


def of_this_process(desk: str) -> Signature:
    """Return the signature of this process."""
    return Signature(clean(desk, 60), clean(platform.node(), 60), os.getpid())


def encode_line(signature: Signature | None) -> bytes:
    """Return what is written into a slot; None empties it."""
    payload = _encoder.encode(signature) if signature else b""
    return b"%08x %b\n" % (zlib.crc32(payload), payload)


def read_line(slot: bytes) -> Signature | None:
    """Return what a slot says, None when it says nothing of sense."""
    line = slot.partition(b"\n")[0]
    if line[:8] != b"%08x" % zlib.crc32(line[9:]):
        return None
    try:
        return _decoder.decode(line[9:])
    except msgspec.DecodeError:
        return None


def readers(slots: bytes) -> list[Signature]:
    """Return who reads at this moment, from the slots of readers."""
    signed = (read_line(slots[start : start + SLOT]) for start in range(0, len(slots), SLOT))
    return [one for one in signed if one and is_running(one)]


def is_running(one: Signature) -> bool:
    """Whether that process may still be there: one that was killed could not take its signature back."""
    if sys.platform == "win32" or one.host != clean(platform.node(), 60):
        return True
    try:
        os.kill(one.process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True

"""The hash chain of a book's history: each transaction carries the digest of itself and all before.

It is computed in the same way in the shared book (`sql/functions.sql`) and in the embedded one: from the digest
before and the text of the transaction. In the embedded book a snapshot is a link too, with its own digest as the
text: transactions before it are no longer in the files, so the chain covers their result. Nobody can change the
past without changing the head, which is the last digest. Somebody who changes all files can make a new chain, but
then a head on paper or in another place shows it.
"""

from __future__ import annotations

from enum import Enum
from hashlib import sha256

from msgspec import Struct

from atma_tui.domain.errors import InputError

SHORT = 16
"""Hexadecimal digits of a head that are shown and kept: enough that nobody finds another history with the same."""

_BYTES = SHORT // 2


class HeadFound(Enum):
    """What is known about a head that somebody wrote down."""

    NOW = "now"
    """It is the current head."""
    PROVEN = "proven"
    """Everything saved up to it is unchanged: it can be computed from the files."""
    KEPT = "kept"
    """The book lists it among its earlier heads, from before its last snapshot."""
    UNKNOWN = "unknown"

    @property
    def is_known(self) -> bool:
        """Whether the head is part of the history."""
        return self is not HeadFound.UNKNOWN


class History(Struct, frozen=True):
    """The history of a book in short: what a new book made from its records remembers."""

    book: str
    head: str
    heads: bytes
    """All its heads, shortened, the oldest first."""

    def lists(self, head: str) -> bool:
        """Whether a head is one of them."""
        return Heads(self.heads).find(head).is_known


def link(head: str, text: bytes) -> str:
    """Return the digest of the transaction with that text and all before it, whose digest is `head`."""
    return sha256(bytes.fromhex(head) + text).hexdigest()


def readable(head: str) -> str:
    """Return the beginning of a head in groups that can be read out and compared; empty for none."""
    return " ".join(head[start : start + 4] for start in range(0, min(len(head), SHORT), 4))


def read_head(words: str) -> str:
    """Return the digits of a head as it was typed from paper. Raises `InputError` when it is none."""
    digits = "".join(words.split()).casefold()
    if len(digits) < SHORT or not set(digits) <= set("0123456789abcdef"):
        raise InputError(
            f"{words!r} is not the head of a history. Give at least its first {SHORT // 4} groups, as printed: "
            f"{readable('9f86d081884c7d65')}."
        )
    return digits


class Heads:
    """The heads that a history went through, shortened, the oldest first."""

    def __init__(self, kept: bytes = b"") -> None:
        """`kept` are those from before the last snapshot."""
        self._all, self._kept = bytearray(kept), len(kept)

    def add(self, head: str) -> None:
        """Note the next head."""
        self._all += bytes.fromhex(head[:SHORT])

    def keep(self) -> None:
        """Note that a snapshot is made: all heads so far are earlier ones."""
        self._kept = len(self._all)

    def __bytes__(self) -> bytes:
        return bytes(self._all)

    def find(self, head: str) -> HeadFound:
        """Say what is known about a head, given at least in its short form."""
        wanted = bytes.fromhex(head[:SHORT])
        places = [start for start in range(0, len(self._all), _BYTES) if self._all.startswith(wanted, start)]
        if not places:
            return HeadFound.UNKNOWN
        if places[-1] + _BYTES == len(self._all):
            return HeadFound.NOW
        return HeadFound.PROVEN if places[-1] >= self._kept else HeadFound.KEPT

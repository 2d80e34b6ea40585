"""The head of a book's history in words; see `store.chain`."""

from __future__ import annotations

from atma_tui.store.chain import HeadFound
from atma_tui.store.chain import read_head as read_head
from atma_tui.store.chain import readable as readable

FOUND = {
    HeadFound.NOW: "that is the head now: the book is as it was when the head was written down",
    HeadFound.PROVEN: "it is part of the history: what was saved up to it is as it was then",
    HeadFound.KEPT: "the book lists it among the heads from before its last snapshot, or before it was moved or "
    "restored; what it held then, a backup of that time can show",
    HeadFound.UNKNOWN: "it is not part of this book's history: it is of another book or of another copy of it, or "
    "the history was changed since it was written down",
}
"""What it means when a head that somebody wrote down is found in this way."""


def head_line(head: str) -> str:
    """Say what the head of the history is."""
    return f"The head of its history is {readable(head)}." if head else "It has no history yet."

"""The status of a book in a folder."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from atma_tui.domain.errors import NotFound
from atma_tui.store.tiny.storage import JournalStorage


class FolderStatus(Struct, frozen=True):
    """The status of a book in a folder."""

    book: str
    format: int
    seq: int
    """Transactions so far."""
    head: str
    """The head of its history; see `store.chain`."""
    documents: int
    bytes: int
    """Of all its files."""
    encrypted: bool


def status(folder: Path) -> FolderStatus:
    """Return how the book in a folder is. Changes nothing there. Raises `NotFound` when there is none."""
    if not (folder / "book.json").exists():
        raise NotFound(f"There is no book at {folder}.")
    book = JournalStorage(folder, only_read=True)
    try:
        with book.reading():
            return FolderStatus(
                book=book.book,
                format=book.format,
                seq=book.position.seq,
                head=book.position.chain,
                documents=sum(map(len, book.raw().values())),
                bytes=sum(path.stat().st_size for path in folder.iterdir() if path.is_file()),
                encrypted=book.keys is not None,
            )
    finally:
        book.close()

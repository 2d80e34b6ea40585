"""Which books the records of a book come from, so that a moved or restored book knows the earlier heads."""

from __future__ import annotations

import msgspec
from msgspec import Raw

from atma_tui.domain.errors import Damaged
from atma_tui.store.chain import History
from atma_tui.store.tiny.storage import JournalStorage

TABLE = "_origin"


def put(book: JournalStorage, history: History) -> None:
    """Note the history of the book that the records come from; only inside `transaction`."""
    if history.head:
        book.put(TABLE, history.book, Raw(msgspec.json.encode(history)))


def all_in(book: JournalStorage) -> list[History]:
    """Return the histories of the books that the records come from; to be used inside `reading`.

    Raises `Damaged` for one that cannot be read.
    """
    try:
        return [msgspec.json.decode(one, type=History) for one in book.table(TABLE).raw.values()]
    except msgspec.DecodeError as error:
        raise Damaged(
            f"The history of an earlier book, which this one comes from, cannot be read: {error}."
        ) from None


def history(book: JournalStorage) -> History:
    """Return the history of a book and of those that its records come from; to be used inside `reading`."""
    before = b"".join(one.heads for one in all_in(book))
    return History(book.book, book.position.chain, before + bytes(book.heads))

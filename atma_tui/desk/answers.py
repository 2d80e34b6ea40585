"""Answers to callers' questions."""

from __future__ import annotations

from atma_tui.desk.book.book import Book
from atma_tui.domain.records import Answer


class Answers:
    """Use cases around the clinic's answers."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def search(self, words: str = "", *, limit: int = 50) -> list[Answer]:
        """Return the answers that contain every word; all of them if no words are given."""
        return self._book.store.search(Answer, words, limit=limit)

"""Keeping records. May import `domain` only; the only package that knows TinyDB."""

from atma_tui.store.opening import book_folder, open_book, refuse_inside_book
from atma_tui.store.protocol import Store

__all__ = ["Store", "book_folder", "open_book", "refuse_inside_book"]

"""Keeping records. Of our packages it may import `domain` only; nothing else knows TinyDB."""

from atma_tui.store.opening import book_folder, open_book, refuse_inside_book
from atma_tui.store.protocol import Store

__all__ = ["Store", "book_folder", "open_book", "refuse_inside_book"]

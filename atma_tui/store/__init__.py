"""Keeping records. May import `domain` only; the only package that knows TinyDB."""

from atma_tui.store.opening import open_book
from atma_tui.store.protocol import Store

__all__ = ["Store", "open_book"]

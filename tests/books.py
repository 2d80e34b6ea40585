"""Books for tests: in a folder, or with `--shared-book` in a database, each desk with its replica."""

from pathlib import Path

from atma_tui.store import open_book as open_book


def address(folder: Path) -> str:
    """Return the address of a new book for a test whose folder this is."""
    return str(folder / "book")

"""Run tests over the shared book: whatever makes a book in memory gets one that a PostgreSQL server keeps."""

from __future__ import annotations

import atexit
import tempfile
from functools import cache
from pathlib import Path
from typing import ClassVar

import hypothesis
import pytest

from atma_tui.store.postgres.connection.address import parse
from atma_tui.store.postgres.shared_book import SharedBook
from tests import postgres


class NewBook(SharedBook):
    """A shared book with nothing in it, in a database of its own; those are used again after each test."""

    in_use: ClassVar[list[NewBook]] = []
    spare: ClassVar[list[str]] = []

    def __init__(self) -> None:
        server = _server()
        self._database = self.spare.pop() if self.spare else server.make_book(server.new_database())
        server.empty(self._database)
        folder = Path(tempfile.mkdtemp(dir=server.folder / "replicas"))
        super().__init__(parse(server.url(self._database)), folder, operator="Ada", patience=30.0)
        self.in_use.append(self)
        assert self.settle(30)


def close_books() -> None:
    """Close the books of a test."""
    while NewBook.in_use:
        book = NewBook.in_use.pop()
        book.close()
        NewBook.spare.append(book._database)


def use_shared_book(patch: pytest.MonkeyPatch) -> None:
    """Put it in the place of the book in memory; to be called before test modules are imported."""
    from tests import memory

    if not postgres.is_installed():
        pytest.exit(postgres.MISSING, returncode=1)
    patch.setattr(memory, "MemoryBook", NewBook)
    hypothesis.settings.register_profile("shared book", deadline=None)
    hypothesis.settings.load_profile("shared book")


@cache
def _server() -> postgres.Server:
    server = postgres.Server()
    (server.folder / "replicas").mkdir()
    atexit.register(server.remove)
    return server

"""Run tests over the shared book: whatever makes a book in memory gets one that a PostgreSQL server keeps."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import pytest

from atma_tui.store.postgres.connection.address import Address, parse
from atma_tui.store.postgres.shared_book import SharedBook
from tests import postgres
from tests.settled import SettledBook

_open_books: list[SharedBook] = []
_used: list[str] = []
_spare: list[str] = []
_by_folder: dict[str, str] = {}


class NewBook(SharedBook):
    """A shared book with nothing in it, in a database of its own."""

    def __init__(self) -> None:
        super().__init__(*_place(_database()), operator="Ada", patience=30.0)
        _open_books.append(self)
        assert self.settle(30)


class OneOfTwo(SettledBook):
    """A desk of its own over the shared book that stands for the one in a folder."""

    def __init__(self, folder: str, *, operator: str = "") -> None:
        self._stands_for = folder
        database = _by_folder.get(folder) or _by_folder.setdefault(folder, _database())
        super().__init__(*_place(database), operator=operator, patience=30.0)
        _open_books.append(self)

    def close(self) -> None:
        """Close it; after the last desk of a folder, its database is used again."""
        super().close()
        _open_books.remove(self)
        if not any(getattr(book, "_stands_for", "") == self._stands_for for book in _open_books):
            database = _by_folder.pop(self._stands_for)
            _used.remove(database)
            _spare.append(database)


def _database() -> str:
    """Return an empty shared book that no open book of this test uses."""
    name = _spare.pop() if _spare else _server().make_book(_server().new_database())
    _server().empty(name)
    _used.append(name)
    return name


def _place(database: str) -> tuple[Address, Path]:
    folder = tempfile.mkdtemp(dir=_server().folder / "replicas")
    return parse(_server().url(database)), Path(folder)


def new_address(folder: Path) -> str:
    """Return the address of an empty shared book, in the place of one in that folder."""
    return _server().url(_database())


def close_books() -> None:
    """Close the books of a test."""
    for book in [*_open_books]:
        book.close()
    _open_books.clear()
    _by_folder.clear()
    _spare.extend(_used)
    _used.clear()


def use_shared_book(patch: pytest.MonkeyPatch) -> None:
    """Put it in the place of the book in memory; to be called before test modules are imported."""
    from tests import books, memory

    if not postgres.is_installed():
        pytest.exit(postgres.MISSING, returncode=1)
    patch.setattr(memory, "MemoryBook", NewBook)
    patch.setattr(books, "open_book", OneOfTwo)
    patch.setattr(books, "address", new_address)
    # The pictures of screens are of a book on this computer: without how it stands with the server.
    patch.setattr("atma_tui.ui.ground.server_news.state_words", lambda *_: "")


def remove_server() -> None:
    """Remove the server, if any test needed one."""
    if _server.cache_info().currsize:
        _server().remove()


@cache
def _server() -> postgres.Server:
    server = postgres.Server()
    (server.folder / "replicas").mkdir()
    return server

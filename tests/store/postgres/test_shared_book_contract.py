"""The shared book does all that a book must do: between terminals of one computer, and between computers."""

import pytest

from atma_tui.store.postgres.connection.address import parse
from tests.settled import SettledBook
from tests.store.contract import StoreContract


class TestOneComputer(StoreContract):
    """Terminals of one computer share a replica."""


class TestSeveralComputers(StoreContract):
    @pytest.fixture
    def make_book(self, url, tmp_path):
        """Each desk has a replica of its own, and is in step with the others before it is used."""
        opened = []

        def make():
            opened.append(SettledBook(parse(url), tmp_path / f"computer {len(opened)}", operator="Ada"))
            return opened[-1]

        yield make
        for book in opened:
            book.close()

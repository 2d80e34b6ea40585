"""The shared book does all that a book must do: between terminals of one computer, and between computers."""

import pytest

from atma_tui.store.postgres.connection.address import parse
from atma_tui.store.postgres.shared_book import SharedBook
from tests.store.contract import StoreContract


class Settled(SharedBook):
    """A desk that waits before it reads until it is in step."""

    def __init__(self, *where, **who):
        super().__init__(*where, **who)
        storage, reading = self._storage, self._storage.reading

        def settle_first():
            if not storage._readings and storage._writer.acquire(blocking=False):
                storage._writer.release()
                assert storage._undo is not None or self.settle(30)
            return reading()

        storage.reading = settle_first


class Contract(StoreContract):
    @pytest.fixture
    def url(self, server, database):
        return server.url(database)


class TestOneComputer(Contract):
    """Terminals of one computer share a replica."""


class TestSeveralComputers(Contract):
    @pytest.fixture
    def make_book(self, url, tmp_path):
        """Each desk has a replica of its own, and is in step with the others before it is used."""
        opened = []

        def make():
            opened.append(Settled(parse(url), tmp_path / f"computer {len(opened)}", operator="Ada"))
            return opened[-1]

        yield make
        for book in opened:
            book.close()
